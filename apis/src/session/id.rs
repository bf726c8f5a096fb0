use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};

/// Says what a digest is of, so that none can stand for another.
const CSRF: &[u8] = b"dataget csrf token\0";
const NAME: &[u8] = b"dataget session name\0";

/// Names a visitor's session: 256 random bits, which nobody guesses. Who knows it has the session,
/// so it is for the visitor's cookie alone.
///
/// Written as 64 hexadecimal digits, in small letters.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionId([u8; 32]);

/// A text that is no [`SessionId`]. It does not tell the text, which may nearly be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no session id: 64 hexadecimal digits in small letters")]
pub struct InvalidSessionId;

impl SessionId {
    /// A new one.
    ///
    /// # Panics
    /// Where the operating system has no random numbers: there is no safe way to go on.
    #[must_use]
    pub fn random() -> Self {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("the operating system gives random numbers");
        Self(bytes)
    }

    /// What a form of this session has with it, to be told from one that another site has made:
    /// 64 hexadecimal digits, the same for the whole session. The id cannot be found from it.
    #[must_use]
    pub fn csrf_token(&self) -> String {
        self.digest(CSRF)
    }

    /// Whether a form came with [`Self::csrf_token`]. It takes the same time however much of it
    /// is right, so that it cannot be found piece by piece.
    #[must_use]
    pub fn is_csrf_token(&self, given: &str) -> bool {
        is_same(&self.csrf_token(), given)
    }

    /// What the session is kept under. The id cannot be found from it: who reads what is kept
    /// cannot take the session over.
    pub(crate) fn name(&self) -> String {
        self.digest(NAME)
    }

    fn digest(&self, of: &[u8]) -> String {
        let digest = Sha256::new().chain_update(of).chain_update(self.0).finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Whether two texts are the same, in a time that does not depend on how much of them is. Their
/// lengths are no secret.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    let differences = one.bytes().zip(other.bytes()).fold(0, |found, (a, b)| found | (a ^ b));
    std::hint::black_box(differences) == 0 && one.len() == other.len()
}

impl FromStr for SessionId {
    type Err = InvalidSessionId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: [u8; 64] = text.as_bytes().try_into().map_err(|_| InvalidSessionId)?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = value(pair[0])? << 4 | value(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

/// The value of a hexadecimal digit.
fn value(digit: u8) -> Result<u8, InvalidSessionId> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(InvalidSessionId),
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionId(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::SessionId;

    #[test]
    fn an_id_is_written_and_read() {
        let id = SessionId::random();
        let text = id.to_string();
        assert_eq!(text.len(), 64);
        assert_eq!(text.parse(), Ok(id.clone()));
        assert_ne!(SessionId::random(), id);
        let known = "00ff".repeat(16);
        assert_eq!(known.parse::<SessionId>().unwrap().to_string(), known);
    }

    #[test]
    fn what_is_not_exactly_an_id_is_refused() {
        let good = "0123456789abcdef".repeat(4);
        assert!(good.parse::<SessionId>().is_ok());
        for bad in [
            String::new(),
            good[1..].to_owned(),
            format!("{good}0"),
            format!(" {}", &good[1..]),
            format!("+{}", &good[1..]),
            good.to_uppercase(),
            good.replace('a', "g"),
            good.replace("ab", "é"),
        ] {
            let error = bad.parse::<SessionId>().unwrap_err();
            assert!(bad.is_empty() || !error.to_string().contains(&bad), "{bad}");
        }
    }

    #[test]
    fn nothing_shows_the_id() {
        let id = SessionId::random();
        assert_eq!(format!("{id:?}"), "SessionId(…)");
        for told in [id.csrf_token(), id.name()] {
            assert!(told.len() == 64 && told != id.to_string());
        }
        assert_ne!(id.csrf_token(), id.name());
    }

    #[test]
    fn a_token_is_the_sessions_own() {
        let (id, other) = (SessionId::random(), SessionId::random());
        let token = id.csrf_token();
        assert!(id.is_csrf_token(&token));
        assert!(!other.is_csrf_token(&token));
        let last = if token.ends_with('0') { "1" } else { "0" };
        let nearly = [&token[..63], last].concat();
        for wrong in ["", &token[..63], &nearly, &format!("{token}0"), &id.to_string(), &id.name()]
        {
            assert!(!id.is_csrf_token(wrong), "{wrong}");
        }
        // Tokens of pages that are open outlive a restart with another version.
        let zero: SessionId = "0".repeat(64).parse().unwrap();
        insta::assert_snapshot!(
            zero.csrf_token(),
            @"5e4432152715d976ad7f4b764cd82f0bf090775a235c8afd9e85efab88e30801"
        );
    }
}
