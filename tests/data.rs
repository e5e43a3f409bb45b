//! The training data has no mistakes that a program can find.
#![cfg(feature = "train")]

use parasift::train::check;

#[test]
fn training_data_is_clean() {
    let checked = check(&["training-data".into()]).unwrap();
    let findings: Vec<String> = checked
        .findings
        .iter()
        .map(|finding| format!("{}:{}: {}", finding.path.display(), finding.line.unwrap_or(1), finding.message))
        .collect();
    assert!(findings.is_empty(), "{findings:#?}");
    let pages: usize = checked.kinds.values().map(|(pages, _)| pages).sum();
    let traditional: usize =
        checked.kinds.iter().filter(|((_, script), _)| script == "hant").map(|(_, (pages, _))| pages).sum();
    assert!(traditional * 4 >= pages, "{traditional} of {pages} pages are traditional");
    let without_words: Vec<&String> =
        checked.families.keys().filter(|family| !checked.words.contains_key(*family)).collect();
    assert!(without_words.is_empty(), "families without words: {without_words:?}");
    assert!(pages >= 300 && checked.families.len() >= 25, "{pages} pages, {} families", checked.families.len());
}
