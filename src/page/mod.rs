//! From the bytes of a page to its paragraphs.
//!
//! `decode` finds the encoding, `sniff` the kind, `html` and `text` cut the paragraphs.

mod decode;
mod html;
mod sniff;
mod text;

use std::borrow::Cow;
use std::ops::Range;

pub use decode::{Decoded, How, decode};
pub use html::tags::Tag;
pub use sniff::sniff;

/// How the input is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Input {
    /// Sniffed from the content.
    #[default]
    Auto,
    /// HTML, whatever it looks like.
    Html,
    /// Plain text: every non-blank line is a paragraph.
    Text,
}

/// The two kinds of page that a model has a head for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A page with markup.
    Html,
    /// Plain text, one paragraph a line.
    Text,
}

impl Format {
    /// `"html"` or `"text"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Text => "text",
        }
    }
}

/// A page cut into paragraphs. It borrows the decoded text where it can.
///
/// ```
/// use parasift::{Page, Tag};
///
/// let page = Page::from_html("<ul><li><a href=/>Home</a></ul><h1>A&amp;B</h1>");
/// let paragraphs = page.paragraphs();
/// assert_eq!(page.text(&paragraphs[0]), "Home");
/// assert_eq!(paragraphs[0].link_chars, 4);
/// assert_eq!(page.text(&paragraphs[1]), "A&B");
/// assert_eq!(&page.source()[paragraphs[1].source.clone()], "A&amp;B");
/// assert_eq!(page.tags(&paragraphs[0]).collect::<Vec<_>>(), [Tag::Li, Tag::Ul]);
/// ```
#[derive(Clone, Debug)]
pub struct Page<'a> {
    source: Cow<'a, str>,
    format: Format,
    encoding: &'static str,
    how: How,
    head: Vec<HeadText>,
    /// Text of all paragraphs, one after the other; empty where they are slices of the source.
    texts: String,
    paragraphs: Vec<Paragraph>,
    elements: Vec<Element>,
    words: Vec<u32>,
}

/// Which part of a page's head a text stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeadKind {
    /// `<title>`.
    Title,
    /// `<meta name="description">`.
    Description,
    /// `<meta name="keywords">`.
    Keywords,
    /// `og:title`, `og:description` and `og:site_name`.
    OpenGraph,
}

impl HeadKind {
    /// `"title"`, `"description"`, `"keywords"` or `"open-graph"`.
    pub const fn as_str(self) -> &'static str {
        match self {
            HeadKind::Title => "title",
            HeadKind::Description => "description",
            HeadKind::Keywords => "keywords",
            HeadKind::OpenGraph => "open-graph",
        }
    }
}

/// What a page says of itself in its head; no paragraph, as no reader sees it in the page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeadText {
    /// Where in the head it stands.
    pub kind: HeadKind,
    /// The text, entities decoded and white space collapsed.
    pub text: String,
    /// Byte range in the decoded input.
    pub source: Range<usize>,
}

/// One paragraph: its place, and what the markup says about it.
#[derive(Clone, Debug)]
pub struct Paragraph {
    text: Range<usize>,
    /// Byte range in the decoded input ([`Page::source`]): from the first byte of the text to the last.
    pub source: Range<usize>,
    /// Length of the text in characters.
    pub chars: usize,
    /// How many of those characters stand in links.
    pub link_chars: usize,
    /// Index of the innermost block element, in [`Page::elements`].
    pub element: Option<usize>,
    /// Taken out of sight by an attribute, an inline style, colours, or a rule of the page's own style sheets for a single
    /// class or id; itself or an ancestor.
    pub hidden: bool,
    /// The `data-label` that a labelled page puts on it.
    pub annotation: Option<Annotation>,
}

/// A label written in the markup, as the attribute `data-label` of an element; no feature sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Where in the source the value of the innermost attribute around the paragraph's first character stands.
    pub value: Range<usize>,
    /// The same for later text of the paragraph, if that stands under another attribute: a mistake of the labeller.
    pub conflict: Option<Range<usize>>,
}

/// A block element. Elements stand in document order, so that the descendants of the element at
/// `i` are `i + 1 .. end`.
#[derive(Clone, Debug)]
pub struct Element {
    /// The element's name.
    pub tag: Tag,
    /// Index of the enclosing block element.
    pub parent: Option<usize>,
    /// One past the index of the last descendant.
    pub end: usize,
    /// Byte offset of its start tag in the source.
    pub source: usize,
    /// Range of its class and id words in the page's hashed words.
    words: Range<usize>,
}

impl<'a> Page<'a> {
    /// Decodes and cuts a page of bytes.
    pub fn from_bytes(bytes: &'a [u8], input: Input) -> Self {
        Page::from_bytes_in(bytes, input, None)
    }

    /// The same for bytes of which the HTTP response, or the archive that they stand in, names the encoding: a label such as
    /// `gbk`. It is believed if the bytes agree ([`decode`]).
    pub fn from_bytes_in(bytes: &'a [u8], input: Input, charset: Option<&str>) -> Self {
        let Decoded { text, encoding, how } = decode(bytes, charset);
        let format = match input {
            Input::Html => Format::Html,
            Input::Text => Format::Text,
            Input::Auto => sniff(&text),
        };
        let mut page = match format {
            Format::Html => html::segment(text),
            Format::Text => text::segment(text),
        };
        (page.encoding, page.how) = (encoding, how);
        page
    }

    /// Cuts an HTML page at its blocks and at `<br>`.
    pub fn from_html(source: impl Into<Cow<'a, str>>) -> Self {
        html::segment(source.into())
    }

    /// Makes every non-blank line a paragraph.
    pub fn from_text(source: impl Into<Cow<'a, str>>) -> Self {
        text::segment(source.into())
    }

    /// A page of paragraphs that were cut elsewhere. The source is the paragraphs, joined by line feeds.
    pub fn from_paragraphs<S: AsRef<str>>(paragraphs: impl IntoIterator<Item = S>) -> Self {
        text::join(paragraphs)
    }

    /// The same page with a source of its own.
    pub fn into_owned(self) -> Page<'static> {
        let source = Cow::Owned(self.source.into_owned());
        let Page { format, encoding, how, head, texts, paragraphs, elements, words, .. } = self;
        Page { source, format, encoding, how, head, texts, paragraphs, elements, words }
    }

    /// The decoded input, to which all byte ranges point.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether the page was read as HTML or as text.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The name of the encoding the bytes were in; `"utf-8"` for a page that came as a string.
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// How the encoding was found.
    pub fn how(&self) -> How {
        self.how
    }

    /// Title, description and keywords in document order; a text has none.
    pub fn head(&self) -> &[HeadText] {
        &self.head
    }

    /// The paragraphs in document order.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// The text of a paragraph of this page: entities decoded, white space collapsed.
    pub fn text(&self, paragraph: &Paragraph) -> &str {
        match self.texts.is_empty() {
            true => &self.source[paragraph.text.clone()],
            false => &self.texts[paragraph.text.clone()],
        }
    }

    /// The text of a paragraph in which white space means something, white space as it is in the source: of one in `<pre>`.
    pub fn preformatted(&self, paragraph: &Paragraph) -> Option<String> {
        let is_preformatted = self.tags(paragraph).any(|tag| matches!(tag, Tag::Pre | Tag::Listing));
        is_preformatted.then(|| html::preformatted::preformatted(&self.source, paragraph.source.clone()))
    }

    /// The block elements in document order.
    pub fn elements(&self) -> &[Element] {
        &self.elements
    }

    /// The indices of a paragraph's enclosing block elements, innermost first.
    pub fn ancestors(&self, paragraph: &Paragraph) -> impl Iterator<Item = usize> {
        std::iter::successors(paragraph.element, |&element| self.elements[element].parent)
    }

    /// The names of a paragraph's enclosing block elements, innermost first.
    pub fn tags(&self, paragraph: &Paragraph) -> impl Iterator<Item = Tag> {
        self.ancestors(paragraph).map(|element| self.elements[element].tag)
    }

    /// The level of the heading that a paragraph stands in, 1 to 6.
    pub fn heading_level(&self, paragraph: &Paragraph) -> Option<u8> {
        self.tags(paragraph).find_map(Tag::heading_level)
    }

    /// Whether the paragraph's innermost block is a list item.
    pub fn is_list_item(&self, paragraph: &Paragraph) -> bool {
        matches!(self.tags(paragraph).next(), Some(Tag::Li | Tag::Dd | Tag::Dt))
    }

    /// Hashes of the words in an element's class and id.
    pub(crate) fn words(&self, element: usize) -> &[u32] {
        &self.words[self.elements[element].words.clone()]
    }
}
