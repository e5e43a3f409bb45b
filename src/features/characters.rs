//! What a folded text is made of: how many characters of each class, and the pieces between separators. One look at each
//! character serves all groups of features.

use crate::script::{is_han, is_kana_or_hangul};

/// Classes of characters; each character is of one. Those up to [`Class::Stop`] separate pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    Space,
    Comma,
    IdeographicComma,
    Bar,
    /// 丨, a Chinese character that is used as a bar.
    HanBar,
    /// Underscore and hyphen.
    Hyphen,
    Dash,
    Slash,
    MiddleDot,
    Semicolon,
    Greater,
    Colon,
    /// Ends of sentences.
    Stop,
    Guillemet,
    Digit,
    Latin,
    Han,
    /// The most frequent function characters of Chinese prose.
    Function,
    /// Kana and hangul.
    Kana,
    /// Letters of other scripts.
    Letter,
    /// Brackets that set off words.
    Bracket,
    /// Symbols and emoji.
    Symbol,
    Other,
}

const CLASSES: usize = Class::Other as usize + 1;

/// Of the characters of ASCII.
const ASCII: [Class; 128] = {
    let mut classes = [Class::Other; 128];
    let mut code = 0;
    while code < 128 {
        classes[code] = match code as u8 {
            b' ' => Class::Space,
            b',' => Class::Comma,
            b'|' => Class::Bar,
            b'_' | b'-' => Class::Hyphen,
            b'/' => Class::Slash,
            b';' => Class::Semicolon,
            b'>' => Class::Greater,
            b':' => Class::Colon,
            b'.' | b'!' | b'?' => Class::Stop,
            b'0' => Class::Digit,
            b'a'..=b'z' => Class::Latin,
            b'[' | b']' => Class::Bracket,
            b'@' | b'*' | b'=' | b'~' => Class::Symbol,
            _ => Class::Other,
        };
        code += 1;
    }
    classes
};

fn class(c: char) -> Class {
    if let Some(&class) = ASCII.get(c as usize) {
        return class;
    }
    match c {
        '的' | '了' | '在' | '是' | '和' | '与' | '为' | '有' | '这' | '对' => Class::Function,
        '丨' => Class::HanBar,
        _ if is_han(c) => Class::Han,
        '。' => Class::Stop,
        '、' => Class::IdeographicComma,
        '—' => Class::Dash,
        '·' => Class::MiddleDot,
        '»' => Class::Guillemet,
        '【' | '】' | '『' | '』' | '《' => Class::Bracket,
        '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' => Class::Symbol,
        _ if is_kana_or_hangul(c) => Class::Kana,
        _ if c.is_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

/// What one folded text is made of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Characters {
    counts: [u32; CLASSES],
    /// How many pieces stand between separators, and the squares of their lengths.
    pub(crate) pieces: usize,
    pub(crate) squares: u64,
}

impl Characters {
    pub(crate) fn of(text: &[char]) -> Self {
        let mut characters = Characters::default();
        let mut start = 0;
        for (at, &c) in text.iter().enumerate() {
            let class = class(c);
            characters.counts[class as usize] += 1;
            if class as u8 <= Class::Stop as u8 {
                characters.end_piece(at - start);
                start = at + 1;
            }
        }
        characters.end_piece(text.len() - start);
        characters
    }

    fn end_piece(&mut self, len: usize) {
        self.pieces += usize::from(len > 0);
        self.squares += (len * len) as u64;
    }

    fn count<const N: usize>(&self, classes: [Class; N]) -> usize {
        classes.iter().map(|&class| self.counts[class as usize] as usize).sum()
    }

    /// Ends of sentences.
    pub(crate) fn stops(&self) -> usize {
        self.count([Class::Stop])
    }

    /// Marks inside and behind sentences.
    pub(crate) fn punctuation(&self) -> usize {
        self.count([Class::Stop, Class::Comma, Class::Semicolon, Class::Colon])
    }

    /// The marks that content scores count.
    pub(crate) fn scored_marks(&self) -> usize {
        self.count([Class::Stop, Class::Comma, Class::Semicolon, Class::IdeographicComma])
    }

    /// The marks between the items of an enumeration.
    pub(crate) fn enumerating(&self) -> usize {
        self.count([Class::Comma, Class::IdeographicComma])
    }

    /// Marks between the entries of a menu.
    pub(crate) fn cuts(&self) -> usize {
        use Class::{Bar, Greater, Guillemet, Hyphen, Slash, Space};
        self.count([Space, Bar, Greater, Guillemet, Hyphen, Slash])
    }

    /// Separators by kind.
    pub(crate) fn separators(&self) -> [usize; 6] {
        [
            self.count([Class::Space]),
            self.enumerating(),
            self.count([Class::Bar, Class::HanBar]),
            self.count([Class::Hyphen, Class::Dash]),
            self.count([Class::Slash, Class::MiddleDot, Class::Semicolon, Class::Greater]),
            self.count([Class::Stop, Class::Colon]),
        ]
    }

    pub(crate) fn digits(&self) -> usize {
        self.count([Class::Digit])
    }

    pub(crate) fn latin(&self) -> usize {
        self.count([Class::Latin])
    }

    pub(crate) fn function(&self) -> usize {
        self.count([Class::Function])
    }

    pub(crate) fn han(&self) -> usize {
        self.count([Class::Han, Class::Function, Class::HanBar])
    }

    pub(crate) fn kana(&self) -> usize {
        self.count([Class::Kana])
    }

    /// Letters of other scripts.
    pub(crate) fn letters(&self) -> usize {
        self.count([Class::Letter])
    }

    pub(crate) fn brackets(&self) -> usize {
        self.count([Class::Bracket])
    }

    pub(crate) fn symbols(&self) -> usize {
        self.count([Class::Symbol])
    }

    /// All that is neither a letter nor a digit; some rare numerals are counted in.
    pub(crate) fn signs(&self) -> usize {
        let all: usize = self.counts.iter().map(|&count| count as usize).sum();
        all - self.han() - self.kana() - self.letters() - self.latin() - self.digits()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_pieces() {
        let characters = |text: &str| Characters::of(&text.chars().collect::<Vec<_>>());
        let own = characters("首页的 | ab-0、カд。»【☆½");
        assert_eq!(
            [own.han(), own.function(), own.latin(), own.digits(), own.kana(), own.letters()],
            [3, 1, 2, 1, 1, 1]
        );
        assert_eq!([own.cuts(), own.stops(), own.enumerating(), own.brackets(), own.symbols()], [5, 1, 1, 1, 1]);
        assert_eq!(own.separators(), [2, 1, 1, 1, 0, 1]);
        // 首页的, ab, 0, カд, and what stands behind the stop.
        assert_eq!((own.pieces, own.squares), (5, 9 + 4 + 1 + 4 + 16));
        assert_eq!(own.signs(), 10);
        let marks = characters("a,b;c:d.");
        assert_eq!((marks.punctuation(), marks.scored_marks()), (4, 3));
        assert_eq!((characters("").pieces, characters("丨").han(), characters("丨").pieces), (0, 1, 0));
    }
}
