//! A paragraph against what its page says of itself in the head: headlines stand in titles, leads in descriptions.

use crate::normalize::fold_into;
use crate::page::{HeadKind, Page};

/// Values of: relation to the title, level of the heading it stands in, first in its relation or a copy, relation to the
/// description.
pub(crate) const SIZES: [usize; 4] = [5, 4, 3, 3];

// Relations to a title.
const NO_TITLE: u8 = 0;
const UNRELATED: u8 = 1;
/// Stands somewhere in it: the name of the site or the section.
const PART: u8 = 2;
/// The title begins with it, or it with the title: a headline with the site's name behind it, or one that was cut.
pub(crate) const BEGINNING: u8 = 3;
const SAME: u8 = 4;

/// A text shorter than this, in characters, is the beginning of a title by chance.
const LEAST_BEGINNING: usize = 4;

/// A headline makes at least one of so many parts of the title it begins.
const LEAST_SHARE: usize = 5;

/// A title that was cut has at least so many characters.
const LEAST_CUT: usize = 8;

/// So many characters that a lead and a description begin with alike make them the same.
const SAME_LEAD: usize = 16;

/// So many characters of a page's titles, and of its descriptions, are compared with each of its paragraphs.
const MOST_COMPARED: usize = 8_192;

/// Headings from this level on are one.
const LAST_LEVEL: u8 = 3;

/// The values of every paragraph, from the folded texts.
pub(crate) fn titles(page: &Page<'_>, texts: &[&[char]]) -> Vec<[u8; SIZES.len()]> {
    let of = |kinds: [HeadKind; 2]| -> Vec<Vec<char>> {
        let wanted = page.head().iter().filter(|text| kinds.contains(&text.kind));
        let mut left = MOST_COMPARED;
        let compared = wanted.map_while(|text| {
            let mut folded = (left > 0).then(|| folded(&text.text))?;
            folded.truncate(left);
            left -= folded.len();
            Some(folded)
        });
        compared.filter(|text| !text.is_empty()).collect()
    };
    let titles = of([HeadKind::Title, HeadKind::OpenGraph]);
    let descriptions = of([HeadKind::Description, HeadKind::OpenGraph]);
    let mut is_first = true;
    let mut text = Vec::new();
    page.paragraphs()
        .iter()
        .zip(texts)
        .map(|(paragraph, folded)| {
            text.clear();
            text.extend(folded.iter().filter(|&&c| c != ' '));
            let relation = titles.iter().map(|title| relation(&text, title)).max().unwrap_or(NO_TITLE);
            let level = page.heading_level(paragraph).map_or(0, |level| level.min(LAST_LEVEL));
            let copy = match (relation >= BEGINNING, is_first) {
                (false, _) => 0,
                (true, true) => 1,
                (true, false) => 2,
            };
            is_first &= copy == 0;
            let lead = descriptions.iter().map(|description| lead(&text, description)).max().unwrap_or(0);
            [relation, level, copy, lead]
        })
        .collect()
}

fn folded(text: &str) -> Vec<char> {
    let mut folded = Vec::new();
    fold_into(text, &mut folded);
    folded.retain(|&c| c != ' ');
    folded
}

fn relation(text: &[char], title: &[char]) -> u8 {
    let begins = |long: &[char], short: &[char]| {
        long.starts_with(short) && short.len() >= LEAST_BEGINNING && short.len() * LEAST_SHARE >= long.len()
    };
    match () {
        _ if text == title => SAME,
        _ if begins(title, text) || title.len() >= LEAST_CUT && begins(text, title) => BEGINNING,
        _ if text.len() > 1 && contains(title, text) => PART,
        _ => UNRELATED,
    }
}

/// Whether a part, which is not empty, stands in a text. Most parts do not begin with any of its characters.
fn contains(text: &[char], part: &[char]) -> bool {
    let Some(places) = (text.len() + 1).checked_sub(part.len()) else { return false };
    (0..places).any(|at| text[at] == part[0] && text[at..].starts_with(part))
}

/// 2 for the beginning of the description, 1 for a later part of it, else 0.
fn lead(text: &[char], description: &[char]) -> u8 {
    let alike = text.iter().zip(description).take_while(|(one, other)| one == other).count();
    match alike >= SAME_LEAD {
        true => 2,
        false if text.len() >= SAME_LEAD => {
            let beginning = &text[..SAME_LEAD];
            u8::from(contains(description, beginning))
        }
        false => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(html: &str) -> Vec<[u8; 4]> {
        let page = Page::from_html(html);
        let texts = crate::features::folded_texts(&page);
        titles(&page, &texts.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    #[test]
    fn headlines_site_names_copies_and_leads() {
        let lead = "昨日，記者從市城建中心獲悉，兩座人行天橋主體已經完工。";
        let html = format!(
            "<title>两座人行天桥 月底通车_青石日报</title><meta name=description content='昨日，记者从市城建中心获悉，两座人行天桥主体'>\
             <p>青石日报</p><h1>兩座人行天橋月底通車</h1><p>{lead}</p><h4>两座人行天桥月底通车</h4><p>月底</p><p>两座</p><p>别的</p>"
        );
        assert_eq!(
            values(&html),
            [[2, 0, 0, 0], [3, 1, 1, 0], [1, 0, 0, 2], [3, 3, 2, 0], [2, 0, 0, 0], [2, 0, 0, 0], [1, 0, 0, 0]]
        );
        assert_eq!(values("<h2>甲乙丙丁</h2>"), [[0, 2, 0, 0]]);
        assert_eq!(values("<title>甲乙丙丁</title><p>甲乙丙丁"), [[4, 0, 1, 0]]);
        assert_eq!(values("<title>A long headline that is</title><p>A long headline that is cut"), [[3, 0, 1, 0]]);
    }
}
