use std::fmt;

/// The longest kind or name, in bytes.
const LONGEST: usize = 128;

/// Names a value: its kind and its name among those of the kind.
///
/// Written as `session:NAME`. Nothing else can stand in it but letters, digits, `-` and `_`, so
/// that a key that is made of what a visitor sends is still one of ours.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(String);

/// Texts of which no [`Key`] can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no key can be made of {text:?}: 1 to {LONGEST} characters out of a to z, A to Z, 0 to 9, `-` \
     and `_` are needed"
)]
pub struct InvalidKey {
    /// The kind or the name that was given, cut short if it is long.
    pub text: String,
}

impl Key {
    /// Makes a key.
    ///
    /// # Errors
    /// When the kind or the name is empty, longer than 128 characters, or has others than those
    /// named above.
    pub fn new(kind: &str, name: &str) -> Result<Self, InvalidKey> {
        for text in [kind, name] {
            let is_good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            if !(1..=LONGEST).contains(&text.len()) || !text.bytes().all(is_good) {
                return Err(InvalidKey { text: text.chars().take(LONGEST).collect() });
            }
        }
        Ok(Self(format!("{kind}:{name}")))
    }

    /// The key as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn nothing_foreign_becomes_part_of_a_key() {
        assert_eq!(Key::new("session", "Az09-_").unwrap().as_str(), "session:Az09-_");
        let long = "a".repeat(129);
        for text in ["", "a:b", "a}", "{a", "a b", "a\n", "a\0", "ä", "*", "..", long.as_str()] {
            assert!(Key::new("session", text).is_err(), "{text:?}");
            assert!(Key::new(text, "name").is_err(), "{text:?}");
        }
        let error = Key::new("session", &"é".repeat(1_000)).unwrap_err();
        assert_eq!(error.text.chars().count(), 128);
    }
}
