//! The CHECKSUM file of a month, as it has been written over the years.

use std::fmt::Write as _;

use md5::Md5;
use sha2::{Digest, Sha256};

/// How a CHECKSUM file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// SHA-256, one space, the name: the form of today, which `sha256sum -c` rejects.
    OneSpace,
    /// SHA-256, two spaces, the name: as `sha256sum` writes it.
    TwoSpaces,
    /// SHA-256, a space and a star, the name: as `sha256sum --binary` writes it.
    Star,
    /// MD5, two spaces, the name: before about 2018.
    Md5,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::OneSpace, Self::TwoSpaces, Self::Star, Self::Md5];

    pub(crate) fn line(self, name: &str, content: &[u8]) -> String {
        let digest = match self {
            Self::Md5 => hex(&Md5::digest(content)),
            _ => hex(&Sha256::digest(content)),
        };
        let between = match self {
            Self::OneSpace => " ",
            Self::TwoSpaces | Self::Md5 => "  ",
            Self::Star => " *",
        };
        format!("{digest}{between}{name}\n")
    }
}

/// The MD5 of a content, which an ETag is made of.
pub(crate) fn md5_hex(content: &[u8]) -> String {
    hex(&Md5::digest(content))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a text can be written to");
        hex
    })
}
