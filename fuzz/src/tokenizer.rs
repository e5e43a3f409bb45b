//! The tokenizer of HTML held against html5ever's.

use parasift::Page;

use crate::anew::written_anew;

/// A page, and the same page written anew from html5ever's tokens, have the same blocks.
pub fn tokenizer(bytes: &[u8]) {
    let Ok(source) = str::from_utf8(bytes) else { return };
    let anew = written_anew(source);
    let (own, reference) = (blocks(&Page::from_html(source)), blocks(&Page::from_html(anew.as_str())));
    assert_eq!(own, reference, "{source:?} written anew: {anew:?}");
}

/// What is compared of each paragraph, then of the head.
fn blocks(page: &Page<'_>) -> Vec<String> {
    let paragraphs = page.paragraphs().iter().map(|paragraph| {
        let tags: Vec<_> = page.tags(paragraph).collect();
        format!("{} {} {tags:?} {:?}", paragraph.link_chars, paragraph.hidden, page.text(paragraph))
    });
    paragraphs.chain(page.head().iter().map(|text| format!("{:?} {:?}", text.kind, text.text))).collect()
}
