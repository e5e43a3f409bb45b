//! What the page's own style sheets take out of sight.

use std::collections::HashSet;

use memchr::{memchr, memrchr, memrchr2};

use super::StartTag;
use super::hidden::Style;

/// The classes and ids that the page's own style sheets take out of sight, by rules of a single class or id.
///
/// Names are slices of the page: one rule may have millions of them.
#[derive(Default)]
pub(super) struct StyleSheet<'a> {
    classes: HashSet<&'a str>,
    ids: HashSet<&'a str>,
}

impl<'a> StyleSheet<'a> {
    /// Adds the rules of a `<style>`. What stands inside `@media` and the like is passed over: it may not hold here.
    pub(super) fn add(&mut self, css: &'a str) {
        let mut rest = css;
        while let Some(open) = memchr(b'{', rest.as_bytes()) {
            let selectors = &rest[memrchr2(b'}', b';', &rest.as_bytes()[..open]).map_or(0, |at| at + 1)..open];
            let comment = memrchr(b'*', selectors.as_bytes()).and_then(|_| selectors.rfind("*/"));
            let selectors = &selectors[comment.map_or(0, |at| at + 2)..];
            let selectors = selectors.trim().trim_start_matches("<!--").trim();
            let body = &rest[open + 1..];
            if selectors.starts_with('@') {
                rest = &body[block_len(body)..];
                continue;
            }
            let close = memchr(b'}', body.as_bytes()).unwrap_or(body.len());
            if Style::read(&body[..close]).hides {
                selectors.split(',').for_each(|selector| self.add_selector(selector.trim()));
            }
            rest = &body[close..];
        }
    }

    /// `.class`, `#id`, or one of them behind the name of an element.
    fn add_selector(&mut self, selector: &'a str) {
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_') || b >= 0x80)
        };
        let Some(at) = selector.find(['.', '#']) else { return };
        let (element, name) = (&selector[..at], &selector[at + 1..]);
        if !is_name(name) || !element.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return;
        }
        match selector.as_bytes()[at] {
            b'.' => self.classes.insert(name),
            _ => self.ids.insert(name),
        };
    }

    /// Whether an element is taken out of sight.
    pub(super) fn hides(&self, start: &StartTag<'_>) -> bool {
        (!self.classes.is_empty()
            && start.class.is_some_and(|class| class.split_ascii_whitespace().any(|name| self.classes.contains(name))))
            || (!self.ids.is_empty() && start.id.is_some_and(|id| self.ids.contains(id.trim())))
    }
}

/// Length of a block up to its closing brace, blocks inside it passed over.
fn block_len(css: &str) -> usize {
    let mut depth = 0;
    for (at, byte) in css.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return at + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    css.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_rules_count_and_those_of_media_do_not() {
        let mut sheet = StyleSheet::default();
        sheet.add("/* x */ .a, div.b , #c { left:-9999px } p{display:none} .d .e{display:none} @media print { .f { display:none } } .g{color:red} .h{display:none");
        let hidden =
            |class: Option<&str>, id: Option<&str>| sheet.hides(&StartTag { class, id, ..StartTag::default() });
        for class in ["a", "x b y", "h"] {
            assert!(hidden(Some(class), None), "{class}");
        }
        assert!(hidden(None, Some("c")));
        for class in ["c", "d", "e", "f", "g", "p", ""] {
            assert!(!hidden(Some(class), None), "{class}");
        }
    }
}
