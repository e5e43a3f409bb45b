//! The words in classes and ids.

/// Shortest and longest word of a class or id that counts as a word, in letters.
const WORD_LEN: std::ops::RangeInclusive<usize> = 3..=15;

/// Adds the hashes of the words in a class or id that are not among `words[first..]` yet.
pub(super) fn push_words(name: &str, first: usize, words: &mut Vec<u32>) {
    for word in name.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| WORD_LEN.contains(&word.len())) {
        let hash = crate::hash::bytes(word.bytes().map(|b| b.to_ascii_lowercase()));
        if !words[first..].contains(&hash) {
            words.push(hash);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::push_words;
    use crate::hash;

    #[test]
    fn words_are_letters_and_count_once() {
        let mut words = Vec::new();
        push_words("nav-Main_list2 ad x article--body", 0, &mut words);
        push_words("MAIN", 0, &mut words);
        let expected = ["nav", "main", "list", "article", "body"].map(|word| hash::bytes(word.bytes()));
        assert_eq!(words, expected);
    }
}
