//! Undoes a disguise: characters split by signs, `赌/博/网/站`, `【约】【炮】`, `💰北💰京💰赛💰车`.

use std::borrow::Cow;

use crate::script::{is_alphanumeric, is_han};

/// Signs between two characters, at most.
const MOST_SIGNS: usize = 2;

/// Single characters in a row, at least: fewer are an enumeration.
const LEAST_CHARACTERS: usize = 4;

/// Signs that a text must have for that.
pub(crate) const LEAST_SIGNS: usize = LEAST_CHARACTERS - 1;

/// The folded text without the signs between Chinese characters that stand single, where many do so in a row.
pub(crate) fn joined(text: &[char]) -> Cow<'_, [char]> {
    let mut joined: Vec<char> = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while at < text.len() {
        let run = run(text, at);
        if run.len() >= LEAST_CHARACTERS {
            joined.extend(&text[copied..at]);
            joined.extend(run.iter().map(|&place| text[place]));
            copied = run[run.len() - 1] + 1;
        }
        at = run.last().map_or(at, |&last| last) + 1;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    joined.extend(&text[copied..]);
    Cow::Owned(joined)
}

/// The places of the single characters that begin at `at`, each behind one or two signs.
fn run(text: &[char], at: usize) -> Vec<usize> {
    let is_single = |place: usize| is_han(text[place]) && !text.get(place + 1).is_some_and(|&c| is_alphanumeric(c));
    let mut run = Vec::new();
    if !is_han(text[at]) || at.checked_sub(1).is_some_and(|before| is_alphanumeric(text[before])) {
        return run;
    }
    let mut next = Some(at);
    while let Some(place) = next.filter(|&place| is_single(place)) {
        run.push(place);
        let behind = (place + 2..=place + 1 + MOST_SIGNS).find(|&behind| text.get(behind).is_some_and(|&c| is_han(c)));
        next = behind.filter(|&behind| text[place + 1..behind].iter().all(|&c| !is_alphanumeric(c)));
    }
    run
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn split_characters_are_joined_and_enumerations_stay() {
        for (text, expected) in [
            ("北/京/赛/车 计划", "北京赛车 计划"),
            ("💰北💰京💰赛💰车💰", "💰北京赛车💰"),
            ("【约】【会】【神】【器】下载", "【约会神器】下载"),
            ("【时】【时】【彩】【票】 下载", "【时时彩票】 下载"),
            ("信 用 卡 套 现 找 我", "信用卡套现找我"),
            ("甲、乙、丙", "甲、乙、丙"),
            ("一年级，二年级，三年级，四年级", "一年级，二年级，三年级，四年级"),
            ("", ""),
            ("a 北 京 b", "a 北 京 b"),
        ] {
            let text: Vec<char> = text.chars().collect();
            assert_eq!(joined(&text).iter().collect::<String>(), expected);
        }
    }
}
