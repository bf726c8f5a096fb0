//! What a database may be called in MongoDB.

use super::{Error, Result};

/// What a name may not have in it. Servers on Windows forbid more than others, and a catalogue may
/// move.
const FORBIDDEN: [char; 13] = ['/', '\\', '.', ' ', '"', '$', '*', '<', '>', ':', '|', '?', '\0'];

/// The longest name that MongoDB takes, in bytes.
const LONGEST: usize = 63;

/// What a generation appends to the name: `_20261101_99`.
const SUFFIX: usize = "_YYYYMMDD_99".len();

/// The databases of the server itself.
const OF_THE_SERVER: [&str; 3] = ["admin", "local", "config"];

/// Makes sure that the notes, and the generations after them, can be called so. What was given is
/// not repeated: who has mixed up the settings has given an URL with a password in it.
pub(super) fn check(name: &str) -> Result<()> {
    let forbidden = name.chars().find(|c| FORBIDDEN.contains(c));
    let reason = if name.is_empty() {
        "is empty".to_owned()
    } else if let Some(forbidden) = forbidden {
        format!("has {forbidden:?} in it")
    } else if name.len() + SUFFIX > LONGEST {
        format!("has {} bytes, and {} are possible", name.len(), LONGEST - SUFFIX)
    } else if OF_THE_SERVER.iter().any(|own| own.eq_ignore_ascii_case(name)) {
        "is that of a database of the server itself".to_owned()
    } else {
        return Ok(());
    };
    Err(Error::DatabaseName { reason })
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_name_that_mongodb_takes_is_taken() {
        for name in ["discogs", "Discogs-2", "d", "музыка", "administrators", &"x".repeat(51)]
        {
            assert!(check(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_name_that_mongodb_does_not_take_is_told_without_repeating_it() {
        let (long, wide) = ("x".repeat(52), "ж".repeat(26));
        for (name, reason) in [
            ("", "is empty"),
            ("mongodb://user:geheim@host/", "has ':' in it"),
            ("a b", "has ' ' in it"),
            ("a\0", r"has '\0' in it"),
            (r"geheim\", r"has '\\' in it"),
            ("$geheim", "has '$' in it"),
            (&long, "has 52 bytes, and 51 are possible"),
            (&wide, "has 52 bytes, and 51 are possible"),
            ("Admin", "is that of a database of the server itself"),
            ("config", "is that of a database of the server itself"),
        ] {
            let error = check(name).unwrap_err().to_string();
            let told = format!(
                "the name for databases in MongoDB {reason}: set DATAGET_MONGODB_DATABASE to \
                 another one, such as discogs"
            );
            assert_eq!(error, told);
        }
    }
}
