//! A share as a bar.

use crate::label::Label;

/// A bar of a label's colour, as long as the share is great, 0 to 1. The number is to stand beside it.
pub(in crate::report) fn bar(label: Label, share: f64) -> String {
    let width = 100.0 * share.clamp(0.0, 1.0);
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"{label}\" width=\"{width:.1}\" height=\"10\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_share() {
        for (share, width) in [(0.0, "0.0"), (0.125, "12.5"), (1.0, "100.0"), (7.0, "100.0")] {
            let svg = bar(Label::Nav, share);
            assert!(svg.contains(&format!("class=\"nav\" width=\"{width}\"")), "{svg}");
        }
    }
}
