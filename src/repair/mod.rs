//! Undoes the damage of converters before anything else looks at the text.
//!
//! Some converters from simplified to traditional Chinese work on GBK bytes. They put the pinyin of a character in
//! brackets behind it, and they look for that character without regard to where characters begin: where its two bytes are
//! the second of one and the first of the next, the brackets cut both in two, and all that follows is read shifted by a
//! byte. Both kinds of damage can be undone.

mod annotations;
mod gbk;
mod runs;

use std::borrow::Cow;
use std::ops::Range;

use annotations::Annotations;
use runs::LostCharacters;

/// What was done to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Damage {
    /// Pinyin in brackets behind a character: `創(chuàng)新`.
    Annotation,
    /// Characters read from the wrong byte on: `當?shù)厣袑`, which was `當地尚屬`.
    ShiftedRun,
}

impl Damage {
    /// `"annotation"` or `"shifted-run"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Damage::Annotation => "annotation",
            Damage::ShiftedRun => "shifted-run",
        }
    }
}

/// A part of a text that was damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Byte range in the damaged text.
    pub range: Range<usize>,
    /// What the damage is.
    pub damage: Damage,
    /// What stands there in the repaired text.
    pub restored: String,
}

/// A repaired text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repaired<'a> {
    /// The text as it was before the damage; borrowed if there is none.
    pub text: Cow<'a, str>,
    /// What was changed, in the order of the text; the ranges do not overlap.
    pub changes: Vec<Change>,
}

/// Repairs a text: a page, or as much of it as there is. Damage is told by the page as a whole: a text that explains a
/// pronunciation now and then is left alone.
///
/// ```
/// let page = "創(chuàng)新發(fā)展，網(wǎng)絡，數(shù)據。在當?shù)厣袑偈状危?數(shù)據";
/// let repaired = parasift::repair(page);
/// assert!(repaired.text.starts_with("創新發展，網絡，數據。在當地"), "{}", repaired.text);
/// assert_eq!(&page[repaired.changes[0].range.clone()], "(chuàng)");
/// ```
pub fn repair(text: &str) -> Repaired<'_> {
    let annotations = Annotations::of([text].into_iter());
    repair_with(text, &annotations)
}

/// Repairs the paragraphs of one page: what the damage is like is told by all of them.
pub(crate) struct Repair(Annotations);

impl Repair {
    /// Looks at all texts of a page.
    pub(crate) fn of<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        Repair(Annotations::of(texts))
    }

    /// One of the page's texts, repaired.
    pub(crate) fn text<'a>(&self, text: &'a str) -> Repaired<'a> {
        repair_with(text, &self.0)
    }
}

fn repair_with<'a>(text: &'a str, annotations: &Annotations) -> Repaired<'a> {
    let mut changes = Vec::new();
    if !annotations.is_empty() {
        let (mut at, mut lost) = (0, LostCharacters::default());
        for (offset, c) in text.char_indices() {
            if offset < at {
                continue;
            }
            let change = match c {
                '(' | '（' => annotations.at(text, offset),
                '?' | '？' | '\u{fffd}' => runs::at(text, offset, annotations, &mut lost),
                _ => None,
            };
            if let Some(change) = change {
                at = change.range.end;
                changes.push(change);
            }
        }
    }
    if changes.is_empty() {
        return Repaired { text: Cow::Borrowed(text), changes };
    }
    let mut repaired = String::with_capacity(text.len());
    let mut start = 0;
    for change in &changes {
        repaired.push_str(&text[start..change.range.start]);
        repaired.push_str(&change.restored);
        start = change.range.end;
    }
    repaired.push_str(&text[start..]);
    Repaired { text: Cow::Owned(repaired), changes }
}

#[cfg(test)]
mod tests;
