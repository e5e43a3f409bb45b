//! An evaluation paragraph by paragraph: what a report shows beyond the figures.

use super::dataset::LabeledSource;
use crate::label::{Label, Probability};
use crate::labeled::LabeledPage;

/// The most mistakes that are kept of each kind: a label, and the one that was given.
pub const MOST_OF_KIND: usize = 60;

/// The most mistakes of a kind that are kept of one page, or a page whose labels are wrong would be all that is seen.
pub const MOST_OF_PAGE: usize = 5;

/// What was said of every paragraph, and the worst mistakes.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// For each paragraph its label, and the probability of each.
    said: Vec<(Label, [f32; 3])>,
    /// The most confident first.
    mistakes: Vec<Mistake>,
}

/// A paragraph that was given a wrong label.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Mistake {
    /// The set that the page is of.
    pub source: String,
    /// The page's file, and its line where a file has many.
    pub page: String,
    /// The paragraph's place in the page, from 0.
    pub index: usize,
    /// The label that it has.
    pub label: Label,
    /// The label that it was given.
    pub given: Label,
    /// The probability of each label.
    pub probability: Probability,
    /// The text.
    pub text: String,
    /// The texts of the paragraphs before and behind.
    pub around: [Option<String>; 2],
}

/// Share of what is found that is right, at every share of what there is that is found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrecisionRecall {
    /// Recall and precision at each threshold, from the surest paragraphs on.
    pub points: Vec<(f64, f64)>,
    /// Mean of the precision over all that there is.
    pub average_precision: f64,
}

impl Detail {
    /// Of one page, whose paragraphs have these labels.
    pub(super) fn of_page(source: &LabeledSource, page: &LabeledPage<'_>, labels: &[Option<Label>]) -> Detail {
        let name = source.path.display().to_string();
        let name = source.line.map_or(name.clone(), |line| format!("{name}:{line}"));
        let text = |index: usize| page.page().paragraphs().get(index).map(|own| page.page().text(own).to_owned());
        let mut detail = Detail::default();
        for (said, label) in page.paragraphs().zip(labels) {
            let Some(label) = *label else { continue };
            detail.said.push((label, Label::ALL.map(|of| said.probability.of(of) as f32)));
            if said.label != label {
                detail.mistakes.push(Mistake {
                    source: source.source.clone(),
                    page: name.clone(),
                    index: said.index,
                    label,
                    given: said.label,
                    probability: said.probability,
                    text: said.text.to_owned(),
                    around: [said.index.checked_sub(1).and_then(text), text(said.index + 1)],
                });
            }
        }
        detail.keep_worst(MOST_OF_PAGE);
        detail
    }

    /// Adds another's.
    pub(super) fn merge(&mut self, other: Detail) {
        self.said.extend(other.said);
        self.mistakes.extend(other.mistakes);
        self.keep_worst(MOST_OF_KIND);
    }

    /// Keeps so many mistakes of each kind.
    fn keep_worst(&mut self, most: usize) {
        let confidence = |mistake: &Mistake| mistake.probability.of(mistake.given);
        self.mistakes.sort_by(|one, other| confidence(other).total_cmp(&confidence(one)));
        let mut kept = [[0; Label::ALL.len()]; Label::ALL.len()];
        self.mistakes.retain(|mistake| {
            let kept = &mut kept[mistake.label.index()][mistake.given.index()];
            *kept += 1;
            *kept <= most
        });
    }

    /// The worst mistakes, the most confident first.
    pub fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }

    /// Precision and recall of a label at every threshold of its probability; nothing if no paragraph has it.
    pub fn precision_recall(&self, label: Label) -> PrecisionRecall {
        let mut said: Vec<(f32, bool)> = self.said.iter().map(|(own, p)| (p[label.index()], *own == label)).collect();
        said.sort_by(|one, other| other.0.total_cmp(&one.0));
        let all = said.iter().filter(|(_, is)| *is).count() as f64;
        let (mut found, mut right, mut curve) = (0.0, 0.0, PrecisionRecall::default());
        if all == 0.0 {
            return curve;
        }
        // What has the same probability is found together.
        for equals in said.chunk_by(|one, other| one.0 == other.0) {
            let hits = equals.iter().filter(|(_, is)| *is).count() as f64;
            (found, right) = (found + equals.len() as f64, right + hits);
            curve.average_precision += hits / all * right / found;
            curve.points.push((right / all, right / found));
        }
        curve
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Label::{Body, Nav, Spam};

    #[test]
    fn precision_and_recall_by_hand() {
        let said = |label, spam| (label, [0.0, 1.0 - spam, spam]);
        let detail = Detail {
            said: vec![
                said(Spam, 0.9),
                said(Nav, 0.5),
                said(Spam, 0.5),
                said(Nav, 0.4),
                said(Nav, 0.3),
                said(Spam, 0.2),
            ],
            mistakes: vec![],
        };
        let curve = detail.precision_recall(Spam);
        let third = 1.0 / 3.0;
        assert_eq!(
            curve.points,
            [(third, 1.0), (2.0 * third, 2.0 / 3.0), (2.0 * third, 0.5), (2.0 * third, 0.4), (1.0, 0.5)]
        );
        assert!((curve.average_precision - third * (1.0 + 2.0 / 3.0 + 0.5)).abs() < 1e-12);
        assert_eq!(detail.precision_recall(Body), PrecisionRecall::default());
    }

    #[test]
    fn the_worst_mistakes_are_kept() {
        let mistake = |index: usize, p: f64| Mistake {
            source: String::new(),
            page: String::new(),
            index,
            label: Body,
            given: Nav,
            probability: [1.0 - p, p, 0.0].into(),
            text: String::new(),
            around: [None, None],
        };
        let mut detail = Detail::default();
        let other_kind = Mistake { label: Nav, given: Spam, ..mistake(0, 0.3) };
        detail.merge(Detail { said: vec![], mistakes: vec![other_kind.clone()] });
        for index in 0..MOST_OF_KIND + 50 {
            let mistakes = vec![mistake(index, 0.5 + index as f64 / 1000.0)];
            detail.merge(Detail { said: vec![], mistakes });
        }
        assert_eq!(detail.mistakes().len(), MOST_OF_KIND + 1);
        assert_eq!(detail.mistakes()[0].index, MOST_OF_KIND + 49);
        assert!(detail.mistakes().contains(&other_kind), "one kind must not crowd out another");
    }
}
