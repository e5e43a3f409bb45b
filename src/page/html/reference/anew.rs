//! A page written anew from html5ever's tokens.

use std::cell::RefCell;
use std::fmt::Write as _;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag as Html5everTag, TagKind, Token as Html5everToken, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};

/// Attributes that the segmenter reads.
const ATTRIBUTES: [&str; 12] = [
    "class",
    "id",
    "style",
    "hidden",
    "color",
    "bgcolor",
    "width",
    "height",
    "name",
    "property",
    "content",
    "data-label",
];

/// Writes tokens down as HTML.
#[derive(Default)]
struct Writer(RefCell<Written>);

#[derive(Default)]
struct Written {
    html: String,
    /// The element whose raw text is being read.
    raw: Option<String>,
}

impl Written {
    fn text(&mut self, text: &str) {
        match self.raw.as_deref() {
            Some("style") => self.html.push_str(text),
            Some("title") | None => {
                self.html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
            }
            Some(_) => {}
        }
    }

    fn tag(&mut self, tag: &Html5everTag) {
        // The text behind a `<plaintext>` is written as ordinary text.
        let name = if &*tag.name == "plaintext" { "x-plaintext" } else { &*tag.name };
        if tag.kind == TagKind::EndTag {
            self.raw = None;
            let _ = write!(self.html, "</{name}>");
            return;
        }
        let _ = write!(self.html, "<{name}");
        for attribute in &tag.attrs {
            if ATTRIBUTES.contains(&&*attribute.name.local) {
                let value = attribute.value.replace('&', "&amp;").replace('"', "&quot;");
                let _ = write!(self.html, " {}=\"{value}\"", attribute.name.local);
            }
        }
        self.html.push('>');
    }
}

impl TokenSink for Writer {
    type Handle = ();

    fn process_token(&self, token: Html5everToken, _: u64) -> TokenSinkResult<()> {
        let mut written = self.0.borrow_mut();
        match token {
            Html5everToken::CharacterTokens(text) => written.text(&text),
            Html5everToken::TagToken(tag) => {
                written.tag(&tag);
                let kind = match &*tag.name {
                    "script" => RawKind::ScriptData,
                    "title" | "textarea" => RawKind::Rcdata,
                    "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => RawKind::Rawtext,
                    "plaintext" if tag.kind == TagKind::StartTag => return TokenSinkResult::Plaintext,
                    _ => return TokenSinkResult::Continue,
                };
                if tag.kind == TagKind::StartTag {
                    written.raw = Some(tag.name.to_string());
                    return TokenSinkResult::RawData(kind);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// A page written anew from its tokens, in a form that no tokenizer can misread.
pub(crate) fn written_anew(source: &str) -> String {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(source));
    let tokenizer = Tokenizer::new(Writer::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner().html
}
