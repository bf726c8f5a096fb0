//! The links of an HTML page, whatever state it is in, each with the text of its row.

use percent_encoding::percent_decode_str;
use quick_xml::escape::unescape;

/// A link, and what its row says beside it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// Where it leads, without percent signs.
    pub(super) href: String,
    /// The texts of the row beside the link's own, single blanks between them.
    pub(super) beside: String,
}

/// All links, in their order.
pub(super) fn links(html: &str) -> Vec<Link> {
    let mut found = Vec::new();
    let mut row = Row::default();
    let (mut preformatted, mut in_link) = (false, false);
    let mut rest = html;
    while !rest.is_empty() {
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if !in_link {
            let mut lines = text.split('\n');
            row.say(lines.next().unwrap_or_default());
            for line in lines {
                // Only in preformatted text does a line break end a row.
                if preformatted {
                    row.end(&mut found);
                }
                row.say(line);
            }
        }
        let end = after.find('>').map_or(after.len(), |at| at + 1);
        let (tag, after) = after.split_at(end);
        let inner = tag.trim_start_matches('<').trim_end_matches('>');
        let name = inner.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "a" => {
                in_link = true;
                row.hrefs.extend(href(inner));
            }
            "/a" => in_link = false,
            "pre" => preformatted = true,
            "/pre" => preformatted = false,
            "tr" | "/tr" | "li" | "/li" | "br" | "br/" | "p" | "hr" | "/table" | "/ul" => {
                in_link = false;
                row.end(&mut found);
            }
            _ => {}
        }
        rest = after;
    }
    row.end(&mut found);
    found
}

/// Words of a row beyond these are not kept.
const MOST_WORDS: usize = 64;

#[derive(Default)]
struct Row {
    hrefs: Vec<String>,
    words: Vec<String>,
}

impl Row {
    fn say(&mut self, text: &str) {
        let text = unescape(text).unwrap_or(text.into()).replace("&nbsp;", " ");
        // A page may have no rows at all: nobody writes so much beside a file.
        let words = text.split_whitespace().filter(|word| word.len() < 100).map(str::to_owned);
        self.words.extend(words.take(MOST_WORDS.saturating_sub(self.words.len())));
    }

    fn end(&mut self, found: &mut Vec<Link>) {
        let row = std::mem::take(self);
        let beside = row.words.join(" ");
        found.extend(row.hrefs.into_iter().map(|href| Link { href, beside: beside.clone() }));
    }
}

/// The value of the attribute `href`, with or without quotation marks.
fn href(tag: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    // Not the end of another attribute's name, as of `data-href`.
    let begins = |at: &usize| lower[..*at].ends_with(|c: char| c.is_whitespace() || c == '"');
    let at = lower.match_indices("href").map(|(at, _)| at).find(begins)?;
    let value = tag.get(at + 4..)?.trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(|c: char| c.is_whitespace()).next()?,
    };
    let value = unescape(value).unwrap_or(value.into());
    Some(percent_decode_str(&value).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_link_is_read() {
        let hrefs = |html| links(html).into_iter().map(|link| link.href).collect::<Vec<_>>();
        assert_eq!(hrefs("<a href=\"?a=b%2Fc\">x</a>"), ["?a=b/c"]);
        assert_eq!(hrefs("<A class=x HREF = '/a&amp;b' >x</A>"), ["/a&b"]);
        assert_eq!(hrefs("<p><a href=x.gz>x<a\nhref=y.gz>y"), ["x.gz", "y.gz"]);
        assert_eq!(hrefs("<a href=\"ä%FF\">"), ["ä\u{fffd}"]);
        assert_eq!(hrefs("<a data-href=x HREF=y>"), ["y"]);
        for none in ["", "<a>x</a>", "<a href>", "<a href=\">", "<", "a < b", "<a hr", "&nbsp;&x;"]
        {
            assert!(hrefs(none).len() <= 1, "{none}");
        }
    }

    #[test]
    fn a_row_says_what_stands_beside_its_link() {
        let beside = |html| links(html).remove(0).beside;
        assert_eq!(
            beside("<pre><a href=x>x</a>   01-Nov-2026 19:00   123\n<a href=y>y</a> 7</pre>"),
            "01-Nov-2026 19:00 123"
        );
        assert_eq!(
            beside("<tr><td><a href=x>x</a></td>\n<td>1&nbsp;B</td>\n</tr><tr><td>2</td></tr>"),
            "1 B"
        );
        assert_eq!(beside("Mon 7 MB <a href=x>x</a><br>Tue 8 MB <a href=y>y</a>"), "Mon 7 MB");
    }
}
