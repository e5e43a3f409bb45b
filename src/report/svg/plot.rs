//! Curves and points over the unit square.

use std::fmt::Write;

use crate::label::Label;

/// The side of the square, and the room around it for what is written, in units of its own.
const SIDE: f64 = 300.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 42.0;

/// Lines of the grid in each direction, but the first.
const GRID: usize = 5;

/// How near points of a line may be to each other, in the same units.
const NEAR: f64 = 0.5;

/// What is said of one label.
pub(in crate::report) struct Series {
    pub(in crate::report) label: Label,
    pub(in crate::report) points: Vec<Dot>,
    /// Whether the points are drawn too, not only the line through them.
    pub(in crate::report) has_dots: bool,
}

/// A point, from 0 to 1 in both directions.
#[derive(Clone, Debug, Default)]
pub(in crate::report) struct Dot {
    pub(in crate::report) x: f64,
    pub(in crate::report) y: f64,
    /// From 0 to 1.
    pub(in crate::report) weight: f64,
    /// What it is, for those who point at it. Holds no markup.
    pub(in crate::report) title: String,
}

/// A plot over the unit square.
pub(in crate::report) struct Plot<'a> {
    /// For those who do not see it. As the names of the axes it holds no markup.
    pub(in crate::report) title: &'a str,
    pub(in crate::report) x: &'a str,
    pub(in crate::report) y: &'a str,
    pub(in crate::report) has_diagonal: bool,
    pub(in crate::report) series: Vec<Series>,
}

impl Plot<'_> {
    /// The plot as an element. Writing to a string cannot fail.
    pub(in crate::report) fn svg(&self) -> String {
        let (width, height) = (LEFT + SIDE + RIGHT, TOP + SIDE + BOTTOM);
        let mut svg =
            format!("<svg class=\"plot\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">", self.title);
        self.grid(&mut svg);
        if self.has_diagonal {
            svg += &line("diagonal", (0.0, 0.0), (1.0, 1.0));
        }
        for series in &self.series {
            series.draw(&mut svg);
        }
        svg + "</svg>"
    }

    fn grid(&self, svg: &mut String) {
        for step in 0..=GRID {
            let at = step as f64 / GRID as f64;
            *svg += &line("grid", (at, 0.0), (at, 1.0));
            *svg += &line("grid", (0.0, at), (1.0, at));
            let (x, y) = place(at, at);
            let below = TOP + SIDE + 16.0;
            let _ =
                write!(svg, "<text class=\"tick\" x=\"{x:.1}\" y=\"{below}\" text-anchor=\"middle\">{at:.1}</text>");
            let (left, middle) = (LEFT - 6.0, y + 4.0);
            let _ =
                write!(svg, "<text class=\"tick\" x=\"{left}\" y=\"{middle:.1}\" text-anchor=\"end\">{at:.1}</text>");
        }
        let (middle, bottom) = (LEFT + SIDE / 2.0, TOP + SIDE + 36.0);
        let _ =
            write!(svg, "<text class=\"axis\" x=\"{middle}\" y=\"{bottom}\" text-anchor=\"middle\">{}</text>", self.x);
        let middle = TOP + SIDE / 2.0;
        let _ = write!(
            svg,
            "<text class=\"axis\" x=\"-{middle}\" y=\"12\" text-anchor=\"middle\" transform=\"rotate(-90)\">{}</text>",
            self.y
        );
    }
}

impl Series {
    fn draw(&self, svg: &mut String) {
        let points: Vec<String> = self.line().into_iter().map(pair).collect();
        let _ = write!(svg, "<polyline class=\"curve {}\" points=\"{}\"/>", self.label, points.join(" "));
        for dot in self.points.iter().filter(|_| self.has_dots) {
            let (x, y) = place(dot.x, dot.y);
            let radius = 2.5 + 5.0 * dot.weight.clamp(0.0, 1.0);
            let _ = write!(
                svg,
                "<circle class=\"dot {}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"><title>{}</title></circle>",
                self.label, dot.title
            );
        }
    }

    /// The corners of the line, without those that nobody could tell from the one before. The last is the curve's end.
    fn line(&self) -> Vec<(f64, f64)> {
        let mut line: Vec<(f64, f64)> = Vec::new();
        for (at, dot) in self.points.iter().enumerate() {
            let (x, y) = place(dot.x, dot.y);
            let is_near = line.last().is_some_and(|last| (last.0 - x).abs() + (last.1 - y).abs() < NEAR);
            if !is_near || at + 1 == self.points.len() {
                line.push((x, y));
            }
        }
        line
    }
}

fn line(class: &str, from: (f64, f64), to: (f64, f64)) -> String {
    let ((x1, y1), (x2, y2)) = (place(from.0, from.1), place(to.0, to.1));
    format!("<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>")
}

/// From the unit square, whose second axis goes up, to the picture, where it goes down.
fn place(x: f64, y: f64) -> (f64, f64) {
    (LEFT + SIDE * x.clamp(0.0, 1.0), TOP + SIDE * (1.0 - y.clamp(0.0, 1.0)))
}

fn pair((x, y): (f64, f64)) -> String {
    format!("{x:.1},{y:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stand_where_they_belong() {
        let dot = |x, y| Dot { x, y, weight: 1.0, title: "7 paragraphs".to_owned() };
        let series =
            Series { label: Label::Spam, points: vec![dot(0.0, 0.0), dot(1.0, 1.0), dot(0.5, 2.0)], has_dots: true };
        let close = (0..1000).map(|n| dot(f64::from(n) / 1e6, 0.5)).collect();
        assert_eq!(Series { label: Label::Body, points: close, has_dots: false }.line().len(), 2);
        let plot = Plot { title: "a plot", x: "recall", y: "precision", has_diagonal: true, series: vec![series] };
        let svg = plot.svg();
        assert!(svg.contains("<polyline class=\"curve spam\" points=\"44.0,312.0 344.0,12.0 194.0,12.0\"/>"), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 3);
        assert!(svg.contains("<line class=\"diagonal\" x1=\"44.0\" y1=\"312.0\" x2=\"344.0\" y2=\"12.0\"/>"), "{svg}");
        assert!(svg.contains("aria-label=\"a plot\"") && svg.contains(">recall<") && svg.contains(">precision<"));
    }
}
