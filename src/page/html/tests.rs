use super::*;

/// Texts of the paragraphs, each with its tags from the outside in, the link characters in brackets, `!` if hidden.
fn shown(source: &str) -> Vec<String> {
    let page = Page::from_html(source);
    page.paragraphs()
        .iter()
        .map(|p| {
            let mut tags: Vec<&str> = page.tags(p).map(Tag::as_str).collect();
            tags.reverse();
            let hidden = if p.hidden { "!" } else { "" };
            format!("{} {}[{}]{hidden}", tags.join("/"), page.text(p), p.link_chars)
        })
        .collect()
}

#[test]
fn cuts_at_blocks_and_line_breaks() {
    for (source, expected) in [
        ("<p>a<b>b</b> c<p>d", &["p ab c[0]", "p d[0]"][..]),
        ("<div>a<p>b</p>c</div>d", &["div a[0]", "div/p b[0]", "div c[0]", " d[0]"]),
        ("a<br>b<br/><br />c", &[" a[0]", " b[0]", " c[0]"]),
        ("<ul><li>a<li><a href=x>b c</a> d</ul>", &["ul/li a[0]", "ul/li b c d[3]"]),
        (
            "<table><tr><td>a<td>b<tr><td>c</table>d",
            &["table/tr/td a[0]", "table/tr/td b[0]", "table/tr/td c[0]", " d[0]"],
        ),
        ("<dl><dt>a<dd>b<dt>c</dl>", &["dl/dt a[0]", "dl/dd b[0]", "dl/dt c[0]"]),
        ("<p>a<div>b</div>", &["p a[0]", "div b[0]"]),
        ("<p>a<table><tr><td><p>b</table>", &["p a[0]", "table/tr/td/p b[0]"]),
        ("<p>a &amp;&nbsp;&lt;b&gt; &#20013;</p>", &["p a & <b> 中[0]"]),
        ("<pre>a\n  b</pre>", &["pre a b[0]"]),
        ("<h2>a</h2>b", &["h2 a[0]", " b[0]"]),
        ("　　<p>\u{a0}\u{200b}</p><p>\u{3000}中\u{3000}文</p>", &["p 中 文[0]"]),
    ] {
        assert_eq!(shown(source), expected, "{source}");
    }
}

#[test]
fn drops_what_is_not_for_readers() {
    for source in [
        "<script>var a = '<p>x</p>';</script>",
        "<style>p{}</style><noscript><p>x</p></noscript>",
        "<template><p>x</p></template><svg><text>x</text></svg>",
        "<head><title>x</title><meta name=description content=x></head>",
        "<textarea>x</textarea><iframe>x</iframe><object><p>x</p></object>",
        "<!-- <p>x</p> -->",
        "<script>never closed <p>x",
    ] {
        assert_eq!(shown(source), [""; 0], "{source}");
    }
    assert_eq!(shown("<object>x</div>y</object>z"), [" z[0]"]);
    assert_eq!(shown("<p>a<template><p>x</p></template>b"), ["p a[0]", "p b[0]"]);
    assert_eq!(shown("<ul><li>a<object><li>x</object>b<li>c"), ["ul/li a[0]", "ul/li b[0]", "ul/li c[0]"]);
}

#[test]
fn survives_bad_nesting() {
    for (source, expected) in [
        ("<a href=x>a<div>b</div></a>c", &[" a[1]", "div b[1]", " c[0]"][..]),
        ("<a>a<a>b</a>c", &[" abc[2]"]),
        ("<b><p>a</b>b</p>c", &["p ab[0]", " c[0]"]),
        ("<td>a<td>b", &["td a[0]", "td b[0]"]),
        ("<table><tr><td>a</div>b</table>", &["table/tr/td ab[0]"]),
        ("</p>a</li>b</body>c</html>d", &[" abcd[0]"]),
        ("<html><body>a<body class=x>b", &["html/body ab[0]"]),
        ("<span style='display:none'>a</p>b</span>c", &[" a[0]!", " bc[0]!"]),
    ] {
        assert_eq!(shown(source), expected, "{source}");
    }
}

#[test]
fn hidden_is_inherited() {
    assert_eq!(shown("<div hidden><p>a</p></div><p>b"), ["div/p a[0]!", "p b[0]"]);
    assert_eq!(shown("<div style='position:absolute;left:-999px'>a</div>b"), ["div a[0]!", " b[0]"]);
}

#[test]
fn ranges_point_into_the_source() {
    let source = "<p> 中 <b>文</b>&amp; x </p>y";
    let page = Page::from_html(source);
    let slices: Vec<&str> = page.paragraphs().iter().map(|p| &source[p.source.clone()]).collect();
    assert_eq!(slices, ["中 <b>文</b>&amp; x", "y"]);
}

#[test]
fn descendants_are_a_range() {
    let page = Page::from_html("<div><ul><li>a<li>b</ul><p>c</p></div><p>d");
    let ends: Vec<(Tag, usize)> = page.elements().iter().map(|e| (e.tag, e.end)).collect();
    assert_eq!(ends, [(Tag::Div, 5), (Tag::Ul, 4), (Tag::Li, 3), (Tag::Li, 4), (Tag::P, 5), (Tag::P, 6)]);
}

#[test]
fn annotations_are_inherited() {
    let source = "<div data-label=nav><p data-label='body'>a<span>b</span></p>c</div>d";
    let page = Page::from_html(source);
    let labels: Vec<Option<&str>> = page
        .paragraphs()
        .iter()
        .map(|p| p.annotation.as_ref().map(|annotation| &source[annotation.value.clone()]))
        .collect();
    assert_eq!(labels, [Some("body"), Some("nav"), None]);
}

#[test]
fn deep_nesting_is_bounded() {
    let source = "<div>".repeat(100_000) + "x";
    assert_eq!(Page::from_html(source.as_str()).elements().len(), 512);
}

#[test]
fn tells_what_is_out_of_sight() {
    for (source, is_hidden) in [
        ("<div style='display:none'>x</div>", true),
        ("<div style='font-size:0'><a href=y>x</a></div>", true),
        ("<style>.k{position:absolute;left:-9999px}</style><div class='a k'>x</div>", true),
        ("<style>#k{display:none}</style><p id=k>x", true),
        ("<body bgcolor=#ffffff><font color=white>x</font>", true),
        ("<div style='background:#FFF'><span style='color:#ffffff'>x</span></div>", true),
        ("<marquee width=1 height=1>x</marquee>", true),
        ("<marquee width='100%' height=20>x</marquee>", false),
        ("<font color=white>x</font>", false),
        ("<body bgcolor=#000000><font color=white>x</font>", false),
        ("<style>@media print{.k{display:none}}</style><p class=k>x", false),
        ("<p hidden>x", true),
    ] {
        let page = Page::from_html(source);
        assert_eq!(page.paragraphs()[0].hidden, is_hidden, "{source}");
    }
}
