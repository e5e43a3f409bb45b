//! What takes text out of sight: styles and attributes.

use memchr::{memchr, memchr_iter};

use super::{StartTag, Tag, lowered};

/// Distance, in digits of the unit written, from which on an offset to the left or top puts text off the screen.
const OFF_SCREEN_DIGITS: usize = 3;

/// Width or height, in pixels, up to which a box that cuts off its content shows none of it.
const TINY: f64 = 2.0;

/// Size, in any unit, up to which letters cannot be read.
const TINY_FONT: f64 = 1.0;

/// Clips that leave nothing.
const CLIPS_OF_NOTHING: [&str; 4] = ["rect(0,0,0,0)", "rect(0000)", "rect(0px,0px,0px,0px)", "rect(1px,1px,1px,1px)"];

/// What may stand behind a value.
const IMPORTANT: &str = "!important";

/// What a declaration sets that concerns the eye.
#[derive(Clone, Copy, PartialEq)]
enum Property {
    Color,
    Background,
    Overflow,
    Size,
    Display,
    Visibility,
    Opacity,
    FontSize,
    Offset,
    Transform,
    Clip,
}

/// The longest name of those.
const LONGEST_NAME: usize = "background-color".len();

impl Property {
    fn parse(name: &str) -> Option<Property> {
        Some(match lowered(name, &mut [0; LONGEST_NAME])? {
            b"color" => Property::Color,
            b"background-color" | b"background" => Property::Background,
            b"overflow" => Property::Overflow,
            b"width" | b"height" | b"max-height" | b"max-width" => Property::Size,
            b"display" => Property::Display,
            b"visibility" => Property::Visibility,
            b"opacity" => Property::Opacity,
            b"font-size" => Property::FontSize,
            b"left" | b"top" | b"right" | b"text-indent" | b"margin-left" | b"margin-top" => Property::Offset,
            b"transform" => Property::Transform,
            b"clip" => Property::Clip,
            _ => return None,
        })
    }
}

/// The declarations of a style that concern the eye, in the order written; values in lower case and without white space.
fn declarations(style: &str) -> impl Iterator<Item = (Property, String)> + '_ {
    let mut start = 0;
    memchr_iter(b';', style.as_bytes()).chain([style.len()]).filter_map(move |end| {
        let declaration = &style[start..end];
        start = end + 1;
        let colon = memchr(b':', declaration.as_bytes())?;
        let property = Property::parse(declaration[..colon].trim())?;
        let mut value: String = declaration[colon + 1..].chars().filter(|c| !c.is_whitespace()).collect();
        value.make_ascii_lowercase();
        if value.ends_with(IMPORTANT) {
            value.truncate(value.len() - IMPORTANT.len());
        }
        Some((property, value))
    })
}

/// The number that a value begins with.
fn number(value: &str) -> Option<f64> {
    let end = value.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+')).unwrap_or(value.len());
    value[..end].parse().ok()
}

/// Whether a length shows nothing: 0, or so small in a unit that does not depend on what is around.
fn is_tiny_length(value: &str, most: f64) -> bool {
    let is_relative = value.ends_with("em") || value.ends_with('%');
    number(value).is_some_and(|size| size == 0.0 || size <= most && !is_relative)
}

/// What a style declares that concerns the eye.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Style {
    /// It takes the element out of sight: not displayed or visible, transparent, letters of no size, moved off the screen or
    /// cut off.
    pub(super) hides: bool,
    /// The colours of the text and behind it.
    colors: [Option<u32>; 2],
}

impl Style {
    pub(super) fn read(style: &str) -> Style {
        let (mut read, mut cuts_off, mut tiny) = (Style::default(), false, false);
        for (property, value) in declarations(style) {
            let is_far = || {
                let digits = value.strip_prefix('-').map(|rest| rest.bytes().take_while(u8::is_ascii_digit).count());
                digits.is_some_and(|digits| digits >= OFF_SCREEN_DIGITS)
            };
            match property {
                Property::Color => read.colors[0] = color(&value).or(read.colors[0]),
                Property::Background => read.colors[1] = color(&value).or(read.colors[1]),
                Property::Overflow => cuts_off |= value == "hidden",
                Property::Size => tiny |= is_tiny_length(&value, TINY),
                Property::Display => read.hides |= value == "none",
                Property::Visibility => read.hides |= matches!(&*value, "hidden" | "collapse"),
                Property::Opacity => read.hides |= number(&value) == Some(0.0),
                Property::FontSize => read.hides |= is_tiny_length(&value, TINY_FONT),
                Property::Offset => read.hides |= is_far(),
                Property::Transform => read.hides |= value.starts_with("scale(0") && !value.starts_with("scale(0."),
                Property::Clip => read.hides |= CLIPS_OF_NOTHING.contains(&&*value),
            }
        }
        read.hides |= cuts_off && tiny;
        read
    }
}

/// Whether an element of that name shows nothing by its attributes: `hidden`, or a `marquee` of a pixel.
pub(super) fn is_hidden_by_attributes(tag: Tag, start: &StartTag<'_>) -> bool {
    let is_tiny = |size: Option<&str>| size.and_then(number).is_some_and(|size| size <= TINY);
    let has_share = |size: Option<&str>| size.is_some_and(|size| size.trim_end().ends_with('%'));
    start.hidden
        || tag == Tag::Marquee
            && (is_tiny(start.width) && !has_share(start.width) || is_tiny(start.height) && !has_share(start.height))
}

/// The colours that an element sets for its text and behind it, by its style or its attributes.
pub(super) fn colors(start: &StartTag<'_>, style: &Style) -> [Option<u32>; 2] {
    let attributes = [start.color, start.bgcolor].map(|value| value.and_then(color));
    [0, 1].map(|place| style.colors[place].or(attributes[place]))
}

/// A colour by its digits or by one of the names that spam is hidden with.
fn color(value: &str) -> Option<u32> {
    let value = value.trim().to_ascii_lowercase();
    match &*value {
        "white" => return Some(0xff_ffff),
        "black" => return Some(0),
        _ => {}
    }
    let digits = value.strip_prefix('#').unwrap_or(&value);
    let number = u32::from_str_radix(digits, 16).ok()?;
    match digits.len() {
        6 => Some(number),
        3 => Some([number >> 8, number >> 4 & 15, number & 15].iter().fold(0, |sum, digit| (sum << 8) | (digit * 17))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_out_of_sight() {
        for style in [
            "display: none",
            "DISPLAY:NONE;color:red",
            "display:none !important",
            "visibility:\nhidden",
            "position:absolute;left:-9999px",
            "text-indent:-999em",
            "font-size:0",
            "font-size: 1px",
            "opacity:0",
            "overflow:hidden;height:1px",
            "width:0;height:0;overflow:hidden",
            "position:absolute;clip:rect(0 0 0 0)",
        ] {
            assert!(Style::read(style).hides, "{style}");
        }
        for style in [
            "",
            "display:block",
            "margin-left:10px",
            "left:-20px",
            "margin-top:-9px",
            "top:100px",
            "font-size:1em",
            "font-size:0.9rem",
            "font-size:12px",
            "opacity:0.9",
            "height:1px",
            "overflow:hidden;width:100%;height:40px",
        ] {
            assert!(!Style::read(style).hides, "{style}");
        }
    }

    #[test]
    fn colours_by_digits_and_names() {
        for (value, expected) in [
            ("#fff", Some(0xffffff)),
            ("FFFFFF", Some(0xffffff)),
            ("white", Some(0xffffff)),
            ("#a1B2c3", Some(0xa1b2c3)),
            ("url(x)", None),
            ("", None),
        ] {
            assert_eq!(color(value), expected, "{value}");
        }
    }
}
