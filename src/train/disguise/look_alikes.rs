//! Characters that look like others.

use crate::train::random::Random;

/// Cyrillic, Greek, Armenian and phonetic letters that look like Latin ones, and letters that look like digits.
const LETTERS: &[(char, char)] = &[
    ('a', 'а'),
    ('b', 'Ь'),
    ('c', 'с'),
    ('d', 'ԁ'),
    ('e', 'е'),
    ('g', 'ɡ'),
    ('h', 'һ'),
    ('i', 'і'),
    ('j', 'ј'),
    ('k', 'κ'),
    ('l', 'ӏ'),
    ('m', 'м'),
    ('n', 'ո'),
    ('o', 'о'),
    ('p', 'р'),
    ('q', 'ԛ'),
    ('r', 'г'),
    ('s', 'ѕ'),
    ('t', 'т'),
    ('u', 'υ'),
    ('v', 'ν'),
    ('w', 'ԝ'),
    ('x', 'х'),
    ('y', 'у'),
    ('z', 'ᴢ'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('D', 'Ꭰ'),
    ('E', 'Е'),
    ('F', 'Ϝ'),
    ('G', 'Ԍ'),
    ('H', 'Н'),
    ('I', 'І'),
    ('J', 'Ј'),
    ('K', 'К'),
    ('L', 'Ꮮ'),
    ('M', 'М'),
    ('N', 'Ν'),
    ('O', 'О'),
    ('P', 'Р'),
    ('Q', 'Ԛ'),
    ('R', 'Ꭱ'),
    ('S', 'Ѕ'),
    ('T', 'Т'),
    ('U', 'Ս'),
    ('V', 'Ѵ'),
    ('W', 'Ԝ'),
    ('X', 'Х'),
    ('Y', 'Υ'),
    ('Z', 'Ζ'),
    ('0', 'О'),
    ('1', 'l'),
    ('3', 'З'),
    ('4', 'Ч'),
    ('6', 'б'),
];

/// Digits and signs that look like letters.
const LEET: &[(char, char)] = &[
    ('a', '4'),
    ('b', '8'),
    ('e', '3'),
    ('g', '9'),
    ('i', '1'),
    ('l', '1'),
    ('o', '0'),
    ('s', '5'),
    ('t', '7'),
    ('z', '2'),
];

/// Chinese characters that differ by a stroke or by a part.
const CHINESE: &[(char, char)] = &[
    ('博', '愽'),
    ('彩', '釆'),
    ('赌', '睹'),
    ('票', '漂'),
    ('网', '罔'),
    ('钱', '线'),
    ('贷', '货'),
    ('款', '欵'),
    ('微', '徽'),
    ('信', '伩'),
    ('加', '咖'),
    ('娱', '误'),
    ('乐', '东'),
    ('城', '诚'),
    ('澳', '噢'),
    ('门', '们'),
    ('开', '幵'),
    ('户', '尸'),
    ('注', '汪'),
    ('投', '没'),
    ('球', '救'),
    ('盘', '盆'),
    ('金', '全'),
    ('现', '规'),
    ('银', '很'),
    ('行', '衍'),
    ('代', '伐'),
    ('理', '埋'),
    ('办', '为'),
    ('证', '征'),
    ('发', '友'),
    ('平', '乎'),
    ('台', '召'),
    ('官', '宫'),
    ('客', '容'),
    ('服', '报'),
    ('线', '钱'),
    ('上', '丄'),
    ('下', '丅'),
    ('大', '太'),
    ('小', '少'),
    ('天', '夭'),
    ('日', '曰'),
    ('未', '末'),
    ('土', '士'),
    ('己', '已'),
    ('人', '入'),
    ('免', '兔'),
    ('费', '贵'),
    ('视', '祝'),
    ('频', '颖'),
    ('电', '甩'),
    ('话', '活'),
    ('约', '纳'),
    ('炮', '袍'),
    ('妹', '姝'),
    ('情', '清'),
    ('成', '咸'),
    ('色', '邑'),
    ('片', '爿'),
    ('看', '着'),
    ('高', '髙'),
    ('清', '淸'),
    ('真', '眞'),
    ('员', '贠'),
    ('会', '公'),
    ('送', '迭'),
    ('提', '堤'),
    ('快', '怏'),
    ('速', '谏'),
    ('科', '料'),
    ('技', '枝'),
    ('肥', '胞'),
    ('药', '葯'),
    ('治', '冶'),
    ('疗', '疔'),
    ('今', '令'),
    ('木', '本'),
    ('王', '玉'),
    ('白', '臼'),
    ('千', '干'),
    ('万', '方'),
    ('鸟', '乌'),
    ('贝', '见'),
    ('体', '休'),
    ('育', '肓'),
];

fn replaced(text: &str, table: &[(char, char)]) -> String {
    let like = |c: char| table.iter().find(|(from, _)| *from == c).map_or(c, |&(_, to)| to);
    text.chars().map(like).collect()
}

/// Every Latin letter, and digits, as a letter of another script.
pub(super) fn letters(text: &str, _: &mut Random) -> String {
    replaced(text, LETTERS)
}

/// Latin letters as digits.
pub(super) fn leetspeak(text: &str, _: &mut Random) -> String {
    let like = |c: char| LEET.iter().find(|(from, _)| *from == c.to_ascii_lowercase()).map_or(c, |&(_, to)| to);
    text.chars().map(like).collect()
}

/// Chinese characters as others that look much the same.
pub(super) fn chinese(text: &str, _: &mut Random) -> String {
    replaced(text, CHINESE)
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_table;
    use super::*;

    #[test]
    fn characters_look_alike() {
        assert_table(letters, &[("casino", "саѕіոо"), ("WIN 10", "ԜІΝ lО"), ("彩票", "彩票")]);
        assert_table(leetspeak, &[("Best casino", "8357 c451n0"), ("彩票", "彩票")]);
        assert_table(chinese, &[("彩票网", "釆漂罔"), ("casino", "casino")]);
    }

    #[test]
    fn each_has_one_form_that_is_another() {
        for table in [LETTERS, LEET, CHINESE] {
            let mut from: Vec<char> = table.iter().map(|&(from, _)| from).collect();
            from.sort_unstable();
            from.dedup();
            assert_eq!(from.len(), table.len());
            assert!(table.iter().all(|(from, to)| from != to));
        }
    }
}
