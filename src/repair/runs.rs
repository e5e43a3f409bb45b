//! Runs of characters that are read from the wrong byte on.

use std::collections::HashMap;

use super::annotations::{Annotations, is_reading, syllable};
use super::gbk::{decode, encode, likelihood};
use super::{Change, Damage};

/// The longest run that is followed, in characters.
const LONGEST: usize = 120;

/// How much more likely than what stands there, in characters, the restored text must be.
const LEAST_GAIN: f64 = 2.0;

/// The first byte of `。` and of the quotation marks behind it: between them stands what is read as `！`.
const MARK: u8 = 0xa1;
const QUOTATION_MARKS: [char; 4] = ['“', '”', '‘', '’'];

/// What a lost byte and the pinyin behind it weigh: a question mark inside a word is unlikely.
const QUESTION: f64 = -2.0;

/// The run that begins with the question mark at an offset. `lost` keeps what was looked up for other runs of the text.
pub(super) fn at(text: &str, offset: usize, annotations: &Annotations, lost: &mut LostCharacters) -> Option<Change> {
    let question = text[offset..].chars().next()?.len_utf8();
    let behind = offset + question;
    let previous = text[..offset].chars().next_back()?;
    let mut best: Option<Reading> = None;
    let mut search = Search { text, annotations, lost };
    if let Some((len, bracket)) = syllable(&text[behind..]) {
        let trail = encode(previous)?[1];
        let start = behind + len + bracket;
        for c in search.lost.annotated(trail, &text[behind..behind + len], annotations) {
            let byte = encode(c)?[1];
            search.follow(Reading::new(start, byte, previous), &mut best);
        }
    } else if text[behind..].starts_with(['!', '！']) {
        search.follow(Reading::new(behind, MARK, previous), &mut best);
        best = best.filter(|best| best.restored.chars().nth(1).is_some_and(|c| QUOTATION_MARKS.contains(&c)));
    }
    let best = best?;
    Some(Change { range: offset..best.end, damage: Damage::ShiftedRun, restored: best.restored })
}

/// The characters that a first byte and a syllable may stand for. Each is sought once only: a hostile page asks for the same
/// over and over.
#[derive(Default)]
pub(super) struct LostCharacters(HashMap<(u8, String), Vec<char>>);

impl LostCharacters {
    /// Characters with that first byte and that reading: those the page has annotated, or any that are.
    fn annotated(&mut self, lead: u8, syllable: &str, annotations: &Annotations) -> Vec<char> {
        let sought = self.0.entry((lead, syllable.to_owned())).or_insert_with(|| {
            let all = (0x40..=0xfe).filter_map(|trail| decode(lead, trail)).filter(|&c| is_reading(c, syllable));
            let all: Vec<char> = all.collect();
            let known: Vec<char> = all.iter().copied().filter(|&c| annotations.has(c)).collect();
            if known.is_empty() { all } else { known }
        });
        sought.clone()
    }
}

/// How a run was read so far.
#[derive(Clone)]
struct Reading {
    /// Where the next character of the damaged text stands.
    end: usize,
    /// The byte that is left over: the first of the next character.
    byte: u8,
    restored: String,
    last: char,
    gain: f64,
    /// All that was restored is likely by itself.
    is_pure: bool,
}

impl Reading {
    fn new(end: usize, byte: u8, previous: char) -> Self {
        Reading { end, byte, restored: String::new(), last: previous, gain: -QUESTION, is_pure: true }
    }

    /// Reads on: the byte that is left over and one more make a character.
    fn push(&mut self, c: char) {
        self.restored.push(c);
        self.last = c;
        let likelihood = likelihood(c);
        self.gain += likelihood;
        self.is_pure &= likelihood > 0.0;
    }
}

struct Search<'a> {
    text: &'a str,
    annotations: &'a Annotations,
    lost: &'a mut LostCharacters,
}

impl Search<'_> {
    /// Follows a run to where the bytes meet the characters again, and keeps the best reading.
    fn follow(&mut self, mut reading: Reading, best: &mut Option<Reading>) {
        for _ in 0..LONGEST {
            // Once a reading is likely throughout, no longer one is better.
            if best.as_ref().is_some_and(|best| best.is_pure) {
                return;
            }
            let Some(c) = self.text[reading.end..].chars().next() else { return };
            reading.end += c.len_utf8();
            if matches!(c, '?' | '\u{fffd}') {
                self.end_at_question(reading.clone(), best);
            }
            if c.is_ascii_graphic()
                && let Some(whole) = decode(reading.byte, c as u8)
            {
                let mut ended = reading.clone();
                ended.push(whole);
                keep(ended, best);
            }
            // What was folded to ASCII had two bytes.
            let wide = if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0) } else { Some(c) };
            let Some([first, second]) = wide.and_then(encode) else { return };
            let Some(whole) = decode(reading.byte, first) else { return };
            reading.gain -= likelihood(c);
            reading.push(whole);
            reading.byte = second;
        }
    }

    /// A second lost byte ends the run: with pinyin behind it that of an annotated character, else of one that the page
    /// has behind the last.
    fn end_at_question(&mut self, mut reading: Reading, best: &mut Option<Reading>) {
        let lead = reading.byte;
        reading.gain -= QUESTION;
        if let Some((len, bracket)) = syllable(&self.text[reading.end..]) {
            let pinyin = reading.end..reading.end + len;
            reading.end += len + bracket;
            for c in self.lost.annotated(lead, &self.text[pinyin], self.annotations) {
                let mut ended = reading.clone();
                ended.push(c);
                keep(ended, best);
            }
            return;
        }
        let known = (0x40..=0xfe)
            .filter_map(|trail| decode(lead, trail))
            .map(|c| (self.annotations.pairs(reading.last, c), c))
            .filter(|(count, _)| *count > 0)
            .max_by_key(|(count, c)| (*count, std::cmp::Reverse(*c)));
        match known {
            Some((_, c)) => reading.push(c),
            None => reading.restored.push('?'),
        }
        // The question mark stands for that byte and the one behind it, which may have opened a tag.
        if is_rest_of_tag(&self.text[reading.end..]) {
            reading.restored.push('<');
        }
        keep(reading, best);
    }
}

/// Whether a text begins with what is left of a tag without its `<`.
fn is_rest_of_tag(text: &str) -> bool {
    let name = text.strip_prefix('/').unwrap_or(text).trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    name.len() < text.len() && name.starts_with('>')
}

/// Keeps the shortest reading that is likely throughout, or else the likeliest.
fn keep(reading: Reading, best: &mut Option<Reading>) {
    let is_better = match best {
        Some(best) if best.is_pure => false,
        Some(best) => reading.is_pure || reading.gain > best.gain,
        None => true,
    };
    if is_better && reading.gain >= LEAST_GAIN {
        *best = Some(reading);
    }
}
