use super::*;

/// A page whose annotations show that a converter was at work.
const PAGE: &str = "創(chuàng)新發(fā)展，網(wǎng)絡，數(shù)據，學(xué)習。";

fn repaired(text: &str) -> String {
    let page = format!("{PAGE}{text}");
    let text = repair(&page).text.into_owned();
    text.strip_prefix("創新發展，網絡，數據，學習。").expect("the page's own annotations").to_owned()
}

#[test]
fn annotations_go_and_all_else_stays() {
    for (text, expected) in [
        ("網(wǎng)（wǎng）", "網（wǎng）"),
        ("學（xué）習", "學習"),
        ("中新網(张斌)電", "中新網(张斌)電"),
        ("面積(km)", "面積(km)"),
        ("名詞(zhuāngzh)", "名詞(zhuāngzh)"),
        ("發(wǎng)", "發(wǎng)"),
        ("中(zhōng)", "中(zhōng)"),
        ("abc(chuàng)", "abc(chuàng)"),
        ("創(chuàng", "創(chuàng"),
        ("真的嗎?!好的?", "真的嗎?!好的?"),
    ] {
        assert_eq!(repaired(text), expected, "{text}");
    }
}

#[test]
fn pages_that_explain_a_pronunciation_are_left_alone() {
    for text in [
        "龘(dá)字讀音，網(wǎng)字也有。",
        "這個字讀作發(fā)，發展的發，出發的發，發現的發；網(wǎng)，網路的網，上網的網；學(xué)，學校的學。",
        "創(chuàng)新",
        "",
    ] {
        assert_eq!(repair(text), Repaired { text: Cow::Borrowed(text), changes: Vec::new() }, "{text}");
    }
}

#[test]
fn ranges_slice_back_to_the_damage() {
    let page = format!("{PAGE}在當?shù)厣袑W(xué)習");
    let repaired = repair(&page);
    let damaged: Vec<&str> = repaired.changes.iter().map(|change| &page[change.range.clone()]).collect();
    assert_eq!(damaged[..2], ["(chuàng)", "(fā)"]);
    assert!(repaired.changes.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start));
    assert_eq!(repair(&repaired.text).text, repaired.text, "repairing twice changes nothing");
}
