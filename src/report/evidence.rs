//! Why each paragraph got its label, as little of it as tells, to be shown when it is asked for.

use serde::Serialize;

use super::text;
use crate::error::{Error, ErrorKind, Result};
use crate::explain::{Explanation, Pull, WordEvidence};
use crate::label::Label;

/// Parts and words that are kept of a paragraph: the strongest.
const MOST_PARTS: usize = 6;
const MOST_WORDS: usize = 8;

/// What is weaker than this, in nats, is not kept.
const LEAST: f64 = 0.05;

/// The longest word that is kept, in characters.
const LONGEST_WORD: usize = 24;

/// What the parts of an explanation are, in plain words.
const PARTS: [(&str, &str); 24] = [
    ("grams", "characters and words"),
    ("words", "words of the dictionary"),
    ("shape", "length, signs, script"),
    ("before", "shape of the one before"),
    ("after", "shape of the one behind"),
    ("place", "place in the page, copies"),
    ("segments", "pieces it is cut into"),
    ("page", "fit with the page's text"),
    ("runs", "distance to prose"),
    ("textpairs", "length with signs, script"),
    ("pairs", "shape in its container"),
    ("container", "content of its container"),
    ("title", "relation to the title"),
    ("markup", "tags, links, landmarks"),
    ("classes", "names in class and id"),
    ("strongest words", "strongest words alone"),
    ("against the page", "against the whole page"),
    ("spam around", "spam around it"),
    ("around", "evidence around it"),
    ("alike paragraphs", "paragraphs made alike"),
    ("first reading", "first reading of the page"),
    ("shared with spam", "words its page's spam has"),
    ("bias", "how common labels are"),
    ("neighbours", "labels next to it"),
];

/// A paragraph's evidence: probabilities of body, nav and spam, what its label is held against, the sum of all parts, the
/// strongest of them by their place in [`PARTS`], and the strongest words. An array in JSON, without names.
#[derive(Serialize)]
struct Evidence(Vec<f64>, Label, f64, Vec<(usize, f64)>, Vec<(String, f64)>);

impl Evidence {
    fn of(explanation: &Explanation) -> Evidence {
        let (of, against) = (explanation.label, against(explanation));
        let pull = |pull: Pull| match (of, against) {
            (Label::Spam, _) => pull.spam,
            (Label::Body, _) => pull.body,
            (Label::Nav, Label::Spam) => -pull.spam,
            (Label::Nav, _) => -pull.body,
        };
        let word = |word: &WordEvidence| match (of, against) {
            (Label::Spam, _) => word.spam,
            (Label::Nav, Label::Spam) => -word.spam,
            (Label::Body, _) => word.article,
            (Label::Nav, _) => -word.article,
        };
        let place = |name: &str| PARTS.iter().position(|(known, _)| *known == name);
        let parts = explanation.parts.iter().filter_map(|part| Some((place(part.name)?, pull(part.pull)))).collect();
        let words = explanation.words.iter().filter(|word| !word.word.trim().is_empty());
        let words = words.map(|own| (shown(&own.word), word(own))).collect();
        Evidence(
            Label::ALL.map(|label| rounded(explanation.probability.of(label), 1e3)).to_vec(),
            against,
            rounded(pull(explanation.log_odds), 10.0),
            strongest(parts, MOST_PARTS),
            strongest(words, MOST_WORDS),
        )
    }
}

/// Every part is a pull against nav; what is nav is held against what it is likeliest to be else.
fn against(explanation: &Explanation) -> Label {
    match explanation.label {
        Label::Nav if explanation.probability.spam > explanation.probability.body => Label::Spam,
        Label::Nav => Label::Body,
        Label::Body | Label::Spam => Label::Nav,
    }
}

fn strongest<T>(mut all: Vec<(T, f64)>, most: usize) -> Vec<(T, f64)> {
    all.retain(|(_, strength)| strength.is_finite() && strength.abs() >= LEAST);
    all.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    all.truncate(most);
    all.into_iter().map(|(own, strength)| (own, rounded(strength, 10.0))).collect()
}

fn shown(word: &str) -> String {
    text::plain(word.trim()).chars().take(LONGEST_WORD).collect()
}

/// Numbers that JSON does not know are 0.
fn rounded(number: f64, steps: f64) -> f64 {
    if number.is_finite() { (number * steps).round() / steps } else { 0.0 }
}

/// The evidence of a page's paragraphs, in their order.
pub(super) fn of_page(explanations: &[Explanation]) -> Result<String> {
    json(&explanations.iter().map(Evidence::of).collect::<Vec<_>>())
}

/// The names of the parts, each with what it is.
pub(super) fn part_names() -> Result<String> {
    json(&PARTS)
}

/// JSON that may stand in a script element: nothing in it looks like the end of one.
fn json(value: &impl Serialize) -> Result<String> {
    let json = serde_json::to_string(value)
        .map_err(|error| Error::new(ErrorKind::Io, format!("the report cannot be written: {error}")))?;
    Ok(json.replace('<', "\\u003c"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explanation(label: Label, probability: [f64; 3], words: Vec<WordEvidence>) -> Explanation {
        let log_odds = Pull { body: -2.0, spam: 3.25 };
        Explanation {
            index: 0,
            text: String::new(),
            label,
            probability: probability.into(),
            log_odds,
            parts: vec![],
            words,
        }
    }

    #[test]
    fn what_is_nav_is_held_against_the_next_likely() {
        for (label, probability, expected) in [
            (Label::Spam, [0.1, 0.1, 0.8], "[[[0.1,0.1,0.8],\"nav\",3.3,[],[]]]"),
            (Label::Body, [0.8, 0.1, 0.1], "[[[0.8,0.1,0.1],\"nav\",-2.0,[],[]]]"),
            (Label::Nav, [0.1, 0.8, 0.1], "[[[0.1,0.8,0.1],\"body\",2.0,[],[]]]"),
            (Label::Nav, [0.0, 0.8, 0.2], "[[[0.0,0.8,0.2],\"spam\",-3.3,[],[]]]"),
        ] {
            assert_eq!(of_page(&[explanation(label, probability, vec![])]).unwrap(), expected);
        }
    }

    #[test]
    fn words_are_few_and_break_out_of_nothing() {
        let word = |word: &str, spam| WordEvidence { word: word.to_owned(), article: 0.0, spam };
        let mut words: Vec<WordEvidence> = (0..20).map(|n| word(&format!("w{n}"), f64::from(n))).collect();
        words.extend([word("</script>\u{202e}", 99.0), word(" ", 50.0)]);
        let json = of_page(&[explanation(Label::Spam, [0.0, 0.0, 1.0], words)]).unwrap();
        assert!(json.contains("[\"\\u003c/script>\u{fffd}\",99.0],[\"w19\",19.0]"), "{json}");
        assert!(!json.contains("\"w12\"") && !json.contains('<'), "{json}");
    }

    #[test]
    #[cfg(feature = "embedded")]
    fn every_part_has_a_name() {
        let classifier = crate::Classifier::embedded();
        for page in [crate::Page::from_html("<p>a"), crate::Page::from_text("a")] {
            for part in &classifier.explain(&page)[0].parts {
                assert!(PARTS.iter().any(|(name, _)| *name == part.name), "{}", part.name);
            }
        }
    }
}
