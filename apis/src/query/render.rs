//! How an error is shown on a terminal, and outside text made fit to be shown at all.

use super::error::QueryError;

/// The longest text of a query that an error repeats, in characters.
const EXCERPT: usize = 40;

/// The character itself, or a sign in its place where it would steer a terminal or turn the
/// direction of the text around it.
#[must_use]
pub fn harmless(character: char) -> char {
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

/// The longest part of a query that is shown around an error, in characters.
const LINE: usize = 72;
/// How many characters before an error are shown where not all of the query is.
const BEFORE: usize = 24;

impl QueryError {
    /// The query, marks under the wrong place, and the error's text, for a terminal.
    ///
    /// ```
    /// let query = "year:1990 (house | techno";
    /// let shown = apis::query::parse(query).unwrap_err().render(query);
    /// assert!(shown.starts_with("  year:1990 (house | techno\n            ^\ncolumn 11: "));
    /// ```
    ///
    /// A long query is cut to the part around the place. Each character that would steer the
    /// terminal is replaced.
    #[must_use]
    pub fn render(&self, query: &str) -> String {
        let characters: Vec<char> = query.chars().map(harmless).collect();
        let place = (self.column - 1).min(characters.len());
        let first = if characters.len() <= LINE { 0 } else { place.saturating_sub(BEFORE) };
        let last = (first + LINE).min(characters.len());
        let mut line = String::from(if first > 0 { "  …" } else { "  " });
        let mut marks = " ".repeat(line.chars().count());
        for &character in &characters[first..last] {
            line.push(character);
        }
        if last < characters.len() {
            line.push('…');
        }
        let columns = |part: &[char]| part.iter().map(|&character| columns(character)).sum();
        marks.extend(std::iter::repeat_n(' ', columns(&characters[first..place])));
        let end = (place + self.length).clamp(place, last.max(place));
        marks.extend(std::iter::repeat_n('^', columns(&characters[place..end]).max(1)));
        format!("{line}\n{marks}\n{self}")
    }
}

/// How many columns of a terminal a character takes: none for the accents that join the letter
/// before, two for the wide ones of East Asian scripts and for pictures.
fn columns(character: char) -> usize {
    match character {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}
