//! The groups of features, and which of them a kind of page has.

use super::{container, lexical, markup, page, place, runs, segments, shape, slots, title};
use crate::page::Format;

/// A set of features with a naive Bayes of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// Hashed characters and pairs of characters.
    Grams,
    /// Hashed words of jieba.
    Words,
    /// Length, punctuation, ending, digits, script.
    Shape,
    /// Shape of the paragraph before.
    Before,
    /// Shape of the paragraph behind.
    After,
    /// Place in the page, copies in the page.
    Place,
    /// Pieces, repetition, scripts, marks.
    Segments,
    /// The paragraph against its page: text, script, characters, damage.
    Page,
    /// Distance to prose, and share of it around.
    Runs,
    /// Pairs of shape features.
    TextPairs,
    /// Pairs of shape and container features.
    Pairs,
    /// What the ancestors hold.
    Container,
    /// Relation to the title and the description in the head.
    Title,
    /// Tags, links, landmarks.
    Markup,
    /// Words in class and id.
    Classes,
}

/// How the text of a paragraph is cut into lexical features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tokenizer {
    /// Hashed characters and pairs of characters; needs no dictionary.
    #[default]
    Ngrams,
    /// Words by jieba.
    Words,
    /// Both, each a group of its own.
    Both,
}

impl Tokenizer {
    /// `"ngrams"`, `"words"` or `"both"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Tokenizer::Ngrams => "ngrams",
            Tokenizer::Words => "words",
            Tokenizer::Both => "both",
        }
    }
}

impl Group {
    pub(crate) const ALL: [Group; 15] = [
        Group::Grams,
        Group::Words,
        Group::Shape,
        Group::Before,
        Group::After,
        Group::Place,
        Group::Segments,
        Group::Page,
        Group::Runs,
        Group::TextPairs,
        Group::Pairs,
        Group::Container,
        Group::Title,
        Group::Markup,
        Group::Classes,
    ];

    /// The name in model files and explanations.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Group::Grams => "grams",
            Group::Words => "words",
            Group::Shape => "shape",
            Group::Before => "before",
            Group::After => "after",
            Group::Place => "place",
            Group::Segments => "segments",
            Group::Page => "page",
            Group::Runs => "runs",
            Group::TextPairs => "textpairs",
            Group::Pairs => "pairs",
            Group::Container => "container",
            Group::Title => "title",
            Group::Markup => "markup",
            Group::Classes => "classes",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Group> {
        Group::ALL.into_iter().find(|group| group.as_str() == name)
    }

    /// How many buckets the group's features fall into.
    pub(crate) const fn buckets(self) -> usize {
        match self {
            Group::Grams => lexical::GRAM_BUCKETS,
            Group::Words => lexical::WORD_BUCKETS,
            Group::Shape => slots::total(shape::SIZES),
            // One more for the edge of the page.
            Group::Before | Group::After => slots::total(shape::SIZES) + 1,
            Group::Place => slots::total(place::SIZES),
            Group::Segments => slots::pair_total(segments::SIZES),
            Group::Page => slots::pair_total(page::SIZES),
            Group::Runs => slots::pair_total(runs::SIZES),
            Group::TextPairs => slots::pair_total(shape::SIZES),
            Group::Pairs => slots::pair_total(container::PAIRED_SIZES),
            Group::Container => slots::total(container::SIZES),
            Group::Title => slots::pair_total(title::SIZES),
            Group::Markup => markup::BUCKETS,
            Group::Classes => markup::CLASS_BUCKETS,
        }
    }

    /// Whether pages of that format have the group's features.
    pub(crate) const fn is_in(self, format: Format) -> bool {
        match self {
            Group::Grams
            | Group::Words
            | Group::Shape
            | Group::Before
            | Group::After
            | Group::Place
            | Group::Segments
            | Group::Page
            | Group::TextPairs => true,
            // In HTML the containers tell this better (ARCHITECTURE.md).
            Group::Runs => matches!(format, Format::Text),
            Group::Pairs | Group::Container | Group::Title | Group::Markup | Group::Classes => {
                matches!(format, Format::Html)
            }
        }
    }

    /// Whether the group speaks of body and nav, or of spam only: whether text stands elsewhere in the page says little of
    /// the article, and costs more than it brings (ARCHITECTURE.md).
    #[cfg(feature = "train")]
    pub(crate) const fn is_about_the_article(self) -> bool {
        !matches!(self, Group::Page)
    }

    /// Whether the group's features are of the paragraph alone, not of what is around it.
    #[cfg(feature = "train")]
    pub(crate) const fn is_of_paragraph(self) -> bool {
        matches!(self, Group::Grams | Group::Words | Group::Shape | Group::Segments | Group::TextPairs)
    }

    /// The groups of a model with that tokenizer.
    #[cfg(feature = "train")]
    pub(crate) fn of_model(tokenizer: Tokenizer) -> Vec<Group> {
        let is_wanted = |group: &Group| match group {
            Group::Grams => tokenizer != Tokenizer::Words,
            Group::Words => tokenizer != Tokenizer::Ngrams,
            _ => true,
        };
        Group::ALL.into_iter().filter(is_wanted).collect()
    }

    /// Those of them that a head listens to.
    #[cfg(feature = "train")]
    pub(crate) fn of_head(format: Format, tokenizer: Tokenizer) -> Vec<Group> {
        Group::of_model(tokenizer).into_iter().filter(|group| group.is_in(format)).collect()
    }
}
