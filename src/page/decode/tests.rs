use super::*;

const TEXT: &str = "中国新闻网今天报道，各地天气转好。";

fn check(bytes: &[u8], encoding: &str, how: How, text: &str) {
    let decoded = decode(bytes, None);
    assert_eq!((decoded.encoding, decoded.how), (encoding, how), "{text}");
    assert!(decoded.text.contains(text), "{}", decoded.text);
}

fn page(charset: &str, encoding: &'static Encoding) -> Vec<u8> {
    let (body, _, _) = encoding.encode(TEXT);
    [format!("<meta http-equiv=Content-Type content=\"text/html; charset={charset}\">").as_bytes(), &body].concat()
}

#[test]
fn a_byte_order_mark_decides() {
    check(b"\xef\xbb\xbf<meta charset=gbk>\xe4\xb8\xad", "utf-8", How::Mark, "中");
    check(b"\xff\xfe\x2d\x4e", "utf-16le", How::Mark, "中");
    check(b"\xfe\xff\x4e\x2d", "utf-16be", How::Mark, "中");
}

#[test]
fn the_declared_charset_is_taken_where_the_bytes_agree() {
    check(&page("gb2312", GB18030), "gbk", How::Declared, TEXT);
    check(&page("GBK", GB18030), "gbk", How::Declared, TEXT);
    check(&page("big5", BIG5), "big5", How::Declared, "中");
    check(&page("utf-8", UTF_8), "utf-8", How::Declared, TEXT);
    check(b"<?xml version='1.0' encoding='shift_jis'?>\x93\xfa\x96\x7b", "shift_jis", How::Declared, "日本");
    check(b"<meta charset=iso-8859-1>caf\xe9 au lait", "windows-1252", How::Declared, "café");
    check(b"<meta charset=iso-2022-jp>\x1b$BF|K\\\x1b(B", "iso-2022-jp", How::Declared, "日本");
}

#[test]
fn a_wrong_declaration_is_not() {
    check(&page("utf-8", GB18030), "gbk", How::Detected, TEXT);
    check(&page("gbk", UTF_8), "utf-8", How::Valid, TEXT);
    check(&page("iso-8859-1", GB18030), "gbk", How::Detected, TEXT);
    check(&page("utf-16", GB18030), "gbk", How::Detected, TEXT);
    check(&GB18030.encode(TEXT).0, "gbk", How::Detected, TEXT);
    check(b"plain", "utf-8", How::Valid, "plain");
}

#[test]
fn what_is_not_declared_is_detected() {
    let text = "台灣的書店與讀者在週末舉行了一場關於閱讀的座談會，吸引了許多民眾前來參加。";
    check(&BIG5.encode(text).0, "big5", How::Detected, text);
    // Hong Kong's own characters, which the encoder does not write.
    let bytes = b"\xb5\xf3\xa7\x7b\xbe\xa4\xa7\x42\xad\xb9\x9d\xf7\xa4\x40\xa5\x40\x9d\xef\x9d\xcf\xa1\x41\xca\x5c\x92\x5d\xb8\xdc\xa9\x4f\xb6\xa1\xe7\x45\xc0\x59\x9d\xf6\xab\xd7\xa4\xad\xa4\x51\xa6\x7e\xa1\x41\xa6\xd3\xae\x61\xad\x6e\xb0\xf5\xb2\xc1\xa1\x43";
    check(bytes, "big5", How::Detected, "街坊黎伯食咗一世嘅嘢，佢哋話呢間舖頭喺度五十年，而家要執笠。");
    let text = "新しい書店が駅前に開店し、週末には多くの人が訪れました。";
    check(&encoding_rs::SHIFT_JIS.encode(text).0, "shift_jis", How::Detected, text);
    let html = "<html><head><title>UTF-16</title></head><body><p>中文</p></body></html>";
    let wide = |order: fn(u16) -> [u8; 2]| html.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    check(&wide(u16::to_le_bytes), "utf-16le", How::Detected, html);
    check(&wide(u16::to_be_bytes), "utf-16be", How::Detected, html);
}

#[test]
fn the_caller_is_believed_where_the_bytes_agree() {
    let decoded = |bytes: &[u8], charset| {
        let Decoded { text, encoding, how } = decode(bytes, Some(charset));
        (text.into_owned(), encoding, how)
    };
    let gbk = GB18030.encode(TEXT).0;
    assert_eq!(decoded(&gbk, "gb2312"), (TEXT.to_owned(), "gbk", How::Caller));
    assert_eq!(decoded(&page("big5", GB18030), " GBK ").1, "gbk");
    assert_eq!(decoded(&gbk, "iso-8859-1"), (TEXT.to_owned(), "gbk", How::Detected));
    assert_eq!(decoded(&gbk, "utf-8"), (TEXT.to_owned(), "gbk", How::Detected));
    assert_eq!(decoded(&gbk, "no such"), (TEXT.to_owned(), "gbk", How::Detected));
    assert_eq!(decoded(TEXT.as_bytes(), "gbk"), (TEXT.to_owned(), "utf-8", How::Valid));
    assert_eq!(decoded(TEXT.as_bytes(), "utf-8"), (TEXT.to_owned(), "utf-8", How::Caller));
    assert_eq!(decoded(b"caf\xe9 au lait", "latin1"), ("café au lait".to_owned(), "windows-1252", How::Caller));
}

#[test]
fn parts_in_another_encoding_are_decoded_by_themselves() {
    let (gbk, widget) = (GB18030.encode(TEXT).0, "热门推荐：周末去哪里玩");
    for declared in ["gbk", "utf-8"] {
        let head = format!("<meta charset={declared}><p>");
        let page = [head.as_bytes(), &gbk.repeat(5), b"</p><b>", widget.as_bytes(), b"</b>"];
        check(&page.concat(), "gbk", How::Mixed, TEXT);
        check(&page.concat(), "gbk", How::Mixed, widget);
    }
    let page = [&b"<meta charset=utf-8><p>"[..], TEXT.repeat(5).as_bytes(), b"</p><b>", &gbk, b"</b>"].concat();
    check(&page, "utf-8", How::Mixed, &format!("<b>{TEXT}</b>"));
}

#[test]
fn a_page_cut_off_in_a_character_keeps_its_encoding() {
    let whole = TEXT.repeat(20);
    check(&whole.as_bytes()[..whole.len() - 1], "utf-8", How::Detected, TEXT);
    let declared = page("utf-8", UTF_8).repeat(9);
    check(&declared[..declared.len() - 2], "utf-8", How::Declared, TEXT);
}

/// All labels of the Encoding Standard (4.2), with which a page can be declared.
const LABELS: &str = "
    866 ansi_x3.4-1968 arabic ascii asmo-708 big5 big5-hkscs chinese cn-big5 cp1250 cp1251 cp1252 cp1253 cp1254
    cp1255 cp1256 cp1257 cp1258 cp819 cp866 csbig5 cseuckr cseucpkdfmtjapanese csgb2312 csibm866 csiso2022jp
    csiso2022kr csiso58gb231280 csiso88596e csiso88596i csiso88598e csiso88598i csisolatin1 csisolatin2 csisolatin3
    csisolatin4 csisolatin5 csisolatin6 csisolatin9 csisolatinarabic csisolatincyrillic csisolatingreek
    csisolatinhebrew cskoi8r csksc56011987 csmacintosh csshiftjis csunicode cyrillic dos-874 ecma-114 ecma-118
    elot_928 euc-jp euc-kr gb18030 gb2312 gb_2312 gb_2312-80 gbk greek greek8 hebrew hz-gb-2312 ibm819 ibm866
    iso-10646-ucs-2 iso-2022-cn iso-2022-cn-ext iso-2022-jp iso-2022-kr iso-8859-1 iso-8859-10 iso-8859-11
    iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6
    iso-8859-6-e iso-8859-6-i iso-8859-7 iso-8859-8 iso-8859-8-e iso-8859-8-i iso-8859-9 iso-ir-100 iso-ir-101
    iso-ir-109 iso-ir-110 iso-ir-126 iso-ir-127 iso-ir-138 iso-ir-144 iso-ir-148 iso-ir-149 iso-ir-157 iso-ir-58
    iso8859-1 iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-2 iso8859-3 iso8859-4 iso8859-5
    iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso88591 iso885910 iso885911 iso885913 iso885914 iso885915 iso88592
    iso88593 iso88594 iso88595 iso88596 iso88597 iso88598 iso88599 iso_8859-1 iso_8859-15 iso_8859-1:1987 iso_8859-2
    iso_8859-2:1987 iso_8859-3 iso_8859-3:1988 iso_8859-4 iso_8859-4:1988 iso_8859-5 iso_8859-5:1988 iso_8859-6
    iso_8859-6:1987 iso_8859-7 iso_8859-7:1987 iso_8859-8 iso_8859-8:1988 iso_8859-9 iso_8859-9:1989 koi koi8 koi8-r
    koi8-ru koi8-u koi8_r korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 l1 l2 l3 l4 l5 l6 l9 latin1 latin2
    latin3 latin4 latin5 latin6 logical mac macintosh ms932 ms_kanji replacement shift-jis shift_jis sjis
    sun_eu_greek tis-620 ucs-2 unicode unicode-1-1-utf-8 unicode11utf8 unicode20utf8 unicodefeff unicodefffe
    us-ascii utf-16 utf-16be utf-16le utf-8 utf8 visual windows-1250 windows-1251 windows-1252 windows-1253
    windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 windows-31j windows-874 windows-949 x-cp1250
    x-cp1251 x-cp1252 x-cp1253 x-cp1254 x-cp1255 x-cp1256 x-cp1257 x-cp1258 x-euc-jp x-gbk x-mac-cyrillic
    x-mac-roman x-mac-ukrainian x-sjis x-unicode20utf8 x-user-defined x-x-big5";

#[test]
fn every_label_of_the_standard_is_known() {
    let texts = [
        TEXT,
        "台灣的書店與讀者",
        "駅前に新しい書店",
        "새로운 서점이 문을 열었다",
        "Новый книжный магазин",
        "Νέο βιβλιοπωλείο",
        "חנות ספרים חדשה",
        "مكتبة جديدة",
        "ร้านหนังสือใหม่",
        "une librairie rénovée",
        "nová kníhkupectví",
        "yeni kitapçı",
    ];
    let mut tried = 0;
    for label in LABELS.split_whitespace() {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        let written = texts.iter().find(|text| !encoding.encode(text).2);
        // Where nothing can be written in it (UTF-16 and the one for attacks) or declared (the user's own), the bytes count.
        let is_usable = encoding.output_encoding() == encoding && encoding != encoding_rs::X_USER_DEFINED;
        let (encoding, text) = match written {
            Some(text) if is_usable => (encoding, text),
            _ => (UTF_8, &TEXT),
        };
        tried += 1;
        let decoded = decode(&page_of(label, encoding, text), None).text.into_owned();
        assert!(decoded.contains(text), "{label}: {decoded}");
    }
    assert_eq!(tried, 228);
}

fn page_of(label: &str, encoding: &'static Encoding, text: &str) -> Vec<u8> {
    [format!("<meta charset=\"{label}\"><p>").as_bytes(), &encoding.encode(text).0].concat()
}
