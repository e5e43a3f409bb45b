//! Pages to labels.

use parasift::{Classifier, Cleaning, Format, Input, Label, LabeledPage};

/// Bytes of a page of HTML to labels, text and Markdown.
pub fn html(bytes: &[u8]) {
    labelled(&Classifier::embedded().classify_bytes(bytes, Input::Html));
}

/// Bytes of a text to labels, text and Markdown.
pub fn text(bytes: &[u8]) {
    labelled(&Classifier::embedded().classify_bytes(bytes, Input::Text));
}

/// Bytes of a model file: it is refused, or its answers are sound.
pub fn model(bytes: &[u8]) {
    let Ok(classifier) = Classifier::from_bytes(bytes) else { return };
    labelled(
        &classifier.classify_html("<title>新闻</title><ul><li><a href=/>首页</a><li>登录</ul><p>两座天桥今天通车。"),
    );
    labelled(&classifier.classify_text("首页\n两座天桥今天通车。\n\n版权所有"));
    for threshold in [0.0, 0.001, 1.0] {
        if let Ok(with_threshold) = classifier.spam_at_false_alarms(threshold) {
            labelled(&with_threshold.classify_text("首页\n两座天桥今天通车。"));
        }
    }
}

/// What must hold of every page.
pub(crate) fn labelled(page: &LabeledPage<'_>) {
    let source = page.page().source();
    let mut end = 0;
    for paragraph in page.paragraphs() {
        let piece = source.get(paragraph.range.clone()).expect("a range of the source");
        assert!(paragraph.range.start >= end, "paragraphs stand in order and apart");
        end = paragraph.range.end;
        assert!(!paragraph.text.trim().is_empty(), "a paragraph has text");
        if page.page().format() == Format::Text {
            assert_eq!(piece, paragraph.text);
        } else if !piece.contains(['<', '&', '\0']) {
            assert_eq!(words(piece), words(paragraph.text));
        }
        sound(paragraph.probability);
        let mut end = 0;
        for span in paragraph.spans {
            assert!(span.start >= end && !span.is_empty() && paragraph.text.get(span.clone()).is_some());
            end = span.end;
        }
    }
    for head in page.head() {
        assert!(source.get(head.text.source.clone()).is_some());
        assert!(head.label != Label::Body);
        sound(head.probability);
    }
    assert_eq!(page.counts().iter().sum::<usize>(), page.paragraphs().len());
    assert!((0.0..=1.0).contains(&page.quality()), "{}", page.quality());
    let _ = page.verdict();
    for cleaning in [Cleaning::body(), Cleaning::all_but_spam().with_repair(true).with_spans(true)] {
        let _ = page.clean(&cleaning);
        let _ = page.clean(&cleaning.with_markdown(true));
    }
}

/// What stands between white space, as the segmenter sees it.
fn words(text: &str) -> Vec<&str> {
    let is_space =
        |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}') || (c.is_control() && c != '\u{7f}');
    text.split(is_space).filter(|word| !word.is_empty()).collect()
}

fn sound(probability: parasift::Probability) {
    let said = Label::ALL.map(|label| probability.of(label));
    assert!(said.iter().all(|share| (0.0..=1.0).contains(share)), "{said:?}");
    assert!((said.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{said:?}");
}
