//! Emoji in place of the words they show.

use crate::train::random::Random;

/// Words, the longer before those that they begin with, and the emoji that stand for them.
const SHOWN: &[(&str, &str)] = &[
    ("微信", "💬"),
    ("电话", "☎️"),
    ("手机", "📱"),
    ("现金", "💵"),
    ("免费", "🆓"),
    ("第一", "🥇"),
    ("赌", "🎲"),
    ("牌", "🃏"),
    ("球", "⚽"),
    ("奖", "🏆"),
    ("钱", "💰"),
    ("金", "🪙"),
    ("银", "🥈"),
    ("卡", "💳"),
    ("信", "✉️"),
    ("车", "🚗"),
    ("马", "🐴"),
    ("龙", "🐲"),
    ("虎", "🐯"),
    ("牛", "🐮"),
    ("鱼", "🐟"),
    ("鸡", "🐔"),
    ("狗", "🐶"),
    ("火", "🔥"),
    ("水", "💧"),
    ("花", "🌸"),
    ("药", "💊"),
    ("酒", "🍷"),
    ("女", "👩"),
    ("男", "👨"),
    ("爱", "❤️"),
    ("心", "💗"),
    ("手", "✋"),
    ("网", "🌐"),
    ("视", "📺"),
    ("片", "🎬"),
    ("书", "📖"),
    ("店", "🏪"),
    ("家", "🏠"),
    ("星", "⭐"),
    ("夜", "🌙"),
    ("日", "☀️"),
    ("点", "👉"),
    ("加", "➕"),
    ("全", "💯"),
    ("票", "🎫"),
    ("飞", "✈️"),
    ("炮", "💣"),
    ("casino", "🎰"),
    ("money", "💰"),
    ("cash", "💵"),
    ("card", "💳"),
    ("free", "🆓"),
    ("win", "🏆"),
    ("poker", "🃏"),
    ("love", "❤️"),
    ("phone", "📱"),
    ("call", "☎️"),
    ("hot", "🔥"),
    ("girl", "👩"),
    ("pill", "💊"),
    ("watch", "⌚"),
    ("bag", "👜"),
    ("shoe", "👟"),
    ("star", "⭐"),
    ("best", "🥇"),
    ("top", "🔝"),
    ("video", "🎬"),
    ("online", "🌐"),
];

/// Every word that an emoji shows, as that emoji.
pub(super) fn in_place_of_words(text: &str, _: &mut Random) -> String {
    let lowered = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match SHOWN.iter().find(|(word, _)| lowered[at..].starts_with(word)) {
            Some((word, emoji)) => {
                out.push_str(emoji);
                at += word.len();
            }
            None => {
                out.push(c);
                at += c.len_utf8();
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_table;
    use super::*;

    #[test]
    fn words_are_shown() {
        assert_table(
            in_place_of_words,
            &[
                ("手机彩票网", "📱彩🎫🌐"),
                ("Free Casino bonus", "🆓 🎰 bonus"),
                ("一手好牌", "一✋好🃏"),
                ("天桥", "天桥"),
            ],
        );
    }

    #[test]
    fn no_word_is_out_of_reach() {
        for (at, (word, _)) in SHOWN.iter().enumerate() {
            assert!(!SHOWN[..at].iter().any(|(before, _)| word.starts_with(before)), "{word}");
        }
    }
}
