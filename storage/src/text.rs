//! How texts are compared: case and accents ignored, words as Unicode cuts them.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// The form in which texts are equal when only case, accents or blanks differ.
///
/// ```
/// assert_eq!(storage::text::fold(" Jesper  DAHLBÄCK "), "jesper dahlback");
/// assert_eq!(storage::text::fold("STRASSE"), storage::text::fold("Straße"));
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        for word in text.split_ascii_whitespace() {
            push_blank(&mut folded);
            folded.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
        }
        return folded;
    }
    let plain: String = text.nfkd().filter(|&character| !is_combining_mark(character)).collect();
    for word in caseless::default_case_fold_str(&plain).split_whitespace() {
        push_blank(&mut folded);
        folded.push_str(word);
    }
    folded
}

fn push_blank(text: &mut String) {
    if !text.is_empty() {
        text.push(' ');
    }
}

/// The words of a text, each as [`fold`] gives it.
///
/// Words are those of Unicode's word boundaries (UAX 29) that hold a letter or a digit.
///
/// ```
/// let words: Vec<_> = storage::text::words("AC/DC – Don't Répète").collect();
/// assert_eq!(words, ["ac", "dc", "don't", "repete"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    // A word may be nothing but marks, of which nothing is left.
    text.unicode_words().map(fold).filter(|word| !word.is_empty())
}

/// A name without the number that tells namesakes apart, and that number: `Artefakt (2)` is
/// `("Artefakt", Some(2))`.
#[must_use]
pub fn split_namesake(name: &str) -> (&str, Option<u32>) {
    let Some(open) = name.rfind(" (") else { return (name, None) };
    let number = name[open + 2..]
        .strip_suffix(')')
        .filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()));
    match number.and_then(|digits| digits.parse().ok()) {
        Some(number) => (name[..open].trim_end(), Some(number)),
        None => (name, None),
    }
}

/// The name that people see: without the namesake number and without the `*` of a name variation.
#[must_use]
pub fn display_name(name: &str) -> Cow<'_, str> {
    let (name, _) = split_namesake(name);
    Cow::Borrowed(name.strip_suffix('*').unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::{display_name, fold, split_namesake, words};

    #[test]
    fn case_accents_and_blanks_are_ignored() {
        assert_eq!(fold("Björk"), fold("BJORK"));
        assert_eq!(fold("İstanbul"), "istanbul");
        assert_eq!(fold("ﬁne\u{a0}\tday"), "fine day");
        assert_eq!(fold("Ωμέγα"), fold("ωμεγα"));
        assert_eq!(fold("Folk, World, & Country"), "folk, world, & country");
    }

    #[test]
    fn the_namesake_number_stands_apart() {
        assert_eq!(split_namesake("Artefakt (2)"), ("Artefakt", Some(2)));
        assert_eq!(split_namesake("Sunn O)))"), ("Sunn O)))", None));
        assert_eq!(split_namesake("Live (At Last)"), ("Live (At Last)", None));
        assert_eq!(split_namesake("(2)"), ("(2)", None));
        assert_eq!(display_name("Ricardo Villalobos*"), "Ricardo Villalobos");
        assert_eq!(display_name("Artefakt (2)"), "Artefakt");
    }

    #[test]
    fn words_are_unicode_words() {
        let of = |text| words(text).collect::<Vec<_>>();
        assert_eq!(of("R.E.M. 12\" – Ö, ы"), ["r.e.m", "12", "o", "ы"]);
        assert_eq!(of("- & -"), Vec::<String>::new());
    }
}
