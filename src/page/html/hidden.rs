//! What an inline style hides.

use memchr::memmem;

/// Distance, in the unit written, from which on an offset to the left or top puts text off the screen.
const OFF_SCREEN_DIGITS: usize = 3;

/// Whether an inline style takes an element out of sight: `display: none`, `visibility: hidden`, or moved off the
/// screen by a `left`, `top` or `text-indent` of -100 or less.
pub(super) fn hides(style: &str) -> bool {
    let style: Vec<u8> = style.bytes().filter(|b| !b.is_ascii_whitespace()).map(|b| b.to_ascii_lowercase()).collect();
    let contains = |needle: &str| memmem::find(&style, needle.as_bytes()).is_some();
    contains("display:none")
        || contains("visibility:hidden")
        || ["left:-", "top:-", "text-indent:-"].iter().any(|property| {
            memmem::find_iter(&style, property.as_bytes()).any(|at| {
                let value = &style[at + property.len()..];
                value.iter().take_while(|b| b.is_ascii_digit()).count() >= OFF_SCREEN_DIGITS
            })
        })
}

#[cfg(test)]
mod tests {
    use super::hides;

    #[test]
    fn finds_what_is_out_of_sight() {
        for style in [
            "display: none",
            "DISPLAY:NONE;color:red",
            "visibility:\nhidden",
            "position:absolute;left:-9999px",
            "text-indent:-999em",
        ] {
            assert!(hides(style), "{style}");
        }
        for style in ["", "display:block", "margin-left:10px", "left:-20px", "margin-top:-9px", "top:100px"] {
            assert!(!hides(style), "{style}");
        }
    }
}
