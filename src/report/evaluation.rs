//! The report of an evaluation: figures, curves, and the worst mistakes.

use askama::Template;

use super::frame::{self, EVALUATION_SCRIPT, EVALUATION_STYLE};
use super::rendered;
use super::svg::{Dot, Plot, Series, bar};
use super::text::{self, Piece, pieces};
use crate::error::Result;
use crate::label::Label;
use crate::page::Format;
use crate::train::{BySource, Detail, Evaluation, Mistake, PrecisionRecall, Reliability};

/// Characters that are shown of a text beside a mistake, and of a mistake itself.
const LONGEST_CONTEXT: usize = 120;
const LONGEST_TEXT: usize = 600;

/// An evaluation in one view, with what was said of each paragraph.
pub(crate) struct EvaluatedView<'a> {
    pub(crate) view: Format,
    pub(crate) sources: &'a BySource,
    pub(crate) detail: &'a Detail,
}

#[derive(Template)]
#[template(path = "evaluation.html")]
struct EvaluationTemplate<'a> {
    model: &'a str,
    views: Vec<View>,
}

struct View {
    name: &'static str,
    tiles: Vec<Tile>,
    labels: Vec<LabelRow>,
    precision_recall: String,
    reliability: String,
    sources: Vec<SourceRow>,
    /// How many mistakes of each kind are shown: the label, what was given, and the count.
    kinds: Vec<(&'static str, &'static str, usize)>,
    mistakes: Vec<ShownMistake>,
}

/// A figure of the whole view.
struct Tile {
    name: &'static str,
    figure: String,
    meaning: &'static str,
}

/// Precision, recall and the confusion of one label.
struct LabelRow {
    name: &'static str,
    /// Precision, recall, F1, average precision, calibration error.
    figures: [String; 5],
    given: Vec<Given>,
}

/// How many paragraphs of a label were given another, or the same.
struct Given {
    name: &'static str,
    count: usize,
    percent: String,
    /// The share in tenths, for the style.
    strength: u8,
    is_right: bool,
}

/// The figures of one source.
struct SourceRow {
    name: String,
    pages: usize,
    /// F1 of each label, with a bar; nothing where the source has none of it.
    scores: Vec<Option<(String, String)>>,
    figures: [String; 3],
}

struct ShownMistake {
    label: &'static str,
    given: &'static str,
    probability: String,
    source: String,
    page: String,
    index: usize,
    text: Vec<Piece>,
    before: Vec<Piece>,
    behind: Vec<Piece>,
}

/// A report of what a model of that name got right and wrong.
pub(crate) fn evaluation(model: &str, views: &[EvaluatedView<'_>]) -> Result<String> {
    let views = views.iter().filter(|view| !view.sources.is_empty()).map(View::new).collect();
    let model = &text::plain(model);
    let content = rendered(&EvaluationTemplate { model, views })?;
    let opening = frame::opening(&format!("Evaluation of {model}"), EVALUATION_STYLE, EVALUATION_SCRIPT)?;
    Ok(opening + &content + &frame::closing(EVALUATION_SCRIPT)?)
}

impl View {
    fn new(view: &EvaluatedView<'_>) -> View {
        let mut all = Evaluation::default();
        view.sources.iter().for_each(|(_, evaluation)| all.merge(evaluation));
        let present: Vec<Label> = Label::ALL.into_iter().filter(|&label| all.has(label)).collect();
        let curves: Vec<(Label, PrecisionRecall)> =
            present.iter().map(|&label| (label, view.detail.precision_recall(label))).collect();
        let mistakes = view.detail.mistakes();
        let kind = |label: Label, given: Label| {
            let count = mistakes.iter().filter(|of| (of.label, of.given) == (label, given)).count();
            (label.as_str(), given.as_str(), count)
        };
        let kinds = Label::ALL.into_iter().flat_map(|label| Label::ALL.map(|given| kind(label, given)));
        View {
            name: view.view.as_str(),
            tiles: tiles(&all),
            labels: curves.iter().map(|(label, curve)| label_row(&all, *label, curve)).collect(),
            precision_recall: precision_recall(&curves),
            reliability: reliability(all.reliability(), &present),
            sources: view.sources.iter().map(|(name, evaluation)| source_row(name, evaluation)).collect(),
            kinds: kinds.filter(|(.., count)| *count > 0).collect(),
            mistakes: mistakes.iter().map(ShownMistake::new).collect(),
        }
    }
}

fn tiles(all: &Evaluation) -> Vec<Tile> {
    let [mean, right, lost] = page_figures(all);
    [
        ("pages", all.pages().to_string(), "that were read"),
        ("macro-F1", three(all.macro_f1()), "mean F1 of the labels, by paragraph"),
        ("page char-F1", mean, "body by characters, mean of the pages"),
        ("right", right, "of the pages: body char-F1 of at least .95"),
        ("lost", lost, "of the pages: body char-F1 under .5"),
        ("false alarms", percent(all.false_alarms()), "of honest paragraphs called spam"),
    ]
    .map(|(name, figure, meaning)| Tile { name, figure, meaning })
    .into()
}

/// Mean body F1 of the pages by characters, the share of pages that are right, and of those that are lost.
fn page_figures(evaluation: &Evaluation) -> [String; 3] {
    match evaluation.page_chars() {
        Some((mean, right, lost)) => [three(mean), percent(right), percent(lost)],
        None => ["–", "–", "–"].map(str::to_owned),
    }
}

fn label_row(all: &Evaluation, label: Label, curve: &PrecisionRecall) -> LabelRow {
    let score = all.score(label);
    let calibration_error = all.reliability().error(label, None);
    let row = all.confusion()[label.index()];
    let count = row.iter().sum::<usize>().max(1) as f64;
    let given = Label::ALL.map(|given| {
        let share = row[given.index()] as f64 / count;
        let strength = ((share * 10.0) as u8).min(9);
        let percent = percent(share);
        Given { name: given.as_str(), count: row[given.index()], percent, strength, is_right: given == label }
    });
    LabelRow {
        name: label.as_str(),
        figures: [score.precision, score.recall, score.f1, curve.average_precision, calibration_error].map(three),
        given: given.into(),
    }
}

fn source_row(name: &str, evaluation: &Evaluation) -> SourceRow {
    let score = |label| {
        let f1 = evaluation.score(label).f1;
        evaluation.has(label).then(|| (three(f1), bar(label, f1)))
    };
    let [mean, _, lost] = page_figures(evaluation);
    SourceRow {
        name: text::plain(name),
        pages: evaluation.pages(),
        scores: Label::ALL.map(score).into(),
        figures: [mean, lost, percent(evaluation.false_alarms())],
    }
}

fn precision_recall(curves: &[(Label, PrecisionRecall)]) -> String {
    let series = |(label, curve): &(Label, PrecisionRecall)| {
        let points = curve.points.iter().map(|&(x, y)| Dot { x, y, ..Dot::default() }).collect();
        Series { label: *label, points, has_dots: false }
    };
    let series = curves.iter().map(series).collect();
    let title = "Precision by recall, a curve for each label";
    Plot { title, x: "recall", y: "precision", has_diagonal: false, series }.svg()
}

fn reliability(reliability: &Reliability, labels: &[Label]) -> String {
    let most = (reliability.count(None).max(2) as f64).ln();
    let series = labels.iter().map(|&label| {
        let bins = reliability.bins(label, None);
        let bins = bins.iter().filter(|bin| bin.count > 0);
        let points = bins.map(|bin| {
            let count = bin.count as f64;
            let (x, y) = (bin.said / count, bin.have as f64 / count);
            let title = format!("{label}: {} paragraphs said {x:.2}, came true {y:.2}", bin.count);
            Dot { x, y, weight: count.ln() / most, title }
        });
        Series { label, points: points.collect(), has_dots: true }
    });
    let title = "Share that came true by the probability that was said, points for each label";
    Plot { title, x: "said", y: "came true", has_diagonal: true, series: series.collect() }.svg()
}

impl ShownMistake {
    fn new(of: &Mistake) -> ShownMistake {
        let [before, behind] = of.around.each_ref().map(|text| text.as_deref().unwrap_or_default());
        let shown = |text: &str, longest| pieces(&shortened(text, longest), &[]);
        ShownMistake {
            label: of.label.as_str(),
            given: of.given.as_str(),
            probability: format!("{:.2}", of.probability.of(of.given)),
            source: text::plain(&of.source),
            page: text::plain(&of.page),
            index: of.index,
            text: shown(&of.text, LONGEST_TEXT),
            before: shown(before, LONGEST_CONTEXT),
            behind: shown(behind, LONGEST_CONTEXT),
        }
    }
}

/// The first so many characters of a text.
fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn three(number: f64) -> String {
    format!("{number:.3}")
}

fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_shortened_by_characters() {
        for (text, expected) in [("", ""), ("一二三", "一二三"), ("一二三四", "一二三…")] {
            assert_eq!(shortened(text, 3), expected);
        }
    }
}
