//! What stands around every report: head, style and script, and the policy that keeps all else out.

use askama::Template;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use super::rendered;
use crate::error::Result;

/// The style of a report: what all have in common, and its own.
pub(super) const PAGES_STYLE: &str = concat!(include_str!("templates/common.css"), include_str!("templates/pages.css"));
#[cfg(feature = "train")]
pub(super) const EVALUATION_STYLE: &str =
    concat!(include_str!("templates/common.css"), include_str!("templates/evaluation.css"));

/// The script of a report, in the same way.
pub(super) const PAGES_SCRIPT: &str = concat!(
    include_str!("templates/common.js"),
    include_str!("templates/evidence.js"),
    include_str!("templates/map.js"),
    include_str!("templates/pages.js")
);
#[cfg(feature = "train")]
pub(super) const EVALUATION_SCRIPT: &str =
    concat!(include_str!("templates/common.js"), include_str!("templates/evaluation.js"));

/// Everything before the content.
#[derive(Template)]
#[template(path = "opening.html")]
struct Opening<'a> {
    title: &'a str,
    policy: String,
    style: &'a str,
}

/// Everything behind it.
#[derive(Template)]
#[template(path = "closing.html")]
struct Closing<'a> {
    script: &'a str,
}

/// The beginning of a report. Only this very style and this very script will be let through.
pub(super) fn opening(title: &str, style: &str, script: &str) -> Result<String> {
    let policy = format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'",
        source_of(style),
        source_of(script)
    );
    rendered(&Opening { title, policy, style })
}

/// The end of a report.
pub(super) fn closing(script: &str) -> Result<String> {
    rendered(&Closing { script })
}

/// The source expression of a Content Security Policy that allows one inline text.
fn source_of(inline: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(inline)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_the_standard() {
        // The example of the Content Security Policy specification, level 3.
        let expected = "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='";
        assert_eq!(source_of("alert('Hello, world.');"), expected);
    }

    #[test]
    fn style_and_script_cannot_end_their_elements() {
        for inline in [PAGES_STYLE, PAGES_SCRIPT] {
            assert!(!inline.contains("</") && !inline.contains("<!--") && !inline.contains('\r'));
        }
    }
}
