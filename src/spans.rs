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

/// The most suspects of a paragraph that are read each among its own neighbours: a text may be made of nothing else.
const MOST_BY_THEMSELVES: usize = 64;

/// The sentences that a suspect is read among; those around it are enough.
const NEIGHBOURS: usize = 9;

/// The sentences that are read together where there are more suspects than are read by themselves: so each is read once.
const BLOCK: usize = 64;

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
    /// lines beside the other sentences.
    pub(crate) fn spans(&mut self, text: &str) -> Vec<Range<usize>> {
        if text.chars().nth(LEAST_CHARS).is_none() {
            return Vec::new();
        }
        let sentences = sentences(text);
        if sentences.len() < 2 {
            return Vec::new();
        }
        let suspects: Vec<usize> =
            (0..sentences.len()).filter(|&at| self.is_suspect(&text[sentences[at].clone()])).collect();
        let mut found: Vec<Range<usize>> = Vec::new();
        for at in spam_among(self.classifier, text, &sentences, &suspects) {
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

/// Those of the suspects, which are ordered, that are spam, read as lines between the lines of other sentences.
fn spam_among(classifier: &Classifier, text: &str, sentences: &[Range<usize>], suspects: &[usize]) -> Vec<usize> {
    let (by_themselves, others) = suspects.split_at(suspects.len().min(MOST_BY_THEMSELVES));
    let read = |suspects: &[usize], first: usize, count: usize| {
        let together = &sentences[first..(first + count).min(sentences.len())];
        let page = Page::from_paragraphs(together.iter().map(|range| &text[range.clone()]));
        let probabilities = classifier.probabilities(Format::Text, &page);
        let spam_of = |at: usize| Probability::from(probabilities[at - first]).of(Label::Spam);
        suspects.iter().copied().filter(|&at| spam_of(at) >= LEAST_PROBABILITY).collect::<Vec<_>>()
    };
    let by_themselves = by_themselves.iter().map(|&at| read(&[at], at.saturating_sub(NEIGHBOURS / 2), NEIGHBOURS));
    let blocks = others.chunk_by(|one, next| one / BLOCK == next / BLOCK);
    by_themselves.chain(blocks.map(|block| read(block, block[0] / BLOCK * BLOCK, BLOCK))).flatten().collect()
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

    #[cfg(feature = "embedded")]
    #[test]
    fn spam_behind_many_spam_sentences_is_found_too() {
        let (honest, spam) = (
            "家住附近的王女士说，以前过马路要绕到路口，来回得走十几分钟。",
            "澳门金沙娱乐城官网注册送彩金，真人百家乐直营平台！",
        );
        let count = MOST_BY_THEMSELVES + BLOCK + 10;
        let text = [honest, spam].concat().repeat(count);
        let classifier = Classifier::embedded();
        let found = Suspects::new(&classifier).spans(&text);
        assert_eq!(found.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>(), vec![spam; count]);
    }
}
