//! Figures as people read them.

use std::io::{self, Write};

use crate::label::Label;
use crate::page::Format;
use crate::train::{Dataset, Disguise, Evaluation, Found, Hidden, Known, LENGTH_CLASSES, Recall, Reliability, Setting};

/// What was read: pages and paragraphs by source.
pub(super) fn dataset(out: &mut impl Write, dataset: &Dataset) -> io::Result<()> {
    writeln!(out, "{:28} {:>6} {:>8} {:>8} {:>8}", "source", "pages", "body", "nav", "spam")?;
    for (source, pages, [body, nav, spam]) in dataset.sources() {
        writeln!(out, "{source:28} {pages:6} {body:8} {nav:8} {spam:8}")?;
    }
    let [body, nav, spam] = dataset.paragraphs();
    writeln!(out, "{:28} {:6} {body:8} {nav:8} {spam:8}", "all", dataset.pages())?;
    if dataset.spam_lines() > 0 {
        writeln!(out, "and {} spam lines to put into pages", dataset.spam_lines())?;
    }
    if dataset.spam_words() > 0 {
        writeln!(out, "and {} words to compose more of", dataset.spam_words())?;
    }
    Ok(())
}

/// A row for each source and one for all, the last column the share of honest paragraphs that were called spam; then precision, recall and F1 of each label, and the confusion matrix.
pub(super) fn evaluation(out: &mut impl Write, view: Format, sources: &[(String, Evaluation)]) -> io::Result<()> {
    let mut all = Evaluation::default();
    writeln!(
        out,
        "{:28} {:>6} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9} {:>6} {:>6} {:>7}",
        format!("{} view", view.as_str()),
        "pages",
        "macro-F1",
        "body",
        "nav",
        "spam",
        "body-char",
        "page-char",
        "right",
        "lost",
        "alarms"
    )?;
    for (source, evaluation) in sources {
        row(out, source, evaluation)?;
        all.merge(evaluation);
    }
    row(out, "all", &all)?;
    writeln!(out, "\n{:6} {:>9} {:>9} {:>9} {:>28}", "", "precision", "recall", "F1", "given body, nav, spam")?;
    for label in Label::ALL.into_iter().filter(|&label| all.has(label)) {
        let score = all.score(label);
        let [body, nav, spam] = all.confusion()[label.index()];
        let (precision, recall, f1) = (score.precision, score.recall, score.f1);
        writeln!(out, "{label:6} {precision:9.4} {recall:9.4} {f1:9.4} {body:10} {nav:8} {spam:8}")?;
    }
    calibration(out, all.reliability())
}

/// Expected calibration error of each label, in all and by length.
fn calibration(out: &mut impl Write, reliability: &Reliability) -> io::Result<()> {
    writeln!(out, "\n{:23} {:>10} {:>8} {:>8} {:>8}", "calibration error", "paragraphs", "body", "nav", "spam")?;
    let lengths = (0..LENGTH_CLASSES).map(|length| (Reliability::length_name(length) + " characters", Some(length)));
    for (name, length) in lengths.chain([("all".to_owned(), None)]) {
        let [body, nav, spam] = Label::ALL.map(|label| reliability.error(label, length));
        writeln!(out, "{name:23} {:10} {body:8.4} {nav:8.4} {spam:8.4}", reliability.count(length))?;
    }
    Ok(())
}

fn row(out: &mut impl Write, name: &str, evaluation: &Evaluation) -> io::Result<()> {
    write!(out, "{name:28} {:6} {:8.4}", evaluation.pages(), evaluation.macro_f1())?;
    for label in Label::ALL {
        match evaluation.has(label) {
            true => write!(out, " {:8.4}", evaluation.score(label).f1)?,
            false => write!(out, " {:>8}", "-")?,
        }
    }
    write!(out, " {:9.4}", evaluation.body_chars().f1)?;
    match evaluation.page_chars() {
        Some((mean, right, lost)) => write!(out, " {mean:9.4} {right:6.3} {lost:6.3}")?,
        None => write!(out, " {:>9} {:>6} {:>6}", "-", "-", "-")?,
    }
    writeln!(out, " {:7.4}", evaluation.false_alarms())
}

/// Recall of the injected lines of each family, and the median.
pub(super) fn families(out: &mut impl Write, sources: &[(String, Evaluation)]) -> io::Result<()> {
    let mut all = Evaluation::default();
    sources.iter().for_each(|(_, evaluation)| all.merge(evaluation));
    let mut rows: Vec<(f64, &str, usize)> =
        all.families().map(|(family, found, lines)| (found as f64 / lines as f64, family, lines)).collect();
    rows.sort_by(|one, other| one.0.total_cmp(&other.0));
    writeln!(out, "\n{:28} {:>6} {:>8}", "family left out", "lines", "recall")?;
    for (recall, family, lines) in &rows {
        writeln!(out, "{family:28} {lines:6} {recall:8.3}")?;
    }
    match rows.get(rows.len() / 2) {
        Some((median, ..)) => writeln!(out, "{:28} {:>6} {median:8.3}", "median", ""),
        None => Ok(()),
    }
}

/// The widest that the name of a kind of spam line is printed, in characters.
const WIDEST_KIND: usize = 48;

/// Recall of spam lines by kind: alone, and at each place of a clean page in each view.
pub(super) fn injected(out: &mut impl Write, kinds: &[(String, Found)]) -> io::Result<()> {
    writeln!(out, "\n{:48} {:>5} {:>6} {:>29} {:>29}", "spam lines: recall", "", "", "text view", "html view")?;
    write!(out, "{:48} {:>5} {:>6}", "kind", "lines", "alone")?;
    for _ in 0..2 {
        write!(out, "  {:>6} {:>6} {:>6} {:>6}", "top", "middle", "list", "end")?;
    }
    writeln!(out)?;
    let mut all = Found::default();
    for (kind, found) in kinds {
        let name: String = kind.chars().take(WIDEST_KIND).collect();
        recalls(out, &name, found)?;
        all.merge(found);
    }
    recalls(out, "all", &all)
}

fn recalls(out: &mut impl Write, name: &str, found: &Found) -> io::Result<()> {
    write!(out, "{name:48} {:5}", found.counts()[0].1)?;
    for (setting, (found, all)) in Setting::ALL.iter().zip(found.counts()) {
        let gap = if matches!(setting, Setting::Top(_)) { " " } else { "" };
        match all {
            0 => write!(out, "{gap} {:>6}", "-")?,
            _ => write!(out, "{gap} {:6.2}", found as f64 / all as f64)?,
        }
    }
    writeln!(out)
}

/// What each disguise hides. Of the lines that it changes: those whose n-grams alone speak for spam, plain, disguised as
/// written, disguised as read; in each view the recall plain and disguised, at the model's decision and at one false alarm in
/// a thousand; and how much of an article in that disguise is called spam.
pub(super) fn disguises(out: &mut impl Write, hidden: &[Hidden]) -> io::Result<()> {
    let views = format!("{:>34} {:>40}", "text view", "html view");
    writeln!(out, "\n{:28} {:>5} {:>20} {views}", "disguises: recall of spam", "", "n-grams alone")?;
    write!(out, "{:28} {:>5} {:>6} {:>7} {:>5}", "", "lines", "plain", "written", "read")?;
    write!(out, "  {:>5} {:>6} {:>7} {:>6} {:>6}", "plain", "hidden", "in part", "plain‰", "hid. ‰")?;
    write!(out, "  {:>5} {:>5} {:>6} {:>7} {:>6} {:>6}", "read", "plain", "hidden", "in part", "plain‰", "hid. ‰")?;
    writeln!(out, "  {:>7}", "alarms")?;
    for (disguise, Hidden { known: [plain, known], text, html, alarms, .. }) in Disguise::ALL.iter().zip(hidden) {
        write!(out, "{:28} {:5}", disguise.name(), text[0].lines.max(html[0].lines))?;
        let Known { lines, as_written, as_read, .. } = *known;
        write!(
            out,
            " {:>6} {:>7} {:>5} ",
            share(plain.as_read, lines),
            share(as_written, lines),
            share(as_read, lines)
        )?;
        recall(out, text)?;
        write!(out, "  {:>5}", share(html[1].read, html[1].lines))?;
        recall(out, html)?;
        match *alarms {
            (_, 0) => writeln!(out, "  {:>7}", "-")?,
            (alarms, all) => writeln!(out, "  {:7.4}", alarms as f64 / all as f64)?,
        }
    }
    Ok(())
}

fn recall(out: &mut impl Write, [plain, hidden]: &[Recall; 2]) -> io::Result<()> {
    let of = |found, of: &Recall| share(found, of.lines);
    write!(
        out,
        " {:>5} {:>6} {:>7}",
        of(plain.found, plain),
        of(hidden.found, hidden),
        of(hidden.found_in_part, hidden)
    )?;
    write!(out, " {:>6} {:>6}", of(plain.found_at_rate, plain), of(hidden.found_at_rate, hidden))
}

fn share(part: usize, all: usize) -> String {
    if all == 0 { "-".to_owned() } else { format!("{:.2}", part as f64 / all as f64) }
}
