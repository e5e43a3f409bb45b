//! What a page as a whole is.

use serde::Serialize;

use crate::classifier::LabeledPage;
use crate::label::Label;

/// What the labels of its paragraphs make of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// An article without spam.
    Clean,
    /// An article, or honest furniture, with spam in it or in its head.
    Injected,
    /// Most of the text that is not furniture is spam, and at least a fifth of all.
    Doorway,
    /// Neither article nor spam: a list, a form, an error message, nothing at all.
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

    /// From how many characters have each label, in the order of [`Label::ALL`](crate::Label::ALL), and whether the head was
    /// hijacked.
    fn of([body, nav, spam]: [usize; 3], is_hijacked: bool) -> Verdict {
        match (body, spam) {
            (0, 0) if !is_hijacked => Verdict::NoBody,
            (_, 0) if !is_hijacked => Verdict::Clean,
            _ if spam > body && spam * DOORWAY >= body + nav + spam => Verdict::Doorway,
            _ => Verdict::Injected,
        }
    }
}

/// One of so many characters of a doorway at least is spam: a page of links with a few that were sold is none.
const DOORWAY: usize = 5;

/// Characters of body at which a clean page has half of the best quality.
const HALF_QUALITY: f64 = 200.0;

impl LabeledPage<'_> {
    /// The verdict on the page: a doorway if more characters are spam than body, and a fifth of all; injected if any are, or
    /// if a text of the head is.
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
        Verdict::of(chars, self.head().any(|head| head.label == Label::Spam))
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
            ([0, 0, 0], Verdict::NoBody),
            ([0, 9, 0], Verdict::NoBody),
            ([9, 9, 0], Verdict::Clean),
            ([9, 9, 1], Verdict::Injected),
            ([0, 9, 1], Verdict::Injected),
            ([1, 1, 3], Verdict::Doorway),
            ([1, 3, 2], Verdict::Doorway),
            ([0, 9, 2], Verdict::Injected),
            ([9, 9, 8], Verdict::Injected),
        ] {
            assert_eq!(Verdict::of(chars, false), expected, "{chars:?}");
        }
        assert_eq!([[0, 9, 0], [9, 9, 0]].map(|chars| Verdict::of(chars, true)), [Verdict::Injected; 2]);
    }
}
