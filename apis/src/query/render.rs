//! Text that came from outside, made fit to be shown.

/// The longest text of a query that an error repeats, in characters.
const EXCERPT: usize = 40;

/// The character itself, or a sign in its place where it would steer a terminal or turn the
/// direction of the text around it.
fn harmless(character: char) -> char {
    match character {
        '\t' | '\n' | '\r' => ' ',
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        '\u{2028}' | '\u{2029}' => ' ',
        _ if character.is_control() => '\u{fffd}',
        _ => character,
    }
}

/// The start of a text as an error repeats it.
pub(super) fn excerpt(text: &str) -> String {
    let mut excerpt: String = text.chars().take(EXCERPT).map(harmless).collect();
    if text.chars().nth(EXCERPT).is_some() {
        excerpt.push('…');
    }
    excerpt
}
