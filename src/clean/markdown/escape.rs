//! Text that Markdown reads as text.

/// A text of one line in which nothing means anything: what would begin a block, a link, code, emphasis, a tag or an
/// entity has a backslash before it (CommonMark 0.31, 2.4). Where a character means nothing it stays as it is.
pub(super) fn escape(text: &str) -> String {
    escape_at(text, block_start(text))
}

/// The same within a line that has begun already: of a heading, of a table. Only hashes at its end would be taken for the end
/// of a heading.
pub(super) fn escape_inline(text: &str) -> String {
    let hashes = text.trim_end_matches('#').len();
    let ends = hashes < text.len() && (hashes == 0 || text[..hashes].ends_with(' '));
    escape_at(text, ends.then_some(hashes))
}

/// `block` is where the character stands that would be read as part of the block.
fn escape_at(text: &str, block: Option<usize>) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    // Two of them anywhere strike out what stands between: `3~5 or 6~8`.
    let strikes = text.matches('~').count() > 1;
    for (at, c) in text.char_indices() {
        let before = text[..at].chars().next_back();
        let rest = &text[at + c.len_utf8()..];
        if c == '\n' || c == '\r' {
            out.push(' ');
            continue;
        }
        if block == Some(at) || c == '~' && strikes || is_inline(c, before, rest) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Where in a line stands the character that makes it a heading, a quotation, an item or a rule.
fn block_start(line: &str) -> Option<usize> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let first = line.chars().next()?;
    let is_block = match first {
        '>' => true,
        '#' => ends(line.trim_start_matches('#')),
        '-' | '+' | '*' => ends(&line[1..]) || line.chars().all(|c| c == '-' || c == ' '),
        '=' => line.chars().all(|c| c == '='),
        _ => false,
    };
    if is_block {
        return Some(0);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_item = digits > 0 && line[digits..].starts_with(['.', ')']) && ends(&line[digits + 1..]);
    is_item.then_some(digits)
}

/// Whether a character inside a line could mean something.
fn is_inline(c: char, before: Option<char>, rest: &str) -> bool {
    let after = rest.chars().next();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' => after.is_some_and(|c| c.is_ascii_punctuation()),
        '`' => true,
        '*' => {
            after.is_some_and(|c| !c.is_whitespace()) || before.is_some_and(|c| !c.is_whitespace()) || rest.is_empty()
        }
        // Between letters it joins them.
        '_' => !(is_word(before) && is_word(after)),
        ']' => matches!(after, Some('(' | '[' | ':')),
        '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => is_entity(rest),
        _ => false,
    }
}

/// Whether what follows an ampersand may be an entity: letters and digits up to a semicolon.
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let letters = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    letters > 0 && name[letters..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser};

    use super::*;

    /// What a reader of the Markdown reads: the text of a single paragraph or heading, or how it was misread.
    fn read(markdown: &str) -> String {
        use pulldown_cmark::{Tag, TagEnd};

        let mut text = String::new();
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::Start(Tag::Paragraph | Tag::Heading { .. }) => {}
                Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => {}
                other => text.push_str(&format!("{other:?}")),
            }
        }
        text
    }

    /// Texts of up to twelve pieces that mean something to Markdown, and words between them.
    fn texts() -> impl Iterator<Item = String> {
        const PIECES: [&str; 32] = [
            "#", "##", "-", "+", "*", "**", "_", "__", "=", "~", "~~", "`", "``", "[", "](", "]:", "]", "<", "</",
            "<!", ">", "&", "&lt;", "\\", "\\*", "1.", "2)", "!", "|", " ", " ", "字a",
        ];
        let mut state = 7u64;
        let mut below = move |most: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % most
        };
        (0..20_000).map(move |_| (0..=below(11)).map(|_| PIECES[below(PIECES.len())]).collect())
    }

    #[test]
    fn what_is_written_is_read() {
        for text in texts() {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(read(&escape(&text)), text, "{}", escape(&text));
            let heading = format!("# {}", escape_inline(&text));
            assert_eq!(read(&heading), text, "{heading}");
        }
    }

    #[test]
    fn harmless_text_stays_as_it_is() {
        for text in [
            "snake_case",
            "a - b",
            "3.14",
            "[1] x",
            "AT&T",
            "a < b > c",
            "2 * 3",
            "#tag",
            "-5",
            "C:\\x",
            "约 3~5 天",
            "",
        ] {
            assert_eq!(escape(text), text);
        }
    }
}
