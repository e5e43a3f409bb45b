//! A paragraph against its page: how much of it stands elsewhere, and whether its script, its characters and its damage
//! are the page's. What was put into a page from outside differs from it.

use super::characters::Characters;
use super::slots::{ABSENT, bin};
use crate::hash;
use crate::normalize::{is_simplified, is_traditional};
use crate::page::Page;

/// How many values each slot has: length, share seen elsewhere, share seen in prose, script and the
/// page's, characters and the page's, damage and the page's.
pub(crate) const SIZES: [usize; 6] =
    [LEN.len() + 1, SEEN.len() + 1, SEEN.len() + 1, SCRIPTS * SCRIPTS, VARIANTS * VARIANTS, 4];

const LEN: [f64; 5] = [4.0, 10.0, 25.0, 60.0, 150.0];
const SEEN: [f64; 6] = [0.001, 0.1, 0.25, 0.45, 0.7, 0.95];

/// Han, kana and hangul, Latin, other, none.
const SCRIPTS: usize = 5;

/// Neither, simplified, traditional.
const VARIANTS: usize = 3;

/// Characters from which on a text with a stop counts as prose.
const PROSE: usize = 40;

/// Pairs of characters are counted in so many buckets.
const BUCKETS: usize = 1 << 16;

/// Fewer characters of a variant than this say nothing.
const LEAST_OF_VARIANT: usize = 2;

/// A paragraph of this many characters would have been damaged by a converter that damaged the page.
const LEAST_DAMAGED: usize = 30;

/// The values of every paragraph of a page; `texts` are folded, `damaged` says which were repaired.
pub(crate) fn against_page(
    page: &Page<'_>,
    texts: &[&[char]],
    characters: &[Characters],
    damaged: &[bool],
) -> Vec<[u8; SIZES.len()]> {
    let originals: Vec<&str> = page.paragraphs().iter().map(|paragraph| page.text(paragraph)).collect();
    let shares = Shares::new(texts, characters);
    let scripts: Vec<usize> = characters.iter().map(script).collect();
    let main = most_common(scripts.iter().zip(texts).map(|(&script, text)| (script, text.len())));
    let variants: Vec<[usize; 2]> = originals.iter().map(|text| variants(text)).collect();
    let of_page = variant(variants.iter().fold([0, 0], |sum, own| [sum[0] + own[0], sum[1] + own[1]]));
    let is_damaged = damaged.contains(&true);
    (0..texts.len())
        .map(|at| {
            let len = texts[at].len();
            let [elsewhere, prose] = shares.of(at);
            let damage = match (is_damaged, damaged[at], len >= LEAST_DAMAGED) {
                (false, ..) => 0,
                (_, true, _) => 1,
                (_, _, false) => 2,
                _ => 3,
            };
            [
                bin(len as f64, &LEN),
                elsewhere,
                prose,
                (scripts[at] * SCRIPTS + main) as u8,
                (variant(variants[at]) * VARIANTS + of_page) as u8,
                damage,
            ]
        })
        .collect()
}

/// In how many paragraphs each pair of characters stands, counted up to two, and in how many of prose.
struct Shares {
    grams: Vec<u16>,
    ends: Vec<usize>,
    prose: Vec<bool>,
    count_of_prose: usize,
    /// By pair: the number of paragraphs in the lower half, of paragraphs of prose in the upper.
    counts: Vec<u8>,
}

/// More than one paragraph.
const SEVERAL: u8 = 2;
const PROSE_SHIFT: u32 = 4;

impl Shares {
    fn new(texts: &[&[char]], characters: &[Characters]) -> Self {
        let mut counts = vec![0_u8; BUCKETS];
        let (mut grams, mut ends, mut seen) = (Vec::new(), Vec::with_capacity(texts.len()), vec![0_u64; BUCKETS / 64]);
        let is_prose = |(text, own): (&&[char], &Characters)| text.len() >= PROSE && own.stops() > 0;
        let prose: Vec<bool> = texts.iter().zip(characters).map(is_prose).collect();
        for (text, &is_prose) in texts.iter().zip(&prose) {
            let start = grams.len();
            for pair in text.windows(2) {
                let gram = hash::pair(pair[0] as u32, pair[1] as u32) as usize % BUCKETS;
                let (word, bit) = (gram / 64, 1 << (gram % 64));
                if seen[word] & bit == 0 {
                    seen[word] |= bit;
                    grams.push(gram as u16);
                }
            }
            for &gram in &grams[start..] {
                seen[usize::from(gram) / 64] = 0;
                let count = &mut counts[usize::from(gram)];
                *count += u8::from(*count & SEVERAL == 0);
                if is_prose && *count >> PROSE_SHIFT < SEVERAL {
                    *count += 1 << PROSE_SHIFT;
                }
            }
            ends.push(grams.len());
        }
        let count_of_prose = prose.iter().filter(|prose| **prose).count();
        Shares { grams, ends, prose, count_of_prose, counts }
    }

    fn row(&self, at: usize) -> &[u16] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.grams[start..self.ends[at]]
    }

    /// Bins of the share of a paragraph's pairs that stand in other paragraphs, and in other prose.
    fn of(&self, at: usize) -> [u8; 2] {
        let row = self.row(at);
        if row.is_empty() {
            return [ABSENT; 2];
        }
        let own = u8::from(self.prose[at]);
        let (mut elsewhere, mut in_prose) = (0, 0);
        for &gram in row {
            let count = self.counts[usize::from(gram)];
            elsewhere += usize::from(count & SEVERAL != 0);
            in_prose += usize::from(count >> PROSE_SHIFT > own);
        }
        let share = |count: usize| bin(count as f64 / row.len() as f64, &SEEN);
        let has_prose = self.count_of_prose > usize::from(self.prose[at]);
        [share(elsewhere), if has_prose { share(in_prose) } else { ABSENT }]
    }
}

/// Han, kana or hangul, Latin, other, none: the first two by their first character, as Chinese has Latin in it.
fn script(characters: &Characters) -> usize {
    let (han, kana, latin) = (characters.han(), characters.kana(), characters.latin());
    let other = characters.letters();
    match han + kana + latin + other {
        0 => 4,
        // Japanese has more Chinese characters than kana in places, and Chinese has no kana.
        _ if kana * 4 > han => 1,
        _ if han * 4 > latin + other => 0,
        _ if latin >= other => 2,
        _ => 3,
    }
}

fn most_common(scripts: impl Iterator<Item = (usize, usize)>) -> usize {
    let mut chars = [0; SCRIPTS];
    for (script, len) in scripts {
        chars[script] += len;
    }
    (0..SCRIPTS).rev().max_by_key(|&script| chars[script]).unwrap_or(0)
}

/// How many characters are simplified, and how many traditional.
fn variants(text: &str) -> [usize; 2] {
    let mut counts = [0, 0];
    for c in text.chars() {
        if is_traditional(c) {
            counts[1] += 1;
        } else if is_simplified(c) {
            counts[0] += 1;
        }
    }
    counts
}

/// Simplified texts have no traditional characters; traditional ones have many that simplified ones have too.
fn variant([simplified, traditional]: [usize; 2]) -> usize {
    match (simplified >= LEAST_OF_VARIANT, traditional * 4 > simplified) {
        (_, true) => 2,
        (true, false) => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::fold_into;

    fn of(html: &str) -> Vec<[u8; SIZES.len()]> {
        let page = Page::from_html(html.to_owned());
        let folded: Vec<Vec<char>> = page
            .paragraphs()
            .iter()
            .map(|paragraph| {
                let mut folded = Vec::new();
                fold_into(page.text(paragraph), &mut folded);
                folded
            })
            .collect();
        let damaged: Vec<bool> = page.paragraphs().iter().map(|paragraph| page.text(paragraph).contains('(')).collect();
        let characters: Vec<Characters> = folded.iter().map(|text| Characters::of(text)).collect();
        against_page(&page, &folded.iter().map(Vec::as_slice).collect::<Vec<_>>(), &characters, &damaged)
    }

    #[test]
    fn a_line_of_another_script_and_variant_stands_out() {
        let rows = of("<p>臺灣的書店與讀者</p><p>臺灣的讀者</p><p>体育网站</p><p>casino bonus</p>");
        // Three of its four pairs stand in the first; none of the others' does.
        assert_eq!(rows[1], [1, 5, ABSENT, 0, 8, 0]);
        assert_eq!(rows[2], [0, 0, ABSENT, 0, 5, 0]);
        assert_eq!(rows[3], [2, 0, ABSENT, 10, 2, 0]);
    }

    #[test]
    fn a_line_without_the_page_s_damage_stands_out() {
        let damaged = "<p>創(chuàng)新發(fā)展</p><p>網(wǎng)站</p>";
        let long = "买卖资源服务".repeat(6);
        let rows = of(&format!("{damaged}<p>{long}</p><p>首页</p>"));
        assert_eq!(rows.iter().map(|row| row[5]).collect::<Vec<_>>(), [1, 1, 3, 2]);
        assert!(of("").is_empty());
    }
}
