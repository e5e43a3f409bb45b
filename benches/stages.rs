//! Each step from bytes to labels alone, and what bounds it, in bytes of input a second on one core.
//!
//! `cargo bench --bench stages --features stages`. The pages are those of the training data; `PARASIFT_PAGES=FOLDER` names
//! others (`.html`).

use std::hint::black_box;
use std::path::Path;
use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::BytesCount;
use encoding_rs::GB18030;
use parasift::{Classifier, Input, Page, decode, stages};

fn main() {
    divan::main();
}

/// Whole pages.
static PAGES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = std::env::var("PARASIFT_PAGES").unwrap_or_else(|_| "training-data/pages".to_owned());
    let mut pages = Vec::new();
    read(Path::new(&folder), &mut pages);
    assert!(!pages.is_empty(), "no .html in {folder}");
    pages
});

fn read(folder: &Path, pages: &mut Vec<Vec<u8>>) {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read(&path, pages);
        } else if path.extension().is_some_and(|ending| ending == "html") {
            pages.push(std::fs::read(path).expect("a page"));
        }
    }
}

/// The paragraphs of each page as a text.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let text = |bytes: &Vec<u8>| {
        let page = Page::from_bytes(bytes, Input::Html);
        page.paragraphs().iter().map(|paragraph| page.text(paragraph)).collect::<Vec<_>>().join("\n")
    };
    PAGES.iter().map(text).collect()
});

fn html() -> Vec<Page<'static>> {
    PAGES.iter().map(|bytes| Page::from_bytes(bytes, Input::Html)).collect()
}

fn bytes() -> BytesCount {
    BytesCount::new(PAGES.iter().map(Vec::len).sum::<usize>())
}

fn text_bytes() -> BytesCount {
    BytesCount::new(TEXTS.iter().map(String::len).sum::<usize>())
}

/// What bounds the steps: the scan for tags, decoding, a loop that looks pairs of characters up in a table.
mod bounds {
    use super::{Bencher, BytesCount, GB18030, PAGES, TEXTS, bytes, text_bytes};

    #[divan::bench]
    fn scan_for_tags(bencher: Bencher) {
        let count = |page: &Vec<u8>| memchr::memchr_iter(b'<', page).count();
        bencher.counter(bytes()).bench(|| PAGES.iter().map(count).sum::<usize>());
    }

    #[divan::bench]
    fn decode_gbk(bencher: Bencher) {
        let pages: Vec<Vec<u8>> = TEXTS.iter().map(|text| GB18030.encode(text).0.into_owned()).collect();
        let all = BytesCount::new(pages.iter().map(Vec::len).sum::<usize>());
        bencher
            .counter(all)
            .bench(|| pages.iter().map(|page| GB18030.decode_without_bom_handling(page).0.len()).sum::<usize>());
    }

    #[divan::bench]
    fn look_up_pairs(bencher: Bencher) {
        const BUCKETS: usize = 1 << 18;
        let table: Vec<i8> = (0..BUCKETS).map(|at| at as i8).collect();
        let sum = |text: &String| {
            let (mut sum, mut previous) = (0_i64, 0);
            for c in text.chars() {
                let pair = u64::from(previous) << 32 | u64::from(u32::from(c));
                let hash = pair.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 46;
                sum += i64::from(table[hash as usize % BUCKETS]);
                previous = u32::from(c);
            }
            sum
        };
        bencher.counter(text_bytes()).bench(|| TEXTS.iter().map(sum).sum::<i64>());
    }
}

/// One step alone; what it needs is made beforehand.
mod steps {
    use super::{Bencher, Classifier, PAGES, Page, TEXTS, black_box, bytes, decode, html, stages, text_bytes};

    #[divan::bench]
    fn decode_and_check(bencher: Bencher) {
        bencher.counter(bytes()).bench(|| PAGES.iter().map(|page| decode(page, None).text.len()).sum::<usize>());
    }

    #[divan::bench]
    fn segment_html(bencher: Bencher) {
        let texts: Vec<String> = PAGES.iter().map(|page| decode(page, None).text.into_owned()).collect();
        let paragraphs = |text: &String| Page::from_html(text.as_str()).paragraphs().len();
        bencher.counter(bytes()).bench(|| texts.iter().map(paragraphs).sum::<usize>());
    }

    #[divan::bench]
    fn segment_text(bencher: Bencher) {
        let paragraphs = |text: &String| Page::from_text(text.as_str()).paragraphs().len();
        bencher.counter(text_bytes()).bench(|| TEXTS.iter().map(paragraphs).sum::<usize>());
    }

    #[divan::bench]
    fn repair(bencher: Bencher) {
        bencher
            .counter(text_bytes())
            .bench(|| TEXTS.iter().map(|text| parasift::repair(text).changes.len()).sum::<usize>());
    }

    #[divan::bench]
    fn features(bencher: Bencher) {
        let (classifier, pages) = (Classifier::embedded(), html());
        bencher.counter(bytes()).bench(|| {
            pages.iter().for_each(|page| _ = black_box(stages::features(&classifier, page)));
        });
    }

    #[divan::bench]
    fn evidence(bencher: Bencher) {
        let (classifier, pages) = (Classifier::embedded(), html());
        let features: Vec<_> = pages.iter().map(|page| stages::features(&classifier, page)).collect();
        bencher.counter(bytes()).bench(|| {
            for (page, features) in pages.iter().zip(&features) {
                black_box(stages::evidence(&classifier, page, features));
            }
        });
    }

    #[divan::bench]
    fn chain(bencher: Bencher) {
        let (classifier, pages) = (Classifier::embedded(), html());
        let features: Vec<_> = pages.iter().map(|page| stages::features(&classifier, page)).collect();
        let evidence: Vec<_> =
            pages.iter().zip(&features).map(|(page, features)| stages::evidence(&classifier, page, features)).collect();
        bencher.counter(bytes()).bench(|| {
            for ((page, features), evidence) in pages.iter().zip(&features).zip(&evidence) {
                black_box(stages::chain(&classifier, page, features, evidence));
            }
        });
    }
}

/// From bytes to labels.
mod whole {
    use super::{Bencher, Classifier, Input, PAGES, TEXTS, bytes, text_bytes};

    #[divan::bench]
    fn html(bencher: Bencher) {
        let classifier = Classifier::embedded();
        let label = |page: &Vec<u8>| classifier.classify_bytes(page, Input::Html).paragraphs().len();
        bencher.counter(bytes()).bench(|| PAGES.iter().map(label).sum::<usize>());
    }

    #[divan::bench]
    fn text(bencher: Bencher) {
        let classifier = Classifier::embedded();
        let label = |text: &String| classifier.classify_text(text).paragraphs().len();
        bencher.counter(text_bytes()).bench(|| TEXTS.iter().map(label).sum::<usize>());
    }
}
