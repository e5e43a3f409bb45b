//! The three labels and a probability for each.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// The article itself: title, heads, paragraphs, captions, its lists and tables.
    Body,
    /// Page furniture: menus, dates, link lists, comments, disclaimers, copyright.
    Nav,
    /// Injected or stuffed text: porn, gambling, sold links, doorway keywords.
    Spam,
}

impl Label {
    /// All labels, in the order in which every table of the crate holds them.
    pub const ALL: [Label; 3] = [Label::Body, Label::Nav, Label::Spam];

    /// The place of this label in [`Label::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// `"body"`, `"nav"` or `"spam"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Label::Body => "body",
            Label::Nav => "nav",
            Label::Spam => "spam",
        }
    }

    /// The label of that name.
    ///
    /// ```
    /// use parasift::Label;
    /// assert_eq!(Label::parse("spam"), Some(Label::Spam));
    /// assert_eq!(Label::parse("Spam"), None);
    /// ```
    pub fn parse(name: &str) -> Option<Label> {
        Label::ALL.into_iter().find(|label| label.as_str() == name)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The probability of each label; the three sum to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probability {
    /// Probability of [`Label::Body`], 0 to 1.
    pub body: f64,
    /// Probability of [`Label::Nav`], 0 to 1.
    pub nav: f64,
    /// Probability of [`Label::Spam`], 0 to 1.
    pub spam: f64,
}

impl Probability {
    /// The probability of one label, 0 to 1.
    pub fn of(&self, label: Label) -> f64 {
        match label {
            Label::Body => self.body,
            Label::Nav => self.nav,
            Label::Spam => self.spam,
        }
    }

    /// The most probable label; of equals the first in [`Label::ALL`].
    pub fn best(&self) -> Label {
        let mut best = Label::Body;
        for label in Label::ALL {
            if self.of(label) > self.of(best) {
                best = label;
            }
        }
        best
    }
}

impl From<[f64; 3]> for Probability {
    fn from([body, nav, spam]: [f64; 3]) -> Self {
        Probability { body, nav, spam }
    }
}
