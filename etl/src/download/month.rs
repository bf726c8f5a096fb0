use std::{
    fs,
    path::{Path, PathBuf},
};

use storage::{generations::DumpDate, model::Kind};

use super::{
    Access, Checksums, Client, DownloadError, Fetched, FileName, Observer, Part, Remembered, Told,
    calendar, folder::write_whole, transfer,
};

/// The files of a month, all in one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Downloaded {
    /// Which month.
    pub date: DumpDate,
    /// The folder, fit to be loaded.
    pub folder: PathBuf,
    /// The dump files, small ones first.
    pub files: Vec<Fetched>,
    /// What they were checked by.
    pub checksums: Checksums,
}

/// Fetches the files of a month into a folder, one after another: those of the given kinds, or
/// all that were published. What is there already is only checked; what is there in part is
/// resumed. The CHECKSUM file is written last: with it, the folder has all that was wanted.
///
/// # Errors
/// [`NotPublished`](DownloadError::NotPublished) where the month is not complete, and any other
/// [`DownloadError`]. What came stays in the folder, and the next call goes on from there.
pub fn month(
    client: &Client,
    remembered: &mut Remembered,
    date: DumpDate,
    kinds: Option<&[Kind]>,
    into: &Path,
    observer: &dyn Observer,
) -> Result<Downloaded, DownloadError> {
    let (access, checksums) = published(client, remembered, date, observer)?;
    let kinds = wanted(&checksums, date, kinds)?;
    fs::create_dir_all(into).map_err(DownloadError::io("create", into))?;
    let list = into.join(FileName::checksums(date).to_string());
    if fs::read(&list).is_ok_and(|text| text != checksums.text().as_bytes()) {
        // What it lists is about to be replaced.
        fs::remove_file(&list).map_err(DownloadError::io("remove", &list))?;
    }
    let keep_free = client.settings.keep_free;
    transfer::require(into, missing(remembered, date, &kinds, into), keep_free)?;
    let files = remembered.obeying(client, |_| {
        let fetch = |&kind: &Kind| {
            let checksum = checksums.of(kind).expect("only listed kinds are wanted");
            client.fetch(access, FileName::of(date, kind), into, checksum, observer)
        };
        kinds.iter().map(fetch).collect::<Result<Vec<_>, _>>()
    })?;
    write_whole(&list, checksums.text().as_bytes())?;
    Ok(Downloaded { date, folder: into.to_owned(), files, checksums })
}

/// How the mirror is asked, and what it says of a month: what is needed to fetch or read its
/// files.
///
/// # Errors
/// As [`month`].
pub fn published(
    client: &Client,
    remembered: &mut Remembered,
    date: DumpDate,
    observer: &dyn Observer,
) -> Result<(Access, Checksums), DownloadError> {
    remembered.obeying(client, |remembered| {
        client.patiently(observer, || {
            let access = remembered.access(client, date)?;
            match client.checksums(access, date, None) {
                Ok(Told::Changed(checksums, _)) => Ok((access, checksums)),
                Ok(Told::Unchanged) | Err(DownloadError::NotThere { .. }) => {
                    let mirror = client.mirror().to_string();
                    Err(DownloadError::NotPublished { date, mirror })
                }
                Err(error) => Err(error),
            }
        })
    })
}

/// The newest month that is complete at the mirror; `None` where none is of the last twelve.
///
/// # Errors
/// What a host may answer.
pub fn latest(
    client: &Client,
    remembered: &mut Remembered,
) -> Result<Option<DumpDate>, DownloadError> {
    let this = calendar::month_of(client.settings.clock.today());
    let year = this.day().year();
    remembered.obeying(client, |remembered| {
        let access = match remembered.access(client, this) {
            // The year may be too new for a list.
            Err(DownloadError::NoDumps { .. }) => {
                remembered.access(client, calendar::before(this))?
            }
            access => access?,
        };
        if access.listed {
            for year in [year, year - 1] {
                let listing = match remembered.list(client, access, year) {
                    Err(DownloadError::Listing { .. }) if year == this.day().year() => continue,
                    listing => listing?,
                };
                if let Some(month) = listing.months().iter().rfind(|month| month.is_complete()) {
                    return Ok(Some(month.date));
                }
            }
            return Ok(None);
        }
        for month in
            std::iter::successors(Some(this), |&month| Some(calendar::before(month))).take(12)
        {
            match client.checksums(access, month, None) {
                Ok(_) => return Ok(Some(month)),
                // A bucket may say this of what it does not have.
                Err(
                    DownloadError::NotThere { .. }
                    | DownloadError::NoChecksums { .. }
                    | DownloadError::Forbidden { .. },
                ) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    })
}

fn wanted(
    checksums: &Checksums,
    date: DumpDate,
    kinds: Option<&[Kind]>,
) -> Result<Vec<Kind>, DownloadError> {
    let published = checksums.kinds();
    let Some(wanted) = kinds else { return Ok(published) };
    if let Some(&kind) = wanted.iter().find(|kind| !published.contains(kind)) {
        let list = FileName::checksums(date).to_string();
        return Err(DownloadError::NotListed { list, name: FileName::of(date, kind).to_string() });
    }
    Ok(published.into_iter().filter(|kind| wanted.contains(kind)).collect())
}

/// How many bytes are still to come, as far as the list of the mirror tells.
fn missing(remembered: &Remembered, date: DumpDate, kinds: &[Kind], into: &Path) -> u64 {
    let files = remembered.month(date).map(|month| month.files).unwrap_or_default();
    let of_kinds = files
        .iter()
        .filter(|file| matches!(file.name.part, Part::Kind(kind) if kinds.contains(&kind)));
    let left = of_kinds.map(|file| {
        let there = |ending| fs::metadata(into.join(format!("{}{ending}", file.name)));
        let there = there("").or_else(|_| there(".part")).map_or(0, |metadata| metadata.len());
        file.size.unwrap_or(0).saturating_sub(there)
    });
    left.sum()
}
