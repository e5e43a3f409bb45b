//! How injected spam is marked up.

use super::Place;
use crate::page::Tag;
use crate::train::random::Random;

/// Lines of their own inside the block they are put into.
pub(super) fn lines_in_place(label: &str, lines: &[&str]) -> String {
    lines.iter().map(|line| format!("<span data-label={label}>{}</span><br>", escaped(line))).collect()
}

/// Spam as it is found in pages: in paragraphs, link lists and hidden blocks of many makes.
pub(super) fn block(place: Place, label: &str, lines: &[&str], random: &mut Random) -> String {
    let linked = |line: &str| format!("<a href=\"http://spam.example/\">{}</a>", escaped(line));
    let each = |before: &str, line: &dyn Fn(&str) -> String, after: &str| -> String {
        lines.iter().map(|text| format!("{before}{}{after}", line(text))).collect()
    };
    let plain = |line: &str| escaped(line);
    let inner = match (place, random.below(6)) {
        (Place::List, 0 | 1) => format!("<ul>{}</ul>", each("<li>", &linked, "</li>")),
        (Place::List, 2) => each("<div>", &linked, "</div>"),
        (_, 0) => each("<p>", &plain, "</p>"),
        (_, 1) => each("<div>", &plain, "</div>"),
        (_, 2) => each("", &linked, "<br>"),
        (_, 3) => each("<p>", &linked, "</p>"),
        (_, 4) => format!("<ul>{}</ul>", each("<li>", &linked, "</li>")),
        _ => each("<font color=#ffffff>", &plain, "</font><br>"),
    };
    let style = match (place, random.below(4)) {
        (Place::Hidden, 0 | 1) => " style=\"display:none\"",
        (Place::Hidden, 2) => " style=\"position:absolute;left:-9999px\"",
        (Place::Hidden, _) => " style=\"visibility:hidden\"",
        (Place::End, 0) => " style=\"display:none\"",
        _ => "",
    };
    format!("<div{style} data-label={label}>{inner}</div>")
}

/// A line as one more item of the list it is put into: in an element of the kind its neighbour has.
pub(super) fn item(tag: Tag, label: &str, line: &str) -> String {
    let tag = match tag {
        Tag::Li | Tag::P | Tag::Td | Tag::Dd | Tag::Dt | Tag::Option => tag.as_str(),
        _ => "div",
    };
    format!("<{tag} data-label={label}><a href=\"http://spam.example/\">{}</a></{tag}>", escaped(line))
}

fn escaped(line: &str) -> String {
    htmlize::escape_text(line).into_owned()
}
