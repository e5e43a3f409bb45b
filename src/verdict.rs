//! What a page as a whole is.

use serde::Serialize;

use crate::label::Label;
use crate::labeled::LabeledPage;

/// What the labels of its paragraphs make of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// An article without spam, or with so little that it may well be none.
    Clean,
    /// An article, or honest furniture, with spam in it or in its head.
    Injected,
    /// Most of the text that is not furniture is spam, and at least a fifth of all.
    Doorway,
    /// Neither article nor spam to be sure of: a list, a form, an error message, nothing at all.
    NoBody,
}

impl Verdict {
    /// `"clean"`, `"injected"`, `"doorway"` or `"no-body"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Clean => "clean",
            Verdict::Injected => "injected",
            Verdict::Doorway => "doorway",
            Verdict::NoBody => "no-body",
        }
    }

    /// From how many characters have each label, in the order of [`Label::ALL`](crate::Label::ALL), and whether there is spam
    /// for sure.
    fn of([body, nav, spam]: [usize; 3], is_spammed: bool) -> Verdict {
        match body {
            0 if !is_spammed => Verdict::NoBody,
            _ if !is_spammed => Verdict::Clean,
            _ if spam > body && spam * DOORWAY >= body + nav + spam => Verdict::Doorway,
            _ => Verdict::Injected,
        }
    }
}

/// One of so many characters of a doorway at least is spam: a page of links with a few that were sold is none.
const DOORWAY: usize = 5;

/// A page is spammed if one paragraph is spam with the first probability or a text of its head with the second, or if the
/// probabilities of those called spam sum to the last, texts of the head, which repeat each other, at half their weight: one
/// doubtful line among hundreds is more often an odd slogan than spam.
const SURE: f64 = 0.8;
const SURE_OF_HEAD: f64 = 0.95;
const SURE_IN_SUM: f64 = 1.5;

/// Characters of body at which a clean page has half of the best quality.
const HALF_QUALITY: f64 = 200.0;

impl LabeledPage<'_> {
    /// The verdict on the page. With spam to be sure of, it is a doorway if more characters are spam than body, and a fifth of
    /// all, else injected; sure is a paragraph that is spam with a probability of .8, a text of the head with .95, or
    /// several whose probabilities sum to 1.5.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use parasift::{Classifier, Verdict};
    /// assert_eq!(Classifier::embedded().classify_text("").verdict(), Verdict::NoBody);
    /// # }
    /// ```
    pub fn verdict(&self) -> Verdict {
        let mut chars = [0; 3];
        for (paragraph, said) in self.page().paragraphs().iter().zip(self.paragraphs()) {
            chars[said.label.index()] += paragraph.chars;
        }
        let paragraphs = self.paragraphs().filter(|said| said.label == Label::Spam).map(|said| said.probability.spam);
        let head = self.head().filter(|head| head.label == Label::Spam).map(|head| head.probability.spam);
        Verdict::of(chars, is_spammed(paragraphs, head))
    }

    /// How much the page is worth to a collection of articles, from 0 to 1: `c / (c + 200) · (1 - s)`, where `c` is the
    /// expected number of characters of body (the sum over the paragraphs of length times probability) and `s` the expected
    /// share of spam in body and spam. A clean page of 200 characters of article has .5, one of 1,800 has .9.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// assert_eq!(parasift::Classifier::embedded().classify_text("").quality(), 0.0);
    /// # }
    /// ```
    pub fn quality(&self) -> f64 {
        let paragraphs = self.page().paragraphs().iter().zip(self.paragraphs());
        let expected = paragraphs.fold([0.0, 0.0], |[body, spam], (paragraph, said)| {
            let chars = paragraph.chars as f64;
            [body + chars * said.probability.body, spam + chars * said.probability.spam]
        });
        quality(expected)
    }

    /// How many paragraphs have each label, in the order of [`Label::ALL`](crate::Label::ALL).
    pub fn counts(&self) -> [usize; 3] {
        let mut counts = [0; 3];
        for paragraph in self.paragraphs() {
            counts[paragraph.label.index()] += 1;
        }
        counts
    }
}

/// From the probabilities of the paragraphs that are called spam, and of the texts of the head.
fn is_spammed(paragraphs: impl Iterator<Item = f64>, head: impl Iterator<Item = f64>) -> bool {
    let sum = |(most, sum): (f64, f64), p: f64| (most.max(p), sum + p);
    let (paragraph, paragraphs) = paragraphs.fold((0.0, 0.0), sum);
    let (text, texts) = head.fold((0.0, 0.0), sum);
    paragraph >= SURE || text >= SURE_OF_HEAD || paragraphs + texts / 2.0 >= SURE_IN_SUM
}

/// From the expected characters of body and of spam.
fn quality([body, spam]: [f64; 2]) -> f64 {
    match body > 0.0 {
        true => body / (body + HALF_QUALITY) * (body / (body + spam)),
        false => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quality_grows_with_the_article_and_falls_with_spam() {
        assert_eq!(
            [[0.0, 0.0], [0.0, 9.0], [200.0, 0.0], [1800.0, 0.0], [200.0, 200.0]].map(quality),
            [0.0, 0.0, 0.5, 0.9, 0.25]
        );
    }

    #[test]
    fn verdicts() {
        for (chars, expected) in [
            ([9, 9, 0], Verdict::Injected),
            ([9, 9, 1], Verdict::Injected),
            ([0, 9, 1], Verdict::Injected),
            ([1, 1, 3], Verdict::Doorway),
            ([1, 3, 2], Verdict::Doorway),
            ([0, 9, 2], Verdict::Injected),
            ([9, 9, 8], Verdict::Injected),
        ] {
            assert_eq!(Verdict::of(chars, true), expected, "{chars:?}");
        }
        for (chars, expected) in [
            ([0, 0, 0], Verdict::NoBody),
            ([0, 9, 1], Verdict::NoBody),
            ([9, 9, 0], Verdict::Clean),
            ([9, 9, 1], Verdict::Clean),
        ] {
            assert_eq!(Verdict::of(chars, false), expected, "{chars:?}");
        }
    }

    #[test]
    fn one_doubtful_line_is_no_spam() {
        for (paragraphs, head, expected) in [
            (&[][..], &[][..], false),
            (&[0.6, 0.6], &[], false),
            (&[0.8], &[], true),
            (&[0.5, 0.5, 0.5], &[], true),
            (&[], &[0.8, 0.7, 0.8], false),
            (&[], &[0.95], true),
            (&[0.6, 0.6], &[0.6], true),
        ] {
            let said = is_spammed(paragraphs.iter().copied(), head.iter().copied());
            assert_eq!(said, expected, "{paragraphs:?} {head:?}");
        }
    }
}
