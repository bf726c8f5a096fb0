use storage::{generations::DumpDate, model::Kind};

use super::{FileName, Part};
use crate::{
    checksum::ChecksumLine,
    read::{Digest, Hasher},
};

/// A month's CHECKSUM file, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checksums {
    text: String,
    lines: Vec<(Kind, ChecksumLine)>,
}

impl Checksums {
    /// Reads the CHECKSUM file of a month. `None` where the text is something else, as a page
    /// that is answered in its place, or is cut within a line.
    #[must_use]
    pub fn read(text: &str, date: DumpDate) -> Option<Self> {
        let (mut lines, mut strange) = (Vec::new(), false);
        for line in
            text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty())
        {
            let line = ChecksumLine::read(line).filter(ChecksumLine::is_whole)?;
            match line.name.parse::<FileName>() {
                Ok(name) if name.date != date => return None,
                Ok(FileName { part: Part::Kind(kind), .. }) => lines.push((kind, line)),
                Ok(_) => {}
                Err(_) => strange = true,
            }
        }
        let list = Self { text: text.to_owned(), lines };
        let kinds = list.kinds().len();
        // A strange name where a kind is missing is that kind's, damaged.
        (kinds > 0 && !(strange && kinds < Kind::ALL.len())).then_some(list)
    }

    /// The text as it was published.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the file of a kind must have.
    #[must_use]
    pub fn of(&self, kind: Kind) -> Option<&ChecksumLine> {
        self.lines.iter().find(|(of, _)| *of == kind).map(|(_, line)| line)
    }

    /// The kinds that were published, small files before large ones.
    #[must_use]
    pub fn kinds(&self) -> Vec<Kind> {
        Kind::ALL.into_iter().filter(|&kind| self.of(kind).is_some()).collect()
    }

    /// Changes with any checksum: 64 hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hasher = Hasher::new(Digest::Sha256);
        hasher.update(self.text.as_bytes());
        hasher.finish()
    }

    /// The names of the files whose checksums `other` has differently or not at all.
    pub(super) fn changed_from(&self, other: &Self) -> Vec<String> {
        let differs = |(kind, line): &&(Kind, ChecksumLine)| other.of(*kind) != Some(line);
        self.lines.iter().filter(differs).map(|(_, line)| line.name.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Checksums> {
        Checksums::read(text, "20261101".parse().unwrap())
    }

    fn line(hex: &str, kind: &str) -> String {
        format!("{} discogs_20261101_{kind}.xml.gz\n", hex.repeat(32))
    }

    #[test]
    fn kinds_are_given_small_files_first() {
        let list = read(&(line("aa", "releases") + "\n" + &line("bb", "labels"))).unwrap();
        assert_eq!(list.kinds(), [Kind::Labels, Kind::Releases]);
        assert_eq!(list.of(Kind::Labels).unwrap().hex, "bb".repeat(32));
        assert_eq!(list.of(Kind::Masters), None);
    }

    #[test]
    fn what_is_no_checksum_file_of_the_month_is_none() {
        let whole = line("aa", "labels");
        for text in [
            "",
            "\n\n",
            "<html><head><title>Just a moment...</title></head></html>",
            "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>",
            &whole.replace("20261101", "20261001"),
            &format!("{whole}{}", &whole[..40]),
            &whole.replace("labels", "things"),
            &format!("{whole}{}", line("bb", "lasters")),
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn changed_files_are_told_by_their_checksums() {
        let old = read(&(line("aa", "artists") + &line("bb", "labels"))).unwrap();
        let new = read(&(line("bb", "labels") + &line("cc", "artists"))).unwrap();
        assert_eq!(new.changed_from(&old), ["discogs_20261101_artists.xml.gz"]);
        assert!(old.changed_from(&old).is_empty());
    }
}
