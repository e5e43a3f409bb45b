//! Floors under the figures of a model: a change that costs quality does not pass unseen.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::write_whole;
use crate::error::{Error, Result};
use crate::label::Label;
use crate::page::Format;
use crate::train::{BySource, Evaluation};

/// How far a figure may fall under its floor. Retraining on data that differ by a few pages moves the figures of one set by
/// about as much (ARCHITECTURE.md); more is a loss.
const EPSILON: f64 = 0.005;

/// Steps in which figures are written down.
const STEPS: f64 = 1e4;

/// What may be done to the floors.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// Nothing: figures under their floors fail.
    None,
    /// Figures above their floors become the floors; those under them fail.
    Raise,
    /// All figures become the floors, and new pages their base.
    Reset,
}

/// A file of floors, and the pages they hold for.
#[derive(Serialize, Deserialize)]
struct Floors {
    /// SHA-256 of the labelled pages.
    digest: String,
    floors: Vec<Floor>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Floor {
    view: String,
    source: String,
    /// F1 of a label, or the mean of the pages' body F1 by characters.
    measure: String,
    floor: f64,
}

/// Holds the figures against the floors of a file. Gives a line for each figure that is too low; none if all is well.
///
/// # Errors
///
/// [`ErrorKind::Io`](crate::ErrorKind::Io) and [`ErrorKind::Data`](crate::ErrorKind::Data) for the file, and for other
/// pages than the floors were set on.
pub(super) fn check(path: &Path, digest: &str, views: &[(Format, BySource)], change: Change) -> Result<Vec<String>> {
    let figures = figures(views);
    let known = if change == Change::Reset { None } else { Some(read(path)?) };
    let (floors, failures) = match known {
        None => (figures, Vec::new()),
        Some(known) if known.digest != digest => {
            return Err(Error::data(
                "the floors were set on other pages: check the data, or set them anew with --lower-floors",
            )
            .at(path));
        }
        Some(known) => compare(known.floors, &figures),
    };
    if change != Change::None {
        let floors = Floors { digest: digest.to_owned(), floors };
        let json = serde_json::to_string_pretty(&floors).map_err(|error| Error::data(error.to_string()).at(path))?;
        write_whole(path, (json + "\n").as_bytes())?;
    }
    Ok(failures)
}

fn read(path: &Path) -> Result<Floors> {
    let text = fs::read_to_string(path).map_err(|error| Error::io(error, path))?;
    serde_json::from_str(&text).map_err(|error| {
        Error::data(format!("not a file of floors: {error}; make one with --lower-floors"))
            .at(path)
            .on_line(error.line())
    })
}

/// The floors after the figures have raised them, and what fell short.
fn compare(mut floors: Vec<Floor>, figures: &[Floor]) -> (Vec<Floor>, Vec<String>) {
    let mut failures = Vec::new();
    for floor in &mut floors {
        let same = |figure: &&Floor| {
            (&figure.view, &figure.source, &figure.measure) == (&floor.view, &floor.source, &floor.measure)
        };
        let name = format!("{} view, {}, {}", floor.view, floor.source, floor.measure);
        match figures.iter().find(same) {
            None => failures.push(format!("{name}: no figure, the floor is {:.4}", floor.floor)),
            Some(figure) if figure.floor < floor.floor - EPSILON => {
                failures.push(format!(
                    "{name}: {:.4} is more than {EPSILON} under the floor of {:.4}",
                    figure.floor, floor.floor
                ));
            }
            Some(figure) => floor.floor = floor.floor.max(figure.floor),
        }
    }
    (floors, failures)
}

/// The figures of every source in every view.
fn figures(views: &[(Format, BySource)]) -> Vec<Floor> {
    let mut figures = Vec::new();
    for (view, sources) in views {
        for (source, evaluation) in sources {
            for (measure, figure) in measures(evaluation) {
                let floor = (figure * STEPS).round() / STEPS;
                figures.push(Floor { view: view.as_str().to_owned(), source: source.clone(), measure, floor });
            }
        }
    }
    figures
}

fn measures(evaluation: &Evaluation) -> Vec<(String, f64)> {
    let labels = Label::ALL.into_iter().filter(|&label| evaluation.has(label));
    let mut measures: Vec<(String, f64)> =
        labels.map(|label| (label.as_str().to_owned(), evaluation.score(label).f1)).collect();
    measures.extend(evaluation.page_chars().map(|(mean, ..)| ("page-char".to_owned(), mean)));
    measures
}

#[cfg(test)]
mod tests {
    use super::*;

    fn floor(measure: &str, floor: f64) -> Floor {
        Floor { view: "text".to_owned(), source: "news".to_owned(), measure: measure.to_owned(), floor }
    }

    #[test]
    fn floors_rise_and_do_not_fall() {
        let known = vec![floor("body", 0.9), floor("nav", 0.9), floor("spam", 0.9), floor("page-char", 0.5)];
        let (floors, failures) = compare(known, &[floor("body", 0.95), floor("nav", 0.896), floor("spam", 0.89)]);
        assert_eq!(floors[..2], [floor("body", 0.95), floor("nav", 0.9)]);
        assert_eq!(failures.len(), 2, "{failures:?}");
        assert!(failures[0].contains("spam: 0.8900") && failures[1].contains("page-char: no figure"));
    }
}
