//! Secrets that cannot be guessed, and that a test finds where they have leaked to.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// What every access token begins with.
pub const ACCESS_PREFIX: &str = "ya29.canary-";
/// What every refresh token begins with.
pub const REFRESH_PREFIX: &str = "1//canary-";
/// What every code of a sign-in begins with.
pub const CODE_PREFIX: &str = "4/canary-";

/// A new secret of 24 random bytes behind its prefix.
pub(crate) fn secret(prefix: &str) -> String {
    let mut random = [0; 24];
    getrandom::fill(&mut random).expect("the system has randomness");
    format!("{prefix}{}", URL_SAFE_NO_PAD.encode(random))
}
