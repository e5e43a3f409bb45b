//! Spam within a paragraph: the sentences of it that are not its own. The paragraph's label says what it is as a whole.

use std::ops::Range;

use crate::classifier::Classifier;
use crate::features::{Grams, Group};
use crate::label::{Label, Probability};
use crate::page::{Format, Page};

/// Paragraphs shorter than this, in characters, are one thing as a whole.
const LEAST_CHARS: usize = 40;

/// Sentences shorter than this, in characters, are names and interjections.
const LEAST_SENTENCE: usize = 6;

/// Sentences whose words speak less for spam than this, in nats, are not looked at any further.
pub(crate) const LEAST_EVIDENCE: f32 = 3.0;

/// Probability from which on a sentence is spam.
const LEAST_PROBABILITY: f64 = 0.5;

/// The most suspects of a paragraph that are looked at: a text may be made of nothing else.
const MOST_SUSPECTS: usize = 64;

/// The most sentences that are read together; those around a suspect are enough.
const MOST_SENTENCES: usize = 9;

/// Finds spam within the paragraphs of a page.
pub(crate) struct Suspects<'c> {
    classifier: &'c Classifier,
    /// The model's group of n-grams, if it has it, and what makes them; made when the first text is long enough.
    group: Option<usize>,
    grams: Option<Grams>,
}

impl<'c> Suspects<'c> {
    pub(crate) fn new(classifier: &'c Classifier) -> Self {
        let group = classifier.parts().0.place_of(Group::Grams);
        Suspects { classifier, group, grams: None }
    }

    /// The byte ranges of a text that are spam among sentences that are not: those whose words speak for spam, read as
    /// lines beside the other sentences. Of very many suspects only the first are looked at.
    pub(crate) fn spans(&mut self, text: &str) -> Vec<Range<usize>> {
        if text.chars().nth(LEAST_CHARS).is_none() {
            return Vec::new();
        }
        let sentences = sentences(text);
        if sentences.len() < 2 {
            return Vec::new();
        }
        let suspects: Vec<usize> = (0..sentences.len())
            .filter(|&at| self.is_suspect(&text[sentences[at].clone()]))
            .take(MOST_SUSPECTS)
            .collect();
        let mut found: Vec<Range<usize>> = Vec::new();
        for at in suspects.into_iter().filter(|&at| is_spam(self.classifier, text, &sentences, at)) {
            let sentence = &sentences[at];
            match found.last_mut() {
                Some(last) if last.end == sentence.start => last.end = sentence.end,
                _ => found.push(sentence.clone()),
            }
        }
        let all: usize = found.iter().map(Range::len).sum();
        // If all of it is spam, the paragraph's label says so or knows better.
        if all == text.len() { Vec::new() } else { found }
    }

    /// Whether the words of a sentence speak for spam by themselves.
    fn is_suspect(&mut self, sentence: &str) -> bool {
        let Some(group) = self.group.filter(|_| sentence.chars().nth(LEAST_SENTENCE - 1).is_some()) else {
            return false;
        };
        let buckets = self.grams.get_or_insert_with(Grams::new).of(sentence);
        self.classifier.parts().0.evidence_of(group, buckets).sums[1] >= LEAST_EVIDENCE
    }
}

/// Whether a sentence is spam, read as a line between the lines of its neighbours.
fn is_spam(classifier: &Classifier, text: &str, sentences: &[Range<usize>], at: usize) -> bool {
    let first = at.saturating_sub(MOST_SENTENCES / 2);
    let around = &sentences[first..(first + MOST_SENTENCES).min(sentences.len())];
    let page = Page::from_paragraphs(around.iter().map(|range| &text[range.clone()]));
    let probability = Probability::from(classifier.probabilities(Format::Text, &page)[at - first]);
    probability.of(Label::Spam) >= LEAST_PROBABILITY
}

/// The sentences of a text: together they are the text.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let is_end = match c {
            '。' | '！' | '？' | '；' | '…' => !next.is_some_and(is_tail),
            '.' | '!' | '?' | ';' => next.is_some_and(char::is_whitespace),
            '”' | '’' | '」' | '』' | '）' | '"' => {
                text[..at].ends_with(['。', '！', '？', '.', '!', '?']) && !next.is_some_and(is_tail)
            }
            _ => false,
        };
        let end = at + c.len_utf8();
        if is_end && end < text.len() {
            sentences.push(start..end);
            start = end;
        }
    }
    sentences.push(start..text.len());
    sentences
}

/// Whether a character behind the end of a sentence still belongs to it.
fn is_tail(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '…' | '”' | '’' | '」' | '』' | '）' | '"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_the_text() {
        for (text, expected) in [
            ("一。二！三", &["一。", "二！", "三"][..]),
            ("他说：“好。”走了。", &["他说：“好。”", "走了。"]),
            ("It is 3.5 m. He went.", &["It is 3.5 m.", " He went."]),
            ("好……再来？！行", &["好……", "再来？！", "行"]),
            ("没有句号", &["没有句号"]),
        ] {
            let cut: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(cut, expected);
        }
    }

    #[cfg(feature = "embedded")]
    #[test]
    fn a_spam_sentence_within_an_article_is_found() {
        let (before, spam, behind) = (
            "昨日，记者从市城建中心获悉，跨越解放路和青石河的两座人行天桥主体已经完工，正在安装栏杆。",
            "澳门金沙娱乐城官网注册送彩金,真人百家乐直营平台！",
            "“以前过马路要绕到路口，来回得走十几分钟。”家住附近的王女士说。",
        );
        let text = [before, spam, behind].concat();
        let classifier = Classifier::embedded();
        let mut suspects = Suspects::new(&classifier);
        let found = suspects.spans(&text);
        assert_eq!(found.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>(), [spam]);
        assert!(suspects.spans(&[before, behind].concat()).is_empty());
        assert!(suspects.spans(spam).is_empty());
    }
}
