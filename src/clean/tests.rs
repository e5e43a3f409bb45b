//! Golden texts of cleaned pages, whose labels are given.

use std::collections::BTreeMap;

use super::*;
use crate::label::Probability;
use crate::page::Page;

/// A page whose paragraphs have the labels of these letters: b, n, s. Texts of the head are nav.
fn labeled<'a>(page: Page<'a>, labels: &str) -> LabeledPage<'a> {
    let sure = |label: char| {
        let is = |of: char| f64::from(u8::from(label == of));
        Probability { body: is('b'), nav: is('n'), spam: is('s') }
    };
    let probabilities: Vec<Probability> = labels.chars().map(sure).collect();
    let texts: Vec<&str> = page.paragraphs().iter().map(|paragraph| page.text(paragraph)).collect();
    assert_eq!(probabilities.len(), texts.len(), "{texts:#?}");
    let head = vec![sure('n'); page.head().len()];
    LabeledPage { page, probabilities, head, spans: BTreeMap::new(), spam_at: None, head_spam_at: None }
}

fn html<'a>(html: &'a str, labels: &str) -> LabeledPage<'a> {
    labeled(Page::from_html(html), labels)
}

#[test]
fn plain_text_is_a_line_a_paragraph() {
    let page =
        html("<title>天桥月底通车_青石日报</title><p>首页</p><h1>天桥月底通车</h1><p>甲</p><p>广告</p><p>乙", "nbbsb");
    assert_eq!(page.clean(&Cleaning::body()), "天桥月底通车\n甲\n乙");
    assert_eq!(page.clean(&Cleaning::all_but_spam()), "首页\n天桥月底通车\n甲\n乙");
    assert_eq!(page.clean(&Cleaning::keeping(&[Label::Spam]).with_title(false)), "广告");
}

#[test]
fn titles_come_first_where_the_text_has_none() {
    let with_nav = html("<title>天桥月底通车_青石日报</title><h1>天桥月底通车</h1><p>甲</p>", "nb");
    assert_eq!(with_nav.clean(&Cleaning::body()), "天桥月底通车\n甲");
    assert_eq!(with_nav.clean(&Cleaning::body().with_title(false)), "甲");
    let head_only = html("<title>天桥月底通车_青石日报</title><p>甲</p>", "b");
    assert_eq!(head_only.clean(&Cleaning::body()), "天桥月底通车\n甲");
    let mut hijacked = head_only.clone();
    hijacked.head[0] = Probability { body: 0.0, nav: 0.0, spam: 1.0 };
    assert_eq!(hijacked.clean(&Cleaning::body()), "甲");
    let no_body = html("<title>天桥月底通车_青石日报</title><p>甲</p>", "n");
    assert_eq!(no_body.clean(&Cleaning::body()), "");
}

#[test]
fn texts_keep_their_layout() {
    let text = "  甲\r\n\r\n\t赌场\r\n乙\n\n赌场\n丙";
    for (labels, expected) in [
        ("bbbbb", "  甲\r\n\r\n\t赌场\r\n乙\n\n赌场\n丙"),
        ("bsnsb", "  甲\r\n\r\n乙\n\n丙"),
        ("sbbbs", "\r\n\t赌场\r\n乙\n\n赌场"),
        ("sssss", ""),
    ] {
        assert_eq!(labeled(Page::from_text(text), labels).clean(&Cleaning::all_but_spam()), expected, "{labels}");
    }
    assert_eq!(labeled(Page::from_text(text), "bsbsb").clean(&Cleaning::body()), "甲\n乙\n丙");
    for (text, expected) in [
        ("首页\r\n甲\r\n赌博\r\n乙", "首页\r\n甲\r\n乙"),
        ("首页\r甲\r赌博\r乙", "首页\r甲\r乙"),
        ("首页\r甲\n\r赌博\r\r乙", "首页\r甲\n\r\r乙"),
    ] {
        assert_eq!(labeled(Page::from_text(text), "nbsb").clean(&Cleaning::all_but_spam()), expected, "{text:?}");
    }
}

#[test]
fn sentences_of_spam_are_cut_out() {
    let mut page = labeled(Page::from_text("天桥通车。博彩注册。市民高兴。\n乙"), "bb");
    let (start, end) = ("天桥通车。".len(), "天桥通车。博彩注册。".len());
    page.spans.entry(0).or_default().push(start..end);
    for cleaning in [Cleaning::body(), Cleaning::all_but_spam()] {
        assert_eq!(page.clean(&cleaning), "天桥通车。市民高兴。\n乙");
        assert_eq!(page.clean(&cleaning.with_spans(true)), "天桥通车。博彩注册。市民高兴。\n乙");
    }
}

#[test]
fn damage_is_undone_on_demand() {
    let page =
        labeled(Page::from_text("創(chuàng)新發(fā)展，網(wǎng)絡，數(shù)據\n在當?shù)厣袑偈状危?數(shù)據"), "bb");
    let repaired = page.clean(&Cleaning::body().with_repair(true));
    assert!(repaired.starts_with("創新發展，網絡，數據\n在當地尚屬"), "{repaired}");
    assert_eq!(page.clean(&Cleaning::body()), page.page().source());
}

#[test]
fn code_keeps_its_lines() {
    let page = html("<p>a</p><pre>\n  def f(x):\n    return <b>x</b> &lt; 2\r\n\n</pre>", "bb");
    assert_eq!(page.clean(&Cleaning::body()), "a\n  def f(x):\n    return x < 2");
}

#[test]
fn markdown_of_every_block() {
    for (source, labels, expected) in [
        ("<h1>A</h1><p>b</p><h3>C</h3>d", "bbbb", "# A\n\nb\n\n### C\n\nd"),
        ("<title>A title_site</title><p>b", "b", "# A title_site\n\nb"),
        ("<ul><li>a<li>b<p>c</p></ul><p>d", "bbbb", "- a\n- b\n\n  c\n\nd"),
        ("<ol><li>a<li>b<ul><li>c<li>d</ul><li>e</ol>", "bbbbb", "1. a\n2. b\n   - c\n   - d\n3. e"),
        ("<ul><li>a<li>b<li>c</ul>", "bnb", "- a\n- c"),
        ("<ul><li><ul><li>a</ul></ul>", "b", "- - a"),
        ("<blockquote><p>a<p>b</blockquote>c", "bbb", "> a\n\n> b\n\nc"),
        ("<pre>a ``` b\n  c</pre>", "b", "````\na ``` b\n  c\n````"),
        ("<ul><li>a<pre>x\n\n y</pre></ul>", "bb", "- a\n\n  ```\n  x\n\n   y\n  ```"),
        (
            "<table><tr><th>a<th>b|c<tr><td>d<td><tr><td>e<p>f<td>g</table>h",
            "bbbbbbb",
            "| a | b\\|c |\n| --- | --- |\n| d |  |\n| e<br>f | g |\n\nh",
        ),
        ("<table><tr><td>menu<td><p>a<p>b</table>", "nbb", "a\n\nb"),
        (
            "<p># a<p>1. b<p>- c<p>*d*<p>[e](f)<p>&amp;lt;",
            "bbbbbb",
            "\\# a\n\n1\\. b\n\n\\- c\n\n\\*d\\*\n\n[e\\](f)\n\n\\&lt;",
        ),
    ] {
        assert_eq!(html(source, labels).clean(&Cleaning::body().with_markdown(true)), expected, "{source}");
    }
}
