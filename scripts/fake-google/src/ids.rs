//! Ids and etags: the same in every run, of the lengths and letters of the real ones.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use sha2::{Digest, Sha256};

/// The id of the playlist that is made as this one: `PL` and 32 letters.
pub(crate) fn playlist(number: usize) -> String {
    let digest = Sha256::digest(format!("playlist {number}"));
    format!("PL{}", URL_SAFE_NO_PAD.encode(&digest[..24]))
}

/// The id of the item that is added to a playlist as this one.
pub(crate) fn item(playlist: &str, number: usize) -> String {
    STANDARD_NO_PAD.encode(format!("{playlist}.{number:016X}"))
}

/// What changes with what it stands for: 27 letters.
pub(crate) fn etag(of: &str) -> String {
    URL_SAFE_NO_PAD.encode(&Sha256::digest(of)[..20])
}

/// Whether a video can have this id: 11 letters, digits, `-` or `_`.
pub(crate) fn is_video(id: &str) -> bool {
    id.len() == 11 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}
