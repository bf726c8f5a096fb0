//! How the oracle compares texts: a table of the letters that the vocabulary has, nothing more.

/// The text without case, accents and superfluous blanks.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        match letter {
            'é' | 'É' | 'è' | 'È' => plain.push('e'),
            'ä' | 'à' | 'Ä' | 'À' => plain.push('a'),
            'ö' | 'ô' | 'Ö' | 'Ô' => plain.push('o'),
            'ß' => plain.push_str("ss"),
            '⅓' => plain.push_str("1⁄3"),
            _ => plain.push(letter.to_ascii_lowercase()),
        }
    }
    plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The words of a text, plain. Chinese is written without blanks: each sign is a word.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in plain(text).split([' ', '/', '-', '&', ',', '(', ')', '#', '*']) {
        let part = part.trim_matches(['.', '!']);
        if part.chars().any(|letter| letter >= '一') {
            words.extend(part.chars().map(String::from));
        } else if !part.is_empty() {
            words.push(part.to_owned());
        }
    }
    words
}

/// The name without the number of a namesake.
pub(crate) fn without_number(name: &str) -> &str {
    let without = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == ')');
    match without.strip_suffix(" (") {
        Some(base) if name[without.len()..].ends_with(')') => base,
        _ => name,
    }
}

/// Everything that a name is found by.
pub(crate) fn keys(name: &str) -> Vec<String> {
    let base = without_number(name);
    let mut keys = vec![plain(base), plain(name)];
    keys.extend(base.strip_suffix('*').map(plain));
    keys.retain(|key| !key.is_empty());
    keys
}
