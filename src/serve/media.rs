//! What the head of a request says of its body.

use axum::http::{HeaderMap, HeaderName, StatusCode, header};

use super::problem::Problem;
use crate::io::charset;
use crate::page::Input;

/// What a body holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Media {
    /// The bytes of one page.
    Page { input: Input, charset: Option<String> },
    /// An object, or a list of them.
    Json,
    /// An object a line.
    JsonLines,
}

/// What is sent and comes back as JSON lines.
pub(super) const JSON_LINES: &str = "application/x-ndjson";

impl Media {
    /// # Errors
    ///
    /// 415 if it is nothing that has pages.
    pub(super) fn of(headers: &HeaderMap) -> Result<Media, Problem> {
        let content_type = text(headers, &header::CONTENT_TYPE)?;
        let page = |input| Media::Page { input, charset: charset(&content_type) };
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        match kind {
            "text/html" | "application/xhtml+xml" => Ok(page(Input::Html)),
            "text/plain" => Ok(page(Input::Text)),
            // Told by the content.
            "" | "application/octet-stream" => Ok(page(Input::Auto)),
            "application/json" => Ok(Media::Json),
            JSON_LINES | "application/jsonl" | "application/ndjson" => Ok(Media::JsonLines),
            _ => Err(unsupported(
                format!("a body of {kind:?} is no page"),
                "name what is sent in the field Content-Type: text/html, text/plain (both with their charset if it is known), \
                 application/json or application/x-ndjson",
            )),
        }
    }
}

/// The compression of a body; empty if there is none.
///
/// # Errors
///
/// 415 if it is none that is read here.
pub(super) fn compression(headers: &HeaderMap) -> Result<String, Problem> {
    let encoding = text(headers, &header::CONTENT_ENCODING)?;
    match encoding.as_str() {
        "identity" => Ok(String::new()),
        "" | "gzip" | "x-gzip" | "zstd" => Ok(encoding),
        _ => {
            Err(unsupported(format!("bodies in {encoding:?} are not read"), "compress by gzip or zstd, or not at all"))
        }
    }
}

/// The value of a field in lower case; empty if there is none.
fn text(headers: &HeaderMap, name: &HeaderName) -> Result<String, Problem> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().map_or(Ok(""), |value| value.to_str());
    match (value, values.next()) {
        (Ok(value), None) => Ok(value.trim().to_ascii_lowercase()),
        _ => Err(unsupported(format!("the field {name} is not one name"), format!("send {name} once, in ASCII"))),
    }
}

fn unsupported(detail: impl Into<String>, remedy: impl Into<String>) -> Problem {
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media(content_type: &str) -> Option<Media> {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, content_type.parse().unwrap())]);
        Media::of(&headers).ok()
    }

    #[test]
    fn content_types() {
        let page = |input, charset: Option<&str>| Some(Media::Page { input, charset: charset.map(str::to_owned) });
        for (content_type, expected) in [
            ("text/html", page(Input::Html, None)),
            ("Text/HTML; Charset=\"GBK\"", page(Input::Html, Some("gbk"))),
            ("text/plain;charset=big5", page(Input::Text, Some("big5"))),
            ("application/octet-stream", page(Input::Auto, None)),
            ("application/json; charset=utf-8", Some(Media::Json)),
            ("application/x-ndjson", Some(Media::JsonLines)),
            ("application/x-www-form-urlencoded", None),
            ("text/htm", None),
        ] {
            assert_eq!(media(content_type), expected, "{content_type}");
        }
        assert_eq!(Media::of(&HeaderMap::new()).ok(), page(Input::Auto, None));
    }

    #[test]
    fn a_field_given_twice_is_refused() {
        let twice = [(header::CONTENT_ENCODING, "gzip"), (header::CONTENT_ENCODING, "gzip")];
        let mut headers = HeaderMap::new();
        for (name, value) in twice {
            headers.append(name, value.parse().unwrap());
        }
        assert!(compression(&headers).is_err());
    }
}
