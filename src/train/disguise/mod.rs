//! Disguises of spam, to measure how much of it they hide: what spammers do to a line so that filters do not know it.
//!
//! One file a family. Each disguise is deterministic: what it chooses, it chooses by a seed.

mod between;
mod chinese_script;
mod dilution;
mod emoji;
mod invisible;
mod letter_forms;
mod look_alikes;
mod markup;
mod order;
mod sound;
mod taken_apart;

use super::random::Random;

/// A way of hiding what a line says.
#[derive(Clone, Copy, Debug)]
pub struct Disguise {
    name: &'static str,
    how: How,
}

/// What a disguise works on.
#[derive(Clone, Copy, Debug)]
enum How {
    /// The characters of the line, by themselves.
    Line(fn(&str, &mut Random) -> String),
    /// The line among the sentences of the page's article.
    Among(fn(&str, &[&str], &mut Random) -> String),
    /// The markup around the line: HTML from the text, escaped, and from the value of its `data-label`.
    Markup(fn(&str, &str) -> String),
}

const fn of_line(name: &'static str, disguise: fn(&str, &mut Random) -> String) -> Disguise {
    Disguise { name, how: How::Line(disguise) }
}

const fn among(name: &'static str, disguise: fn(&str, &[&str], &mut Random) -> String) -> Disguise {
    Disguise { name, how: How::Among(disguise) }
}

const fn of_markup(name: &'static str, disguise: fn(&str, &str) -> String) -> Disguise {
    Disguise { name, how: How::Markup(disguise) }
}

impl Disguise {
    /// All disguises, in the order in which they are reported.
    pub const ALL: [Disguise; 34] = [
        of_line("homophones", sound::homophones),
        of_line("pinyin", sound::pinyin),
        of_line("traditional and simplified", chinese_script::swapped),
        of_line("characters taken apart", taken_apart::taken_apart),
        of_line("look-alike characters", look_alikes::chinese),
        of_line("look-alike letters", look_alikes::letters),
        of_line("leetspeak", look_alikes::leetspeak),
        of_line("full width", letter_forms::full_width),
        of_line("enclosed letters", letter_forms::enclosed),
        of_line("mathematical letters", letter_forms::mathematical),
        of_line("zero-width characters", invisible::zero_width),
        of_line("soft hyphens", invisible::soft_hyphens),
        of_line("combining marks", invisible::combining_marks),
        of_line("spaces between", between::spaces),
        of_line("signs between", between::signs),
        of_line("emoji between", between::emoji),
        of_line("brackets around each", between::brackets),
        of_line("emoji in place of words", emoji::in_place_of_words),
        of_line("reversed", order::reversed),
        of_line("pairs turned round", order::pairs_turned),
        among("1 sentence of the article", dilution::one),
        among("3 sentences of the article", dilution::three),
        among("10 sentences of the article", dilution::ten),
        of_line("stop words", dilution::stop_words),
        of_markup("hidden by a class", markup::by_class),
        of_markup("hidden by a style", markup::by_style),
        of_markup("hidden by an attribute", markup::by_attribute),
        of_markup("<noscript>", markup::noscript),
        of_markup("alt of an image", markup::alt),
        of_markup("title of an image", markup::image_title),
        of_markup("title of a link", markup::link_title),
        of_markup("<template>", markup::template),
        of_markup("comment", markup::comment),
        of_markup("written by a script", markup::script),
    ];

    /// What it is called in tables.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The text in this disguise, on a page with these sentences of its own; nothing if it works on markup, or leaves the
    /// text as it is.
    pub(super) fn text(&self, text: &str, article: &[&str], random: &mut Random) -> Option<String> {
        let disguised = match self.how {
            How::Line(disguise) => disguise(text, random),
            How::Among(_) if article.is_empty() => return None,
            How::Among(disguise) => disguise(text, article, random),
            How::Markup(_) => return None,
        };
        (disguised != text).then_some(disguised)
    }

    /// The markup that hides a text, whose paragraph has that `data-label` if it becomes one; nothing if this works on the
    /// text.
    pub(super) fn markup(&self, text: &str, label: &str) -> Option<String> {
        match self.how {
            How::Markup(disguise) => Some(disguise(&htmlize::escape_all_quotes(text), label)),
            How::Line(_) | How::Among(_) => None,
        }
    }
}

/// One of a list; the default of nothing.
fn one_of<T: Copy + Default>(list: &[T], random: &mut Random) -> T {
    if list.is_empty() { T::default() } else { list[random.below(list.len())] }
}

/// The text with something of `between` behind every character but white space and the last.
fn interspersed(text: &str, between: &[&str], random: &mut Random) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        out.push(c);
        if !c.is_whitespace() && characters.peek().is_some_and(|next| !next.is_whitespace()) {
            out.push_str(one_of(between, random));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each text beside what a disguise makes of it.
    pub(super) fn assert_table(disguise: fn(&str, &mut Random) -> String, table: &[(&str, &str)]) {
        for (text, expected) in table {
            assert_eq!(disguise(text, &mut Random::seeded(1)), *expected, "{text}");
        }
    }

    #[test]
    fn names_differ_and_the_same_seed_gives_the_same_disguise() {
        let article = ["两座天桥主体已经完工。", "周边居民表示欢迎。"];
        let mut names: Vec<&str> = Disguise::ALL.iter().map(Disguise::name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Disguise::ALL.len());
        for disguise in Disguise::ALL {
            let text = |seed| disguise.text("现金彩票网 best casino 88", &article, &mut Random::seeded(seed));
            assert_eq!(text(3), text(3), "{}", disguise.name());
            assert_eq!(text(3).is_none(), disguise.markup("x", "spam").is_some(), "{}", disguise.name());
        }
    }

    #[test]
    fn markup_escapes_the_line() {
        for disguise in Disguise::ALL {
            if let Some(html) = disguise.markup("a\"'<b>&-->", "spam") {
                assert!(html.contains("a&quot;&apos;&lt;b&gt;&amp;--&gt;"), "{html}");
            }
        }
    }
}
