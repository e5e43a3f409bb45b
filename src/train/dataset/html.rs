//! Labelled `.html`: a page whose elements carry `data-label`.

use std::ops::Range;
use std::path::Path;

use super::{About, LabeledSource, folder_name, parse_label, stem};
use crate::error::{Error, Result};
use crate::label::Label;
use crate::page::{Page, decode};

pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<LabeledSource> {
    let source = decode(bytes, None).text.into_owned();
    let page = Page::from_html(source.as_str());
    let labels = annotated_labels(&page)?;
    let mut paragraphs = Vec::new();
    let mut lines = Vec::new();
    for (paragraph, label) in page.paragraphs().iter().zip(labels) {
        let line = line_of(&source, paragraph.source.start);
        let label = label.ok_or_else(|| {
            let text: String = page.text(paragraph).chars().take(20).collect();
            Error::data(format!("no label for {text:?}: put data-label on it or on an element around it")).on_line(line)
        })?;
        paragraphs.push((page.text(paragraph).to_owned(), label));
        lines.push(line);
    }
    if paragraphs.is_empty() {
        return Err(Error::data("no paragraphs: the page has no text"));
    }
    let value = |key| metadata(&source, key).map(str::to_owned);
    let about = About {
        kind: value("kind"),
        script: value("script"),
        has_site: value("site").is_some(),
        quotes_markup: value("markup").as_deref() == Some("quoted"),
    };
    let site = value("site").unwrap_or_else(|| stem(path));
    Ok(LabeledSource {
        path: path.to_owned(),
        line: None,
        source: folder_name(path),
        site,
        about,
        headline: None,
        html: Some(source.into()),
        annotated: true,
        paragraphs,
        lines,
    })
}

/// The label in the markup of each paragraph: none if there is no `data-label`, `Some(None)` if it is `unk`.
pub(crate) fn annotated_labels(page: &Page<'_>) -> Result<Vec<Option<Option<Label>>>> {
    let label = |range: &Range<usize>| {
        parse_label(&page.source()[range.clone()]).map_err(|error| error.on_line(line_of(page.source(), range.start)))
    };
    page.paragraphs()
        .iter()
        .map(|paragraph| {
            let annotation = paragraph.annotation.as_ref();
            let own = annotation.map(|annotation| label(&annotation.value)).transpose()?;
            if let Some(range) = annotation.and_then(|annotation| annotation.conflict.as_ref())
                && Some(label(range)?) != own
            {
                let line = line_of(page.source(), range.start);
                return Err(
                    Error::data("contradictory labels inside one paragraph: label it once, or cut it").on_line(line)
                );
            }
            Ok(own)
        })
        .collect()
}

fn line_of(source: &str, at: usize) -> usize {
    1 + source.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count()
}

/// A value of the comment `<!-- parasift … -->` that begins a labelled page.
fn metadata<'a>(source: &'a str, key: &str) -> Option<&'a str> {
    let comment = source.trim_start_matches('\u{feff}').trim_start().strip_prefix("<!-- parasift")?;
    let comment = &comment[..comment.find("-->")?];
    comment
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.trim() == key)
        .map(|(_, value)| value.trim())
}
