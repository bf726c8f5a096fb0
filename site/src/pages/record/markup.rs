//! The markup of Discogs' texts, taken out: names stay, references without a name go.

/// A text as plain text.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        plain.push_str(&rest[..open]);
        rest = &rest[open..];
        match rest.find(']').and_then(|close| Some((shown(&rest[1..close])?, close + 1))) {
            Some((shown, end)) => {
                plain.push_str(shown);
                rest = &rest[end..];
            }
            None => {
                plain.push('[');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain.trim().to_owned()
}

/// What is shown of a tag: `a=Carl Craig` is its name, `b` and `/url` nothing; `None` for what is
/// no tag.
fn shown(tag: &str) -> Option<&str> {
    let name = tag.trim_start_matches('/');
    if matches!(name, "b" | "i" | "u" | "s" | "url" | "img") {
        return Some("");
    }
    let (kind, value) = match tag.split_once('=') {
        Some(parts) => parts,
        // `a123`, `r=456`: a reference by number says nothing here.
        None => tag.split_at(tag.len().min(1)),
    };
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    match kind {
        "a" | "l" | "r" | "m" | "g" if is_number => Some(""),
        "a" | "l" | "g" if tag.contains('=') => Some(value),
        "url" | "img" => Some(""),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_stay_and_tags_go() {
        assert_eq!(
            plain("With [a=Mara Lind] on [l=Nordlicht] [a123]."),
            "With Mara Lind on Nordlicht ."
        );
        assert_eq!(plain("[b]Bold[/b] [url=https://example.org]here[/url]"), "Bold here");
    }

    #[test]
    fn what_is_no_tag_stays_as_it_is() {
        for text in ["[sic]", "a [ b", "[]", "1 < 2 ] 3", "[2 versions]"] {
            assert_eq!(plain(text), text);
        }
    }
}
