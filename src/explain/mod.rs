//! Why a paragraph got its label: the parts of its log-odds, and the words behind the evidence.

mod words;

use serde::Serialize;

use crate::bayes::Evidence;
use crate::chain::columns::{PER_GROUP, RELATIVE_PARTS};
use crate::chain::second::SECOND_PARTS;
use crate::chain::{Chain, Lattice, Scores, WEIGHTED, add_bias};
use crate::classifier::Classifier;
use crate::label::{Label, Probability};
use crate::page::Page;
use crate::threshold::label;
pub use words::WordEvidence;

/// A pull towards two labels, each against nav: log-odds in nats. Positive speaks for the label; minus infinity says that
/// the model does not know it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Pull {
    /// Towards body.
    pub body: f64,
    /// Towards spam.
    pub spam: f64,
}

impl Pull {
    /// Of numbers in the order of [`WEIGHTED`].
    fn of([body, spam]: [f64; WEIGHTED.len()]) -> Pull {
        Pull { body, spam }
    }
}

/// What the features of one group say by themselves: log-odds of their naive Bayes in nats, before the chain weighs them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GroupEvidence {
    /// How many features of the group the paragraph has.
    pub features: usize,
    /// For body against nav.
    pub article: f64,
    /// For spam against the other two.
    pub spam: f64,
}

/// A part of a paragraph's log-odds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Part {
    /// A group of features (`grams`, `shape`, …), or one of `strongest words`, `against the page`, `spam around`,
    /// `around`, `alike paragraphs`, `first reading`, `shared with spam`, `bias`, `neighbours`: ARCHITECTURE.md says
    /// what each is.
    pub name: &'static str,
    /// How far it pulled.
    pub pull: Pull,
    /// What a group of features says by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<GroupEvidence>,
}

/// Why one paragraph got its label.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation {
    /// Place among the page's paragraphs, from 0.
    pub index: usize,
    /// The text.
    pub text: String,
    /// The label that it gets.
    pub label: Label,
    /// The probability of each label.
    pub probability: Probability,
    /// The logarithm of the probability of body, and of spam, over that of nav: the sum of all parts.
    pub log_odds: Pull,
    /// What it is made of.
    pub parts: Vec<Part>,
    /// The words of the paragraph with the evidence of the lexical groups, the strongest first; they sum to those groups'
    /// evidence.
    pub words: Vec<WordEvidence>,
}

impl Classifier {
    /// Why each paragraph of a page gets the label that [`classify`](Self::classify) gives it.
    ///
    /// With the cargo feature `words` the words are jieba's, whose dictionary takes some 0.2 s to load; else pieces between
    /// marks. They are folded (width, case, script, digits), as the model reads them.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use parasift::{Classifier, Page};
    ///
    /// let page = Page::from_text("首页\n澳门赌场,百家乐平台,时时彩计划");
    /// let spam = &Classifier::embedded().explain(&page)[1];
    /// let sum: f64 = spam.parts.iter().map(|part| part.pull.spam).sum();
    /// assert_eq!(sum, spam.log_odds.spam);
    /// # }
    /// ```
    pub fn explain(&self, page: &Page<'_>) -> Vec<Explanation> {
        let (model, extractor) = self.parts();
        let features = extractor.extract(page);
        let head = model.head(page.format());
        let evidence = model.evidence(head, &features);
        let mut reading = model.read_page(head, &evidence, &features);
        let chain = &head.chains[1];
        add_bias(&mut reading.emissions, Label::Body, reading.body_bias);
        let contexts = Lattice::new(chain, &reading.emissions).contexts(chain);
        let words = words::of_page(model, page);
        let names: Vec<&'static str> = head.groups.iter().map(|&group| model.groups[group].as_str()).collect();
        let rows = reading.columns.rows().zip(words);
        rows.enumerate()
            .map(|(index, (row, words))| {
                let said: Vec<Evidence> = evidence.iter().map(|group| group[index]).collect();
                let mut parts = column_parts(chain, row, &names, &said);
                let bias = bias(chain, &reading.emissions[index], reading.body_bias);
                parts.push(Part { name: "bias", pull: bias, evidence: None });
                parts.push(Part { name: "neighbours", pull: against_nav(&contexts[index]), evidence: None });
                let probability = Probability::from(reading.probabilities[index]);
                Explanation {
                    index,
                    text: page.text(&page.paragraphs()[index]).to_owned(),
                    label: label(&probability, self.spam_threshold(page.format()).map(|at| at.probability)),
                    probability,
                    log_odds: Pull {
                        body: parts.iter().map(|part| part.pull.body).sum(),
                        spam: parts.iter().map(|part| part.pull.spam).sum(),
                    },
                    parts,
                    words,
                }
            })
            .collect()
    }
}

/// What a paragraph's columns pull, by group, then by what they compare.
fn column_parts(chain: &Chain, row: &[f64], names: &[&'static str], said: &[Evidence]) -> Vec<Part> {
    let groups = names.iter().zip(said).map(|(&name, said)| (name, PER_GROUP, Some(said)));
    let relative = RELATIVE_PARTS.into_iter().chain(SECOND_PARTS).map(|(name, n)| (name, n, None));
    let mut at = 0;
    let part = |(name, columns, said): (&'static str, usize, Option<&Evidence>)| {
        let range = at..at + columns;
        at += columns;
        let pull = |weights: &Vec<f64>| -> f64 {
            row[range.clone()].iter().zip(&weights[range.clone()]).map(|(x, weight)| x * weight).sum()
        };
        let evidence = said.map(|said| GroupEvidence {
            features: said.features,
            article: f64::from(said.sums[0]),
            spam: f64::from(said.sums[1]),
        });
        Part { name, pull: Pull::of(chain.weights.each_ref().map(pull)), evidence }
    };
    groups.chain(relative).map(part).collect()
}

/// The chain's bias, and that for a short body; labels that the model does not know are ruled out here.
fn bias(chain: &Chain, emissions: &Scores, body_bias: f64) -> Pull {
    let [body, spam] = [0, 1].map(|place| match emissions[WEIGHTED[place].index()] {
        f64::NEG_INFINITY => f64::NEG_INFINITY,
        _ => chain.bias[place],
    });
    Pull { body: body + body_bias, spam }
}

fn against_nav(scores: &Scores) -> Pull {
    Pull::of(WEIGHTED.map(|label| scores[label.index()] - scores[Label::Nav.index()]))
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    /// Hacked news, a page that was converted and hacked, and an empty paragraph.
    fn pages() -> [Page<'static>; 3] {
        [
            Page::from_html(include_str!("../../examples/hacked-news.html")),
            Page::from_text(
                "首頁\n新聞\n創(chuàng)新(xīn)與發(fā)展(zhǎn)，當?shù)厣袑偈状危\n久久精品,亚洲专区,高清在线",
            ),
            Page::from_paragraphs([""]),
        ]
    }

    #[test]
    fn parts_sum_to_the_log_odds_of_the_labels() {
        for page in pages() {
            let classifier = Classifier::embedded();
            let explained = classifier.explain(&page);
            let labeled = classifier.classify(page);
            assert_eq!(explained.len(), labeled.paragraphs().len());
            for (explanation, said) in explained.iter().zip(labeled.paragraphs()) {
                assert_eq!((explanation.text.as_str(), explanation.probability), (said.text, said.probability));
                let Probability { body, nav, spam } = said.probability;
                let Pull { body: for_body, spam: for_spam } = explanation.log_odds;
                assert!((for_body - (body / nav).ln()).abs() < 1e-6, "{for_body} {}", (body / nav).ln());
                assert!((for_spam - (spam / nav).ln()).abs() < 1e-6, "{for_spam} {}", (spam / nav).ln());
            }
        }
    }

    #[test]
    fn words_sum_to_what_the_grams_say() {
        for page in pages() {
            for explanation in Classifier::embedded().explain(&page) {
                let grams = explanation.parts.iter().find(|part| part.name == "grams").unwrap().evidence.unwrap();
                let sum = |of: fn(&WordEvidence) -> f64| explanation.words.iter().map(of).sum::<f64>();
                assert!((sum(|word| word.article) - grams.article).abs() < 1e-3, "{explanation:?}");
                assert!((sum(|word| word.spam) - grams.spam).abs() < 1e-3, "{explanation:?}");
            }
        }
    }

    #[test]
    fn what_spam_consists_of_pulls_towards_spam() {
        let explained =
            Classifier::embedded().explain(&Page::from_html(include_str!("../../examples/hacked-news.html")));
        let spam = explained.iter().find(|explanation| explanation.label == Label::Spam).unwrap();
        assert!(spam.words[0].spam > 0.0, "{:?}", spam.words);
        assert!(spam.log_odds.spam > 0.0 && spam.parts.iter().any(|part| part.name == "grams" && part.pull.spam > 0.0));
    }
}
