//! How a generation differs from the one before.

use std::{
    cmp::Ordering,
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

use serde::Serialize;
use storage::{
    generations::{Changes, GenerationName, KindChanges, StyleVideos},
    index::{self, Index, ValueField},
    model::{Id, Kind, VideoId},
};

use super::{LoadError, digests};

/// The ids of the videos of a generation, as numbers, ascending.
const VIDEOS_FILE: &str = "videos.digests";

/// The records that the generation before had and this one has not, in its folder.
pub const VANISHED_FILE: &str = "vanished.ndjson";

/// The share of the records of a kind that may vanish from one generation to the next.
const VANISHING_SHARE: f64 = 0.1;

/// How many ids an error names.
const NAMED: usize = 10;

/// A line of [`VANISHED_FILE`].
#[derive(Serialize)]
struct Vanished {
    kind: Kind,
    id: Id,
}

/// Compares a generation that is being built in `folder` with the one before, of which something is
/// known where it was loaded on this machine; `None` where nothing is.
///
/// # Errors
/// [`LoadError::Vanished`] when too many records are not there any more, unless they may be; and
/// when a file cannot be read or written.
pub(super) fn find(
    folder: &Path,
    name: GenerationName,
    kinds: &[Kind],
    before: Option<(GenerationName, &Path)>,
    keep_list: &Path,
    may_vanish: bool,
) -> Result<Option<Changes>, LoadError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| LoadError::write(&path, error)
    };
    let path = folder.join(index::FILE_NAME);
    let index = Index::open_of(&path, &name.to_string())
        .map_err(|error| LoadError::write(&path, io::Error::other(error.to_string())))?;
    let videos = videos_of(&index);
    write_videos(&folder.join(VIDEOS_FILE), &videos).map_err(failed(folder))?;
    let Some((since, before)) = before else { return Ok(None) };

    let list = folder.join(VANISHED_FILE);
    let mut vanished = BufWriter::new(File::create(&list).map_err(failed(&list))?);
    let mut of_kinds = BTreeMap::new();
    let mut is_known = false;
    for &kind in kinds {
        let old = known(digests::read(before, kind), before);
        let new = digests::read(folder, kind).map_err(failed(folder))?;
        let (Some(old), Some(new)) = (old, new) else { continue };
        is_known = true;
        let mut gone = Vec::new();
        let changes = compare(&old, &new, |id| gone.push(id));
        for &id in &gone {
            let line = serde_json::to_vec(&Vanished { kind, id }).expect("numbers have a form");
            vanished.write_all(&line).map_err(failed(&list))?;
            vanished.write_all(b"\n").map_err(failed(&list))?;
        }
        if !may_vanish && gone.len() as f64 > old.len() as f64 * VANISHING_SHARE {
            vanished.flush().map_err(failed(&list))?;
            // The generation's folder goes: the list stays.
            fs::copy(&list, keep_list).map_err(failed(keep_list))?;
            return Err(LoadError::Vanished {
                kind,
                vanished: gone.len() as u64,
                before: old.len() as u64,
                before_name: since,
                first: gone.into_iter().take(NAMED).collect(),
                list: keep_list.to_owned(),
            });
        }
        of_kinds.insert(kind, changes);
    }
    vanished.flush().map_err(failed(&list))?;
    let known_videos = known(digests::read_file(&before.join(VIDEOS_FILE)), before);
    let (new_videos, new_videos_by_style) = match known_videos.as_deref().map(read_videos) {
        Some(known) => new_videos(&index, &known),
        None if !is_known => return Ok(None),
        None => (0, Vec::new()),
    };
    Ok(Some(Changes { since, kinds: of_kinds, new_videos, new_videos_by_style }))
}

/// What is known of the generation before. What is damaged of it is no reason not to load a whole
/// one.
fn known<T>(read: io::Result<Option<T>>, before: &Path) -> Option<T> {
    read.unwrap_or_else(|error| {
        tracing::warn!(%error, "{} is not compared with", before.display());
        None
    })
}

/// Goes along both lists, which are by id.
fn compare(
    old: &[digests::Digested],
    new: &[digests::Digested],
    mut vanished: impl FnMut(Id),
) -> KindChanges {
    let mut changes = KindChanges::default();
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (Some((old, _)), Some((new, _))) => old.cmp(new),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return changes,
        };
        match order {
            Ordering::Less => {
                changes.vanished += 1;
                vanished(old.next().map_or(0, |&(id, _)| id));
            }
            Ordering::Greater => {
                changes.new += 1;
                new.next();
            }
            Ordering::Equal => {
                let is_same = old.next().map(|old| old.1) == new.next().map(|new| new.1);
                changes.changed += u64::from(!is_same);
            }
        }
    }
}

fn videos_of(index: &Index) -> Vec<u64> {
    let mut videos: Vec<u64> = index.video_ids().map(number).collect();
    videos.sort_unstable();
    videos
}

/// A number for a video, the same in all generations.
fn number(video: VideoId) -> u64 {
    digests::digest(video.as_str().as_bytes())
}

fn write_videos(path: &Path, videos: &[u64]) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    videos.iter().try_for_each(|video| file.write_all(&video.to_le_bytes()))?;
    file.flush()
}

fn read_videos(bytes: &[u8]) -> Vec<u64> {
    bytes.as_chunks().0.iter().map(|&video| u64::from_le_bytes(video)).collect()
}

/// The videos that are not among the known ones, in all and by style.
fn new_videos(index: &Index, known: &[u64]) -> (u64, Vec<StyleVideos>) {
    let is_new = |video| known.binary_search(&number(video)).is_err();
    let (all, styles) = index.count_videos(ValueField::Style, is_new);
    let styles = styles.into_iter();
    let mut styles: Vec<StyleVideos> =
        styles.map(|(style, videos)| StyleVideos { style: style.to_owned(), videos }).collect();
    styles.sort_by(|a, b| b.videos.cmp(&a.videos).then_with(|| a.style.cmp(&b.style)));
    (all, styles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_changed_and_vanished_is_told_apart() {
        let mut gone = Vec::new();
        let old = [(1, 10), (2, 20), (3, 30), (9, 90)];
        let new = [(0, 1), (1, 10), (3, 31), (4, 40), (9, 90), (10, 100)];
        let changes = compare(&old, &new, |id| gone.push(id));
        assert_eq!(changes, KindChanges { new: 3, changed: 1, vanished: 1 });
        assert_eq!(gone, [2]);
        let all_new = compare(&[], &new, |_| ());
        assert_eq!(all_new, KindChanges { new: 6, changed: 0, vanished: 0 });
        assert_eq!(compare(&old, &[], |_| ()).vanished, 4);
    }
}
