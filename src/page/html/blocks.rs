//! Tags and text to paragraphs: a stack of open elements, no tree.

use std::ops::Range;

use super::classes::push_words;
use super::hidden::{Style, colors, is_hidden_by_attributes};
use super::line::Line;
use super::style_sheet::StyleSheet;
use super::{Role, StartTag, Tag};
use crate::page::{Element, Paragraph};

/// Deepest nesting that is followed; what is opened deeper belongs to the element at this depth, as in browsers.
const DEEPEST: usize = 512;

/// An open element.
pub(super) struct Open {
    tag: Tag,
    /// Index of its entry in the elements, for blocks.
    pub(super) element: Option<usize>,
    hidden: bool,
    dropped: bool,
    /// Of its text and behind it, its own or those around it.
    colors: [Option<u32>; 2],
    pub(super) annotation: Option<Range<usize>>,
}

/// Collects paragraphs and elements while the tokens pass.
#[derive(Default)]
pub(super) struct Blocks<'a> {
    pub(super) source: &'a str,
    pub(super) texts: String,
    pub(super) paragraphs: Vec<Paragraph>,
    elements: Vec<Element>,
    words: Vec<u32>,
    pub(super) open: Vec<Open>,
    pub(super) line: Line,
    /// How many open elements are links, hidden, dropped.
    pub(super) links: usize,
    pub(super) hidden: usize,
    pub(super) dropped: usize,
    /// An annotation was seen: only labelled pages pay for them.
    pub(super) annotated: bool,
    style_sheet: StyleSheet<'a>,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Blocks { source, ..Blocks::default() }
    }

    /// Takes in the rules of a `<style>` that has been passed over.
    pub(super) fn style_sheet(&mut self, css: &'a str) {
        self.style_sheet.add(css);
    }

    /// Whether what comes now is not for readers.
    pub(super) fn is_dropping(&self) -> bool {
        self.dropped > 0
    }

    pub(super) fn start(&mut self, tag: Tag, start: &StartTag<'_>) {
        match tag {
            // A second `<html>` or `<body>` starts nothing.
            Tag::Html | Tag::Body if self.open.iter().any(|open| open.tag == tag) => return,
            Tag::Br => return self.end_line(),
            // A link ends the one before it.
            Tag::A if self.links > 0 => self.end(Tag::A),
            _ => {}
        }
        if tag.closes_p() {
            self.end_implied(&[Tag::P], &[Tag::Table, Tag::Td, Tag::Th, Tag::Button]);
        }
        if let Some((ended, shields)) = tag.implied_ends() {
            self.end_implied(ended, shields);
        }
        if tag.role() == Role::Block {
            self.end_line();
        }
        if !tag.is_void() && self.open.len() < DEEPEST {
            self.push_open(tag, start);
        }
    }

    fn push_open(&mut self, tag: Tag, start: &StartTag<'_>) {
        let element = (tag.role() == Role::Block).then(|| self.element(tag, start));
        let around = self.open.last().map_or([None; 2], |open| open.colors);
        let style = start.style.map(|style| Style::read(&htmlize::unescape_attribute(style))).unwrap_or_default();
        let own = colors(start, &style);
        let colors = [own[0].or(around[0]), own[1].or(around[1])];
        // Text in the colour that is behind it; what is around may be so by chance, and says nothing new.
        let is_camouflaged = own != [None; 2] && colors[0].is_some() && colors[0] == colors[1];
        let open = Open {
            tag,
            element,
            hidden: is_hidden_by_attributes(tag, start)
                || is_camouflaged
                || style.hides
                || self.style_sheet.hides(start),
            colors,
            dropped: tag.role() == Role::Dropped,
            annotation: start.annotation.clone(),
        };
        self.annotated |= open.annotation.is_some();
        self.links += usize::from(tag == Tag::A);
        self.hidden += usize::from(open.hidden);
        self.dropped += usize::from(open.dropped);
        self.open.push(open);
    }

    fn element(&mut self, tag: Tag, start: &StartTag<'_>) -> usize {
        let first = self.words.len();
        for name in [start.class, start.id].into_iter().flatten() {
            push_words(&htmlize::unescape_attribute(name), first, &mut self.words);
        }
        self.elements.push(Element {
            tag,
            parent: self.open.iter().rev().find_map(|open| open.element),
            end: 0,
            source: start.start,
            words: first..self.words.len(),
        });
        self.elements.len() - 1
    }

    pub(super) fn end(&mut self, tag: Tag) {
        match tag.role() {
            // `</p>` without a `<p>` and `</br>` still break the line.
            Role::Block if !self.open.iter().any(|open| open.tag == tag) => {
                if matches!(tag, Tag::P | Tag::Br) {
                    self.end_line();
                }
            }
            // What follows these still belongs to the page.
            Role::Block if matches!(tag, Tag::Html | Tag::Body) => self.end_line(),
            Role::Block | Role::Dropped => self.end_block(tag),
            Role::Inline => self.end_inline(tag),
            Role::RawDropped => {}
        }
    }

    /// Ends the innermost open block of that name and all inside it, unless a table shields it.
    fn end_block(&mut self, tag: Tag) {
        let shield = |open: Tag| match tag {
            Tag::Table => false,
            _ if tag.is_table_part() => open == Tag::Table,
            _ => matches!(open, Tag::Td | Tag::Th | Tag::Table | Tag::Caption),
        };
        for at in (0..self.open.len()).rev() {
            let open = self.open[at].tag;
            if open == tag {
                return self.pop_to(at);
            }
            if shield(open) {
                return;
            }
        }
    }

    /// Ends the innermost open inline element of that name; blocks opened inside it stay open.
    fn end_inline(&mut self, tag: Tag) {
        if let Some(at) = self.open.iter().rposition(|open| open.tag == tag) {
            let open = self.open.remove(at);
            self.forget(&open);
        }
    }

    /// Ends the innermost open element named in `ended`, unless one named in `shields` lies between, or one that shields all.
    fn end_implied(&mut self, ended: &[Tag], shields: &[Tag]) {
        for at in (0..self.open.len()).rev() {
            let open = self.open[at].tag;
            if ended.contains(&open) {
                return self.pop_to(at);
            }
            if shields.contains(&open) || open.is_page_of_its_own() {
                return;
            }
        }
    }

    fn pop_to(&mut self, len: usize) {
        self.end_line();
        while self.open.len() > len {
            if let Some(open) = self.open.pop() {
                self.forget(&open);
            }
        }
    }

    fn forget(&mut self, open: &Open) {
        self.links -= usize::from(open.tag == Tag::A);
        self.hidden -= usize::from(open.hidden);
        self.dropped -= usize::from(open.dropped);
        if let Some(element) = open.element {
            self.elements[element].end = self.elements.len();
        }
    }

    pub(super) fn finish(mut self) -> (String, Vec<Paragraph>, Vec<Element>, Vec<u32>) {
        self.pop_to(0);
        (self.texts, self.paragraphs, self.elements, self.words)
    }
}
