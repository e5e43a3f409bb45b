//! `.tsv`: one paragraph a line, `label<TAB>text`; lines that begin with `#` are metadata.

use std::path::Path;

use super::{About, Contents, LabeledSource, SpamLine, folder_name, parse_label, reserved, stem};
use crate::error::{Error, Result};

/// Reads a page, or, where the metadata says `# use: inject`, a list of spam lines.
pub(super) fn read(path: &Path, text: String) -> Result<Contents> {
    let mut page = LabeledSource {
        path: path.to_owned(),
        line: None,
        source: folder_name(path),
        site: stem(path),
        about: About::default(),
        headline: None,
        html: None,
        annotated: false,
        paragraphs: Vec::new(),
        lines: Vec::new(),
    };
    let (mut inject, mut family) = (false, stem(path));
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if let Some(metadata) = line.strip_prefix('#') {
            match metadata.split_once(':').map(|(key, value)| (key.trim(), value.trim())) {
                Some(("site", site)) => {
                    page.site = site.to_owned();
                    page.about.has_site = true;
                }
                Some(("family", name)) => family = name.to_owned(),
                Some(("markup", "quoted")) => page.about.quotes_markup = true,
                Some(("kind", kind)) => page.about.kind = Some(kind.to_owned()),
                Some(("script", script)) => page.about.script = Some(script.to_owned()),
                Some(("use", "inject")) => inject = true,
                Some(("use", other)) => {
                    return Err(Error::data(format!("unknown use {other:?}: expected inject")).on_line(at + 1));
                }
                _ => {}
            }
        } else if !line.trim().is_empty() {
            let (label, text) = split(line).map_err(|error| error.on_line(at + 1))?;
            page.paragraphs.push((text.to_owned(), parse_label(label).map_err(|error| error.on_line(at + 1))?));
            page.lines.push(at + 1);
        }
    }
    if page.paragraphs.is_empty() {
        return Err(Error::data("no paragraphs: expected lines of label<TAB>text"));
    }
    match inject {
        true => spam_lines(page, &family).map(Contents::SpamLines),
        false => Ok(Contents::Pages(vec![page])),
    }
}

fn split(line: &str) -> Result<(&str, &str)> {
    let (label, text) =
        line.split_once('\t').ok_or_else(|| Error::data("no tab: expected label<TAB>text (one paragraph a line)"))?;
    match text.trim().is_empty() {
        true => Err(Error::data(format!("no text behind the label {label:?}"))),
        false => Ok((label, text.trim())),
    }
}

fn spam_lines(page: LabeledSource, family: &str) -> Result<Vec<SpamLine>> {
    let of_other_labels = page.paragraphs.iter().position(|(_, label)| *label != Some(crate::Label::Spam));
    if let Some(at) = of_other_labels {
        return Err(Error::data("a list of lines to inject holds spam only").on_line(page.lines[at]));
    }
    let line =
        |(text, _): (String, _)| SpamLine { text: reserved::replaced(&text), family: family.to_owned(), kind: None };
    Ok(page.paragraphs.into_iter().map(line).collect())
}
