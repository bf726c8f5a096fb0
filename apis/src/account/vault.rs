//! Tokens at rest: sealed, so that who reads the state has none of them.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use sha2::{Digest, Sha256};

const NONCE: usize = 24;

/// The least length of the key that is given, in bytes.
pub const LEAST_KEY: usize = 32;

/// Seals and opens.
#[derive(Clone)]
pub struct Vault(XChaCha20Poly1305);

/// A key that is too short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the secret key has {0} bytes: {LEAST_KEY} or more are needed, by chance")]
pub struct ShortKey(pub usize);

/// What was sealed with another key, for somebody else, or is not as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value cannot be opened: it was sealed with another key, or changed since")]
pub struct NotOurs;

impl Vault {
    /// A vault with a key of any length from 32 bytes on.
    ///
    /// # Errors
    /// When it is shorter.
    pub fn new(key: &[u8]) -> Result<Self, ShortKey> {
        if key.len() < LEAST_KEY {
            return Err(ShortKey(key.len()));
        }
        let digest = Sha256::new().chain_update(b"dataget vault\0").chain_update(key).finalize();
        Ok(Self(XChaCha20Poly1305::new(&<[u8; 32]>::from(digest).into())))
    }

    /// Seals a value for somebody: it opens for nobody else.
    ///
    /// # Panics
    /// Where the operating system has no random numbers: there is no safe way to go on.
    #[must_use]
    pub fn seal(&self, whose: &str, value: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).expect("the operating system gives random numbers");
        let payload = Payload { msg: value, aad: whose.as_bytes() };
        let sealed = self.0.encrypt(&XNonce::from(nonce), payload).expect("it is not 256 GB long");
        [&nonce[..], &sealed].concat()
    }

    /// Opens what was sealed for somebody.
    ///
    /// # Errors
    /// When it was sealed with another key or for somebody else, or was changed.
    pub fn open(&self, whose: &str, sealed: &[u8]) -> Result<Vec<u8>, NotOurs> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(NotOurs)?;
        let payload = Payload { msg: sealed, aad: whose.as_bytes() };
        self.0.decrypt(&XNonce::from(*nonce), payload).map_err(|_| NotOurs)
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::{NotOurs, ShortKey, Vault};

    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn what_is_sealed_opens_for_its_owner_alone() {
        let vault = Vault::new(&KEY).unwrap();
        let sealed = vault.seal("ada", b"token");
        assert_eq!(vault.open("ada", &sealed).unwrap(), b"token");
        assert_eq!(vault.open("ben", &sealed), Err(NotOurs));
        assert_eq!(Vault::new(&[8; 40]).unwrap().open("ada", &sealed), Err(NotOurs));
        assert!(!sealed.windows(5).any(|bytes| bytes == b"token"));
        assert_ne!(vault.seal("ada", b"token"), sealed, "no nonce comes twice");
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let vault = Vault::new(&KEY).unwrap();
        let sealed = vault.seal("ada", b"token");
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert_eq!(vault.open("ada", &changed), Err(NotOurs), "{place}");
        }
        for length in 0..sealed.len() {
            assert_eq!(vault.open("ada", &sealed[..length]), Err(NotOurs), "{length}");
        }
    }

    #[test]
    fn a_short_key_is_refused() {
        assert_eq!(Vault::new(&[1; 31]).unwrap_err(), ShortKey(31));
    }
}
