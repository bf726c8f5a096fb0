use std::collections::HashSet;

use crate::{
    rng::{Rng, Stream},
    weighted::Weighted,
};

const ONSETS: [&str; 28] = [
    "b", "br", "c", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pr", "r",
    "s", "sh", "st", "t", "th", "tr", "v", "w", "z", "",
];
const VOWELS: [&str; 12] = ["a", "e", "i", "o", "u", "a", "e", "o", "ai", "ea", "ou", "y"];
const ACCENTED: [&str; 12] = ["é", "ä", "ö", "ü", "å", "ø", "á", "í", "ó", "ñe", "ê", "ã"];
const CODAS: [&str; 16] =
    ["", "", "", "", "n", "r", "s", "l", "t", "nd", "st", "ck", "m", "ng", "x", "rt"];
const CYRILLIC: [&str; 16] = [
    "ва", "но", "ри", "ла", "те", "мо", "ска", "пе", "до", "ли", "ня", "зе", "го", "бра", "сту",
    "ж",
];
const KANA: [&str; 16] = [
    "ア", "カ", "サ", "タ", "ナ", "ハ", "マ", "ラ", "の", "り", "愛", "夜", "花", "東", "音", "ン",
];

/// How many words there are; the last are some 1/8000 as frequent as the first.
const WORDS: usize = 8000;

/// A word in running text and in a title.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) lower: String,
    pub(crate) title: String,
}

/// Invented words, frequent and rare ones in the proportions of a language (Zipf).
///
/// The words are the same for every seed, so that a query written down once finds something in
/// every generated dump.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    words: Weighted<Word>,
}

impl Vocabulary {
    pub(crate) fn new() -> Self {
        let mut rng = Rng::new(0, Stream::Vocabulary, 0);
        let mut known = HashSet::new();
        let mut words = Vec::with_capacity(WORDS);
        while words.len() < WORDS {
            let lower = invented(&mut rng, words.len());
            if known.insert(lower.clone()) {
                // Without the offset the first word alone would be a tenth of all text.
                let weight = (1 << 32) / (words.len() as u64 + 3);
                words.push((weight, Word { title: capitalised(&lower), lower }));
            }
        }
        Self { words: Weighted::new(words, 1 << 16) }
    }

    /// A word by its frequency.
    pub(crate) fn word(&self, rng: &mut Rng) -> &Word {
        self.words.pick(rng)
    }

    /// A word of the rarer ones, each equally likely: what names are made of.
    pub(crate) fn rare(&self, rng: &mut Rng) -> &Word {
        let common = 400;
        &self.words.items()[common + rng.below((WORDS - common) as u32) as usize]
    }

    /// `count` capitalised words: a title.
    pub(crate) fn title(&self, rng: &mut Rng, count: u32) -> String {
        let mut title = String::with_capacity(8 * count as usize);
        for place in 0..count {
            if place > 0 {
                title.push(' ');
            }
            title.push_str(&self.word(rng).title);
        }
        title
    }

    /// Appends a sentence with its full stop.
    pub(crate) fn sentence(&self, rng: &mut Rng, into: &mut String) {
        into.push_str(&self.word(rng).title);
        for _ in 0..rng.between(3, 12) {
            into.push_str(if rng.chance(60) { ", " } else { " " });
            into.push_str(&self.word(rng).lower);
        }
        into.push('.');
    }
}

/// The more frequent a word, the shorter.
fn invented(rng: &mut Rng, rank: usize) -> String {
    let syllables = match rank {
        ..60 => 1,
        60..1500 => rng.between(1, 2),
        _ => rng.between(2, 3),
    };
    let (script, accents) = (rng.below(1000), rng.chance(60));
    let mut word = String::new();
    for place in 0..syllables {
        match script {
            // The most frequent words stay ASCII, as English titles are.
            ..12 if rank > 40 => word.push_str(rng.of(&CYRILLIC)),
            12..22 if rank > 40 => word.push_str(rng.of(&KANA)),
            _ => {
                word.push_str(rng.of(&ONSETS));
                let accented = accents && place == 0 && rank > 40;
                word.push_str(rng.of(if accented { &ACCENTED } else { &VOWELS }));
                word.push_str(rng.of(&CODAS));
            }
        }
    }
    word
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_words_make_half_of_a_text() {
        let vocabulary = Vocabulary::new();
        let frequent: HashSet<&str> =
            vocabulary.words.items()[..400].iter().map(|word| word.lower.as_str()).collect();
        let mut rng = Rng::new(1, Stream::Track, 0);
        let drawn = 10_000;
        let hits =
            (0..drawn).filter(|_| frequent.contains(vocabulary.word(&mut rng).lower.as_str()));
        let share = hits.count() * 100 / drawn;
        assert!((45..75).contains(&share), "{share} %");
    }
}
