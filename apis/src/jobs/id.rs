use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Names a playlist job: 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct JobId(String);

/// A text that names no job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this names no playlist job: 32 hexadecimal digits in small letters")]
pub struct InvalidJobId;

impl JobId {
    /// A new one.
    ///
    /// # Panics
    /// Where the operating system has no random numbers.
    #[must_use]
    pub fn random() -> Self {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the operating system gives random numbers");
        Self(hex(&bytes))
    }

    /// The one that a user's `request` leads to: the same request, sent twice, is one job.
    #[must_use]
    pub fn of_request(user: &str, request: &str) -> Self {
        let digest = Sha256::new()
            .chain_update(b"dataget playlist job\0")
            .chain_update(user)
            .chain_update([0])
            .chain_update(request)
            .finalize();
        Self(hex(&digest[..16]))
    }

    /// The id as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl FromStr for JobId {
    type Err = InvalidJobId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_id = text.len() == 32 && text.bytes().all(is_digit);
        if is_id { Ok(Self(text.to_owned())) } else { Err(InvalidJobId) }
    }
}

impl TryFrom<String> for JobId {
    type Error = InvalidJobId;

    fn try_from(text: String) -> Result<Self, InvalidJobId> {
        text.parse()
    }
}

impl From<JobId> for String {
    fn from(id: JobId) -> Self {
        id.0
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::JobId;

    #[test]
    fn an_id_is_written_and_read() {
        let id = JobId::random();
        assert_eq!(id.to_string().parse(), Ok(id.clone()));
        assert_ne!(id, JobId::random());
        for wrong in ["", "0", &"A".repeat(32), &"g".repeat(32), &"0".repeat(33)] {
            assert!(wrong.parse::<JobId>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_request_is_one_job_and_its_users_own() {
        let of = JobId::of_request;
        assert_eq!(of("ada", "1"), of("ada", "1"));
        assert_ne!(of("ada", "1"), of("ben", "1"));
        assert_ne!(of("ada", "1"), of("ada", "2"));
        assert_eq!(of("ada", "1").as_str().len(), 32);
    }
}
