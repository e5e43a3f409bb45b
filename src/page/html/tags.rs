//! Element names, and what each means for cutting a page.

/// What an element does to the paragraphs around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Starts and ends a paragraph.
    Block,
    /// Part of the line.
    Inline,
    /// Its text is not for readers: dropped with everything inside.
    Dropped,
    /// Its content is raw text up to its own end tag, and dropped.
    RawDropped,
}

macro_rules! tags {
    ($($name:literal $variant:ident $role:ident)*) => {
        /// The name of an element. Names that no one needs to tell apart are [`Tag::Other`].
        ///
        /// Trained models know a tag by its place in this list, so the list only grows at its end.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        // Each of the hundred variants says what it is by its name.
        #[allow(missing_docs)]
        pub enum Tag { $($variant,)* Other }

        impl Tag {
            /// How many different tags there are.
            pub(crate) const COUNT: usize = Tag::Other as usize + 1;

            /// The tag of that name, which must be in lower case.
            pub fn parse(name: &str) -> Tag {
                match name { $($name => Tag::$variant,)* _ => Tag::Other }
            }

            /// The element's name; `"other"` for [`Tag::Other`].
            pub const fn as_str(self) -> &'static str {
                match self { $(Tag::$variant => $name,)* Tag::Other => "other" }
            }

            pub(super) const fn role(self) -> Role {
                match self { $(Tag::$variant => Role::$role,)* Tag::Other => Role::Block }
            }
        }
    };
}

// A table of some hundred rows that must name each tag once: the case where a macro is shorter than the functions.
tags! {
    "html" Html Block  "body" Body Block  "div" Div Block  "p" P Block  "ul" Ul Block  "ol" Ol Block
    "li" Li Block  "dl" Dl Block  "dt" Dt Block  "dd" Dd Block  "table" Table Block  "caption" Caption Block
    "colgroup" Colgroup Block  "thead" Thead Block  "tbody" Tbody Block  "tfoot" Tfoot Block  "tr" Tr Block
    "td" Td Block  "th" Th Block  "h1" H1 Block  "h2" H2 Block  "h3" H3 Block  "h4" H4 Block  "h5" H5 Block
    "h6" H6 Block  "article" Article Block  "section" Section Block  "aside" Aside Block  "nav" Nav Block
    "header" Header Block  "footer" Footer Block  "main" Main Block  "form" Form Block  "fieldset" Fieldset Block
    "legend" Legend Block  "select" Select Block  "option" Option Block  "optgroup" Optgroup Block
    "blockquote" Blockquote Block  "pre" Pre Block  "address" Address Block  "center" Center Block
    "figure" Figure Block  "figcaption" Figcaption Block  "details" Details Block  "summary" Summary Block
    "dialog" Dialog Block  "menu" Menu Block  "dir" Dir Block  "hgroup" Hgroup Block  "search" Search Block
    "marquee" Marquee Block  "listing" Listing Block  "frameset" Frameset Block  "hr" Hr Block  "br" Br Block
    "a" A Inline  "abbr" Abbr Inline  "acronym" Acronym Inline  "b" B Inline  "bdi" Bdi Inline  "bdo" Bdo Inline
    "big" Big Inline  "cite" Cite Inline  "code" Code Inline  "data" Data Inline  "del" Del Inline  "dfn" Dfn Inline
    "em" Em Inline  "font" Font Inline  "i" I Inline  "img" Img Inline  "input" Input Inline  "ins" Ins Inline
    "kbd" Kbd Inline  "label" Label Inline  "mark" Mark Inline  "nobr" Nobr Inline  "q" Q Inline  "rb" Rb Inline
    "rp" Rp Inline  "rt" Rt Inline  "ruby" Ruby Inline  "s" S Inline  "samp" Samp Inline  "small" Small Inline
    "span" Span Inline  "strike" Strike Inline  "strong" Strong Inline  "sub" Sub Inline  "sup" Sup Inline
    "time" Time Inline  "tt" Tt Inline  "u" U Inline  "var" Var Inline  "wbr" Wbr Inline  "button" Button Inline
    "area" Area Inline  "base" Base Inline  "col" Col Inline  "link" Link Inline  "meta" Meta Inline
    "param" Param Inline  "source" Source Inline  "track" Track Inline  "embed" Embed Inline
    "script" Script RawDropped  "style" Style RawDropped  "noscript" Noscript RawDropped
    "textarea" Textarea RawDropped  "title" Title RawDropped  "iframe" Iframe RawDropped  "xmp" Xmp RawDropped
    "noembed" Noembed RawDropped  "noframes" Noframes RawDropped
    "template" Template Dropped  "object" Object Dropped  "svg" Svg Dropped  "video" Video Dropped
    "audio" Audio Dropped
}

impl Tag {
    /// The level of a heading, 1 to 6.
    pub fn heading_level(self) -> Option<u8> {
        match self {
            Tag::H1 => Some(1),
            Tag::H2 => Some(2),
            Tag::H3 => Some(3),
            Tag::H4 => Some(4),
            Tag::H5 => Some(5),
            Tag::H6 => Some(6),
            _ => None,
        }
    }

    /// Elements that have no content and no end tag.
    pub(super) fn is_void(self) -> bool {
        matches!(
            self,
            Tag::Area
                | Tag::Base
                | Tag::Br
                | Tag::Col
                | Tag::Embed
                | Tag::Hr
                | Tag::Img
                | Tag::Input
                | Tag::Link
                | Tag::Meta
                | Tag::Param
                | Tag::Source
                | Tag::Track
                | Tag::Wbr
        )
    }

    /// Elements whose content ends nothing around them (HTML standard, 13.2.4.2): or a block in them would end the paragraph
    /// that they stand in, and them with it, and what is not for readers would be read.
    pub(super) fn is_page_of_its_own(self) -> bool {
        matches!(self, Tag::Template | Tag::Object)
    }

    /// Parts of a table, whose end tags reach through everything but another table.
    pub(super) fn is_table_part(self) -> bool {
        matches!(self, Tag::Tr | Tag::Td | Tag::Th | Tag::Thead | Tag::Tbody | Tag::Tfoot | Tag::Caption)
    }

    /// Blocks whose start ends an open `<p>` (HTML standard, 13.2.6.4.7).
    pub(super) fn closes_p(self) -> bool {
        self.role() == Role::Block
            && !self.is_table_part()
            && !matches!(
                self,
                Tag::Br | Tag::Option | Tag::Optgroup | Tag::Select | Tag::Marquee | Tag::Legend | Tag::Other
            )
    }

    /// The open elements that a start tag of this name ends, and those that shield what lies further out
    /// (HTML standard, 13.2.6.4.7 to 13.2.6.4.16).
    pub(super) fn implied_ends(self) -> Option<(&'static [Tag], &'static [Tag])> {
        Some(match self {
            Tag::Li => (&[Tag::Li], &[Tag::Ul, Tag::Ol, Tag::Menu, Tag::Dir, Tag::Td, Tag::Th, Tag::Table]),
            Tag::Dt | Tag::Dd => (&[Tag::Dt, Tag::Dd], &[Tag::Dl, Tag::Td, Tag::Th, Tag::Table]),
            Tag::Td | Tag::Th => (&[Tag::Td, Tag::Th], &[Tag::Tr, Tag::Table]),
            Tag::Tr => (&[Tag::Tr], &[Tag::Thead, Tag::Tbody, Tag::Tfoot, Tag::Table]),
            Tag::Thead | Tag::Tbody | Tag::Tfoot => (&[Tag::Thead, Tag::Tbody, Tag::Tfoot], &[Tag::Table]),
            Tag::Option => (&[Tag::Option], &[Tag::Select]),
            Tag::Optgroup => (&[Tag::Optgroup], &[Tag::Select]),
            _ => return None,
        })
    }
}
