//! Titles for playlists that have none.

use jiff::Timestamp;

use super::Source;
use crate::query;

/// A title for what has none.
#[must_use]
pub fn suggested_title(source: &Source) -> String {
    let title = match source {
        Source::Query(saved) => query::parse(&saved.query)
            .map_or_else(|_| saved.query.clone(), |query| query.in_words()),
        _ => Timestamp::now().strftime("Dataget, %-d %B %Y").to_string(),
    };
    let title: String =
        title.chars().filter(|c| !matches!(c, '<' | '>') && !c.is_control()).collect();
    let mut letters = title.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    cut_at_word(first + letters.as_str(), SUGGESTED)
}

/// A text that is too long ends with its last whole word.
fn cut_at_word(text: String, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text };
    let whole = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", text[..whole].trim_end_matches([' ', ',', ';', ':', '-']))
}

/// How long a suggested title may be, in characters.
const SUGGESTED: usize = 100;
