//! References to characters: `&amp;`, `&#228;`, `&#xe4;`.

use std::borrow::Cow;

use memchr::memchr;

use super::fault::Fault;

/// The character that stands for `&name;`.
pub(super) fn resolve(name: &str) -> Result<char, Fault> {
    let found = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.strip_prefix('#').and_then(numeric),
    };
    found.ok_or_else(|| Fault::Reference(name.chars().take(40).collect()))
}

/// Old dumps hold control characters. They are kept, though XML does not allow them.
fn numeric(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if digits.starts_with('+') {
        return None;
    }
    char::from_u32(u32::from_str_radix(digits, radix).ok()?)
}

/// An attribute's value with its references resolved.
pub(super) fn decode(raw: &str) -> Result<Cow<'_, str>, Fault> {
    let Some(mut at) = memchr(b'&', raw.as_bytes()) else {
        return Ok(Cow::Borrowed(raw));
    };
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    loop {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = memchr(b';', rest.as_bytes()).unwrap_or(rest.len());
        text.push(resolve(&rest[..end])?);
        rest = rest.get(end + 1..).unwrap_or("");
        match memchr(b'&', rest.as_bytes()) {
            Some(next) => at = next,
            None => {
                text.push_str(rest);
                return Ok(Cow::Owned(text));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn references_become_characters() {
        for (raw, text) in [
            ("", Some("")),
            ("a", Some("a")),
            ("&amp;", Some("&")),
            ("12&quot; &#228;&#xE4;&#x1F3B5;&apos;&lt;&gt;&#13;", Some("12\" ää🎵'<>\r")),
            ("&#31;", Some("\u{1f}")),
            ("a & b", None),
            ("&auml;", None),
            ("&", None),
            ("&;", None),
            ("&#;", None),
            ("&#x;", None),
            ("&#+65;", None),
            ("&#xD800;", None),
            ("&#1114112;", None),
        ] {
            assert_eq!(decode(raw).ok().as_deref(), text, "{raw}");
        }
    }
}
