//! Composes spam lines from words, the way the tools of those who sell them do: words strung together, titles of a
//! brand and what is asked for, anchors, advertisements with a contact.
//!
//! Each line is made of words of one fold only, so that what is held out shares none with what is trained on.

use super::dataset::SpamLine;
use super::random::Random;
use super::views::is_east_asian;
use crate::hash;

/// A word that stands alone in a line has at least this many characters: shorter ones are anybody's.
const LEAST_ALONE: usize = 4;

/// Of so many words in a string one is of another family of the same fold.
const WORDS_PER_STRANGER: usize = 8;

/// The most words in a string.
const LONGEST: usize = 12;

/// Words before and between those of a script.
struct Phrases {
    separators: &'static [&'static str],
    /// What stands before a string of words.
    leads: &'static [&'static str],
    /// What is hung on a word to make a title or an anchor.
    tails: &'static [&'static str],
    /// Sentences with places for words.
    sentences: &'static [&'static str],
}

const EAST_ASIAN: Phrases = Phrases {
    separators: &[" ", " ", ",", "，", "|", " | ", "_", "-", "、", "/", "·", ";", "  ", "—", "　"],
    leads: &[
        "友情链接：",
        "友情链接: ",
        "猜你喜欢：",
        "猜你感兴趣： ",
        "热门搜索：",
        "相关搜索：",
        "热搜词：",
        "本文关键词：",
        "关键词：",
        "标签：",
        "Tags: ",
        "推荐：",
        "相关推荐 ",
        "站点导航：",
        "您可能还想看：",
        "【热门】",
        "大家都在搜：",
    ],
    tails: &[
        "官网",
        "官方网站",
        "(中国)官方网站",
        "登录入口",
        "首页",
        "app下载",
        "手机版",
        "注册",
        "平台",
        "网址",
        "最新版",
        "免费",
        "在线",
        "客户端",
        "网页版",
        "大全",
        "推荐",
        "多少钱",
        "哪里有",
        "联系方式",
        "哪家好",
        "怎么样",
        "最新入口",
        "安卓版下载",
        "价格",
        "公司",
    ],
    sentences: &[
        "①哪家好？②专业可靠，③欢迎咨询",
        "提供①、②、③等，欢迎来电",
        "①，②，③，安全快捷",
        "专业① ②，当天办理",
        "想要①就来②，③等你",
        "①最新消息：②，③全程服务",
        "①是什么？①和②有什么区别",
        "点击进入①，②，③",
        "【①】②,③",
        "【①】②-③",
        "①【②】",
        "①(②)",
        "①：②，详情加微信 wx00000",
        "①★②★③",
        "👉①👈 ②",
        "❤①❤②❤③",
        "①（②）③_①",
        "①_② - ③",
        "①-②(③)官方网站",
        "①,① ②,① ③,② ③",
        "① ② ① ③",
        "①②",
        "①②③",
        "②①",
        "①2024②",
        "① QQ：100000",
        "①电话13000000000 ②",
        "《①》② ③",
        "① >> ② >> ③",
        "🔥①🔥②",
        "①官方：①是②，提供③，①官网①登录①下载。",
        "据①介绍，②为广大用户提供③，注册即送，随时随地享受。",
    ],
};

const OTHER: Phrases = Phrases {
    separators: &[" ", ", ", ",", " | ", "|", " - ", "_", "; ", " / ", " · ", " :: "],
    leads: &["Tags: ", "Keywords: ", "Related: ", "Partners: ", "Popular searches: ", "Links: ", "See also "],
    tails: &[
        " online",
        " for sale",
        " cheap",
        " 2024",
        " free",
        " near me",
        " review",
        " best price",
        " no deposit",
        " official site",
        " login",
        " without",
        " usa",
        " uk",
        " discount",
        " coupon",
        " app",
        " download",
        " buy",
    ],
    sentences: &[
        "Buy ① online",
        "① - ② | ③",
        "Best ① and ② in 2024",
        "cheap ①, ② and ③",
        "Visit ① for ② and ③",
        "Great post! Check ① for ②",
        "If you are looking for ①, ② is here. ③ guaranteed.",
        "①: ②",
        "① | Homepage",
        "Order ① - ②",
        "① ②",
        "① ② ③",
        "Get ① now! ②, ③.",
        "Top 10 ① sites",
        "where to buy ①",
        "① >> ② >> ③",
        "*** ① *** ② ***",
        "① (②)",
        "Click here for ①",
        "①, ① ②, ① ③",
        "We offer ①, ② and ③ at the best prices with fast delivery worldwide.",
        "I love your blog, have you tried ①? ②",
    ],
};

/// Where in a sentence a first, a second and a third word go.
const PLACES: [char; 3] = ['①', '②', '③'];

/// Lines made of the words, each with its fold.
pub(super) fn lines(words: &[SpamLine], fold_of: &[usize]) -> Vec<(String, usize)> {
    let mut families: Vec<&str> = words.iter().map(|word| &*word.family).collect();
    families.sort_unstable();
    families.dedup();
    let folds = fold_of.iter().max().map_or(0, |most| most + 1);
    let mut made = Vec::new();
    for family in families {
        for fold in 0..folds {
            let of_fold = |own: bool| -> Vec<&str> {
                let wanted =
                    words.iter().zip(fold_of).filter(|(word, at)| **at == fold && (word.family == family) == own);
                wanted.map(|(word, _)| &*word.text).collect()
            };
            let own = of_fold(true);
            if own.is_empty() {
                continue;
            }
            let is_east_asian = own.iter().filter(|word| is_east_asian(word)).count() * 2 >= own.len();
            let mut strangers = of_fold(false);
            strangers.retain(|word| self::is_east_asian(word) == is_east_asian);
            let mut random = Random::seeded(u64::from(hash::bytes(family.bytes())) << 8 | fold as u64);
            let phrases = if is_east_asian { &EAST_ASIAN } else { &OTHER };
            for _ in 0..own.len() {
                made.push((line(&own, &strangers, phrases, &mut random), fold));
            }
        }
    }
    made
}

fn line(own: &[&str], strangers: &[&str], phrases: &Phrases, random: &mut Random) -> String {
    let pick = |random: &mut Random| -> String {
        let foreign = !strangers.is_empty() && random.below(WORDS_PER_STRANGER) == 0;
        let words = if foreign { strangers } else { own };
        words[random.below(words.len())].to_owned()
    };
    let one_of = |list: &[&'static str], random: &mut Random| list[random.below(list.len())];
    match random.below(12) {
        0..=3 => string(&pick, phrases, random),
        4 => one_of(phrases.leads, random).to_owned() + &string(&pick, phrases, random),
        5 => {
            let separator = one_of(phrases.separators, random);
            let same = (random.below(2) == 0).then(|| pick(random));
            let part =
                |random: &mut Random| same.clone().unwrap_or_else(|| pick(random)) + one_of(phrases.tails, random);
            (0..1 + random.below(4)).map(|_| part(random)).collect::<Vec<_>>().join(separator)
        }
        6..=8 => {
            let (word, more) = (pick(random), pick(random));
            match word.chars().count() >= LEAST_ALONE {
                true => word,
                false => word + &more,
            }
        }
        _ => {
            let words: [String; 3] = std::array::from_fn(|_| pick(random));
            let sentence = one_of(phrases.sentences, random).to_owned();
            PLACES.iter().zip(&words).fold(sentence, |sentence, (place, word)| sentence.replace(*place, word))
        }
    }
}

/// Words with one separator between them.
fn string(pick: &impl Fn(&mut Random) -> String, phrases: &Phrases, random: &mut Random) -> String {
    let separator = phrases.separators[random.below(phrases.separators.len())];
    let words: Vec<String> = (0..2 + random.below(LONGEST - 1)).map(|_| pick(random)).collect();
    words.join(separator)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn words(family: &str, words: &str) -> Vec<SpamLine> {
        let word = |text: &str| SpamLine { text: text.to_owned(), family: family.to_owned(), kind: None };
        words.split(' ').map(word).collect()
    }

    #[test]
    fn lines_are_of_their_fold_s_words_and_the_same_each_time() {
        let mut all = words("a", "甲甲甲 乙乙乙 丙丙丙 丁丁丁 戊戊戊 己己己 庚庚庚 辛辛辛");
        all.extend(words("b", "子子子 丑丑丑 寅寅寅 卯卯卯 辰辰辰 巳巳巳 午午午 未未未"));
        let folds: Vec<usize> = (0..all.len()).map(|at| at % 2).collect();
        let made = lines(&all, &folds);
        assert_eq!(made.len(), all.len());
        for (line, fold) in &made {
            let stands = |at: usize| line.contains(&all[at].text);
            assert!((0..all.len()).any(stands), "{line}");
            assert!((0..all.len()).filter(|&at| folds[at] != *fold).all(|at| !stands(at)), "{line}");
            assert!(!line.contains(PLACES), "{line}");
        }
        assert_eq!(made, lines(&all, &folds));
    }

    #[test]
    fn thousands_of_distinct_lines_come_from_hundreds_of_words() {
        let list: Vec<String> = (0..3000).map(|n| format!("word{n}x")).collect();
        let made = lines(&words("english", &list.join(" ")), &vec![0; list.len()]);
        let distinct: BTreeSet<&str> = made.iter().map(|(line, _)| line.as_str()).collect();
        assert!(distinct.len() > 2900, "{}", distinct.len());
        assert!(made.iter().all(|(line, _)| !is_east_asian(line)));
    }
}
