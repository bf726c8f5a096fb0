//! Which files make up the dump that is to be loaded.

use std::{
    collections::BTreeMap,
    fmt, fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use jiff::{Timestamp, tz::TimeZone};
use storage::{generations::DumpDate, model::Kind};

use super::checksum::{Checksum, Checksums};
use crate::read::{DumpReader, ReadError};

/// The files of one dump, at most one of each kind.
#[derive(Debug)]
pub struct Dump {
    /// The date that names the generation.
    pub date: DumpDate,
    /// In the order in which they are loaded.
    pub files: Vec<DumpFile>,
}

/// A file of a dump.
#[derive(Debug)]
pub struct DumpFile {
    /// Where it is; what messages call it, where it comes from elsewhere.
    pub path: PathBuf,
    /// Its kind, by its root element.
    pub kind: Kind,
    /// What a CHECKSUM file beside it says.
    pub checksum: Option<Checksum>,
    /// What gives its bytes where it is not on the disk.
    pub stream: Option<DumpStream>,
}

/// Gives the bytes of a dump file, once, as they come from elsewhere.
pub struct DumpStream(Box<dyn FnOnce() -> io::Result<(Box<dyn Read + Send>, u64)> + Send>);

impl DumpStream {
    /// One that `open` begins when it is needed: with the bytes it gives how many there are, 0
    /// where nobody knows.
    pub fn new(
        open: impl FnOnce() -> io::Result<(Box<dyn Read + Send>, u64)> + Send + 'static,
    ) -> Self {
        Self(Box::new(open))
    }
}

impl fmt::Debug for DumpStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DumpStream")
    }
}

impl DumpFile {
    /// Opens it: one that comes from elsewhere can be opened once.
    pub(super) fn open(&mut self) -> Result<DumpReader, ReadError> {
        let digest = self.checksum.as_ref().map(|checksum| checksum.digest);
        let Some(DumpStream(open)) = self.stream.take() else {
            return DumpReader::open(&self.path, digest);
        };
        let failed = |source| ReadError::Open { path: self.path.clone(), source };
        let (input, size) = open().map_err(failed)?;
        DumpReader::over(&self.path, input, size, digest)
    }
}

/// Why some paths are no dump to be loaded.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// No path was given.
    #[error("name a folder with dump files, or the files")]
    NoPaths,
    /// Nothing is there.
    #[error("{} does not exist: give a folder with dump files, or the files", .0.display())]
    Missing(PathBuf),
    /// A path cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A folder holds no dump files.
    #[error(
        "{} has no dump files: they are called like discogs_20261101_releases.xml.gz",
        .0.display()
    )]
    NoFiles(PathBuf),
    /// Two files are of one kind.
    #[error(
        "both {} and {} hold {kind}: name the one to load",
        first.display(), second.display()
    )]
    SameKind {
        /// The kind.
        kind: Kind,
        /// One file.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// The files are of several dumps.
    #[error(
        "{} is of {first_date} and {} of {second_date}: load one month at a time, name its files",
        first.display(), second.display()
    )]
    SeveralDates {
        /// One file.
        first: PathBuf,
        /// Its date.
        first_date: DumpDate,
        /// A file of another date.
        second: PathBuf,
        /// Its date.
        second_date: DumpDate,
    },
    /// A file holds another kind than its name says.
    #[error(
        "{} holds {found}, not the {named} that its name says: files were swapped, or renamed \
         wrongly; name it after what it holds",
        path.display()
    )]
    OtherKind {
        /// The file.
        path: PathBuf,
        /// By its name.
        named: Kind,
        /// By its root element.
        found: Kind,
    },
    /// A file is no dump.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl Dump {
    /// Finds the files of a dump in folders and among files, and looks at how each begins.
    ///
    /// # Errors
    /// When a path cannot be read, when there is no dump, or when there is more than one.
    pub fn find(paths: &[PathBuf]) -> Result<Self, DumpError> {
        let mut files: BTreeMap<Kind, DumpFile> = BTreeMap::new();
        let mut dated: Option<(PathBuf, DumpDate)> = None;
        let mut undated: Option<DumpDate> = None;
        let mut checksums = Checksums::default();
        for path in paths.iter().map(|path| files_of(path)).collect::<Result<Vec<_>, _>>()?.concat()
        {
            let kind = DumpReader::open(&path, None)?.kind();
            let name = Name::of(&path);
            if let Some(named) = name.kind.filter(|&named| named != kind) {
                return Err(DumpError::OtherKind { path, named, found: kind });
            }
            match (name.date, &dated) {
                (Some(date), None) => dated = Some((path.clone(), date)),
                (Some(date), Some((first, first_date))) if date != *first_date => {
                    return Err(DumpError::SeveralDates {
                        first: first.clone(),
                        first_date: *first_date,
                        second: path,
                        second_date: date,
                    });
                }
                (Some(_), Some(_)) => {}
                (None, _) => {
                    let date = modified(&path)?;
                    tracing::warn!(
                        "{} has no date in its name: taken for {date}, when it was last changed",
                        path.display()
                    );
                    undated = undated.max(Some(date));
                }
            }
            if let Some(first) = files.get(&kind) {
                let first = first.path.clone();
                if is_same(&first, &path) {
                    continue;
                }
                return Err(DumpError::SameKind { kind, first, second: path });
            }
            let io = |source| DumpError::Io { path: path.clone(), source };
            let checksum = checksums.of(&path).map_err(io)?;
            files.insert(kind, DumpFile { path, kind, checksum, stream: None });
        }
        let date = dated.map(|(_, date)| date).or(undated).ok_or(DumpError::NoPaths)?;
        let files = Kind::ALL.into_iter().filter_map(|kind| files.remove(&kind)).collect();
        Ok(Self { date, files })
    }
}

/// The dump files of a folder, or the file itself.
fn files_of(path: &Path) -> Result<Vec<PathBuf>, DumpError> {
    let io = |source| DumpError::Io { path: path.to_owned(), source };
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => DumpError::Missing(path.to_owned()),
        _ => io(error),
    })?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if Name::of(&path).kind.is_some() && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    if files.is_empty() { Err(DumpError::NoFiles(path.to_owned())) } else { Ok(files) }
}

/// Whether two paths lead to one file.
fn is_same(first: &Path, second: &Path) -> bool {
    first == second
        || matches!((first.canonicalize(), second.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// What a file's name says: `discogs_20261101_releases.xml.gz`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Name {
    date: Option<DumpDate>,
    kind: Option<Kind>,
}

impl Name {
    fn of(path: &Path) -> Self {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let name = name.to_ascii_lowercase();
        let Some(stem) = name.strip_suffix(".xml.gz").or_else(|| name.strip_suffix(".xml")) else {
            return Self::default();
        };
        let mut found = Self::default();
        for part in stem.split(['_', '-', '.']) {
            found.kind = found.kind.or_else(|| part.parse().ok());
            found.date = found.date.or_else(|| part.parse().ok());
        }
        found
    }
}

/// The day on which a file without a date in its name was last changed.
fn modified(path: &Path) -> Result<DumpDate, DumpError> {
    let io = |source| DumpError::Io { path: path.to_owned(), source };
    let modified = fs::metadata(path).and_then(|metadata| metadata.modified()).map_err(io)?;
    let day = |timestamp: Timestamp| {
        timestamp.to_zoned(TimeZone::UTC).strftime("%Y%m%d").to_string().parse().ok()
    };
    // A clock that was never set gives a day that no dump is of.
    let modified = Timestamp::try_from(modified).ok().and_then(day);
    Ok(modified.or_else(|| day(Timestamp::now())).expect("today is the day of a dump"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_date_and_kind() {
        let of = |name: &str| {
            let name = Name::of(Path::new(name));
            (name.date, name.kind)
        };
        let november = "20261101".parse().ok();
        assert_eq!(of("/x/discogs_20261101_releases.xml.gz"), (november, Some(Kind::Releases)));
        assert_eq!(of("discogs_20261101_labels.xml"), (november, Some(Kind::Labels)));
        assert_eq!(of("masters.xml"), (None, Some(Kind::Masters)));
        assert_eq!(of("discogs_20261341_labels.xml"), (None, Some(Kind::Labels)));
        assert_eq!(of("discogs_20261101_CHECKSUM.txt"), (None, None));
        assert_eq!(of("excerpt.xml.gz"), (None, None));
    }
}
