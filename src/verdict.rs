//! What a page as a whole is.

use serde::Serialize;

use crate::classifier::LabeledPage;

/// What the labels of its paragraphs make of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Verdict {
    /// An article without spam.
    Clean,
    /// An article, or honest furniture, with spam in it.
    Injected,
    /// Most of the text is spam.
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

    /// From how many characters have each label, in the order of [`Label::ALL`](crate::Label::ALL).
    fn of([body, nav, spam]: [usize; 3]) -> Verdict {
        match (body, spam) {
            (0, 0) => Verdict::NoBody,
            (_, 0) => Verdict::Clean,
            _ if spam > body + nav => Verdict::Doorway,
            _ => Verdict::Injected,
        }
    }
}

impl LabeledPage<'_> {
    /// The verdict on the page: a doorway if more characters are spam than all others, injected if any are.
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
        Verdict::of(chars)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts() {
        for (chars, expected) in [
            ([0, 0, 0], Verdict::NoBody),
            ([0, 9, 0], Verdict::NoBody),
            ([9, 9, 0], Verdict::Clean),
            ([9, 9, 1], Verdict::Injected),
            ([0, 9, 1], Verdict::Injected),
            ([1, 1, 3], Verdict::Doorway),
        ] {
            assert_eq!(Verdict::of(chars), expected, "{chars:?}");
        }
    }
}
