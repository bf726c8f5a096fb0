//! The lines of the CHECKSUM file that Discogs publishes with a dump.

use crate::read::Digest;

/// What a CHECKSUM file says of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecksumLine {
    /// How it is taken.
    pub digest: Digest,
    /// In lower-case hexadecimal digits.
    pub hex: String,
    /// The file's name, without folders.
    pub name: String,
}

impl ChecksumLine {
    /// Reads `<hex> <name>`: one blank or two, or a blank and a `*`; 64 digits or, in old files,
    /// 32. `None` where there are no two words.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let (hex, name) = line.trim().split_once(char::is_whitespace)?;
        let name = name.trim_start();
        let name = name.strip_prefix('*').unwrap_or(name);
        let name = name.rsplit('/').next().unwrap_or(name);
        // What is no checksum fits no file: a damaged line is not passed over.
        let digest = if hex.len() == 32 { Digest::Md5 } else { Digest::Sha256 };
        Some(Self { digest, hex: hex.to_ascii_lowercase(), name: name.to_owned() })
    }

    /// Whether it can be a file's checksum at all: as many hexadecimal digits as it takes.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let digits = match self.digest {
            Digest::Md5 => 32,
            Digest::Sha256 => 64,
        };
        self.hex.len() == digits && self.hex.bytes().all(|byte| byte.is_ascii_hexdigit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_line_is_read() {
        let (sha, md5) = ("Ab".repeat(32), "0f".repeat(16));
        let name = "discogs_20261101_labels.xml.gz";
        let of = |digest, hex: &str| {
            Some(ChecksumLine { digest, hex: hex.to_owned(), name: name.to_owned() })
        };
        let (read, sha_of) = (ChecksumLine::read, of(Digest::Sha256, &"ab".repeat(32)));
        for between in [" ", "  ", " *", "\t"] {
            assert_eq!(read(&format!("{sha}{between}{name}\r")), sha_of, "{between:?}");
        }
        assert_eq!(read(&format!("{md5}  {name}")), of(Digest::Md5, &md5));
        assert_eq!(read(&format!("{sha} data/2026/{name}")), sha_of);
        assert_eq!(read(&format!("{} {name}", &sha[..60])), of(Digest::Sha256, &"ab".repeat(30)));
        assert_eq!(read(""), None);
    }

    #[test]
    fn a_cut_or_strange_checksum_is_not_whole() {
        let whole = |hex: &str| ChecksumLine::read(&format!("{hex} x.gz")).unwrap().is_whole();
        assert!(whole(&"ab".repeat(32)) && whole(&"0F".repeat(16)));
        assert!(!whole(&"ab".repeat(30)) && !whole(&"xy".repeat(32)) && !whole(&"xy".repeat(16)));
    }
}
