//! Spam among honest words: sentences of the page's own article, and words that any text has.

use super::one_of;
use crate::script::is_han;
use crate::train::random::Random;

/// The most frequent function words of either language.
const CHINESE: &[&str] = &[
    "的", "了", "是", "在", "和", "与", "对", "也", "就", "都", "而", "及", "但", "因此", "我们", "这个", "以及",
    "可以", "一个", "他们", "如果", "因为", "所以", "已经", "没有",
];
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "that", "is", "was", "for", "it", "with", "as", "on", "be", "at", "by", "this",
    "had", "not", "are", "from", "or", "have", "which",
];

/// Of so many Chinese characters each has a stop word behind it.
const CHARACTERS_PER_WORD: usize = 2;

pub(super) fn one(text: &str, article: &[&str], random: &mut Random) -> String {
    diluted(text, article, 1, random)
}

pub(super) fn three(text: &str, article: &[&str], random: &mut Random) -> String {
    diluted(text, article, 3, random)
}

pub(super) fn ten(text: &str, article: &[&str], random: &mut Random) -> String {
    diluted(text, article, 10, random)
}

/// The line as a sentence among so many of the article, which follow each other there, at any place among them.
fn diluted(text: &str, article: &[&str], count: usize, random: &mut Random) -> String {
    let first = random.below(article.len());
    let mut sentences: Vec<String> =
        (0..count).map(|at| article[(first + at) % article.len()].trim().to_owned()).collect();
    let end = if text.chars().any(is_han) { "。" } else { "." };
    sentences.insert(random.below(count + 1), format!("{}{end}", text.trim_end_matches(['。', '.'])));
    let space = if text.chars().any(is_han) { "" } else { " " };
    sentences.join(space)
}

/// A stop word behind every other Chinese character, and behind every word.
pub(super) fn stop_words(text: &str, random: &mut Random) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut characters = 0;
    for c in text.chars() {
        if c == ' ' {
            out.push(' ');
            out.push_str(one_of(ENGLISH, random));
        }
        out.push(c);
        if is_han(c) {
            characters += 1;
            if characters % CHARACTERS_PER_WORD == 0 {
                out.push_str(one_of(CHINESE, random));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_table;
    use super::*;

    #[test]
    fn sentences_of_the_article_stand_around() {
        let article = ["天桥完工。", "居民欢迎。", "下月通车。"];
        let random = || Random::seeded(2);
        for (disguised, expected) in [
            (one("彩票网", &article, &mut random()), "彩票网。居民欢迎。"),
            (three("彩票网。", &article, &mut random()), "居民欢迎。下月通车。彩票网。天桥完工。"),
            (one("Play now.", &["A bridge opened."], &mut random()), "Play now. A bridge opened."),
        ] {
            assert_eq!(disguised, expected);
        }
        assert_eq!(ten("彩票网", &article, &mut random()).matches('。').count(), 11);
    }

    #[test]
    fn stop_words_stand_between() {
        assert_table(
            stop_words,
            &[("现金彩票网", "现金这个彩票他们网"), ("best online casino", "best had online was casino"), ("x", "x")],
        );
    }
}
