//! A table after RFC 4180; what is unknown is empty.

use std::{
    borrow::Borrow,
    io::{self, Write},
};

use crate::playlist::PlaylistVideo;

const HEADER: [&str; 8] =
    ["video_id", "url", "title", "duration", "release_id", "artist", "release_title", "year"];

pub(super) fn write(
    videos: impl Iterator<Item: Borrow<PlaylistVideo>>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(HEADER).map_err(io_error)?;
    for video in videos {
        let video = video.borrow();
        let row = [
            video.id.as_str(),
            &video.id.watch_url(),
            &video.title,
            &video.duration.map(|seconds| seconds.to_string()).unwrap_or_default(),
            &video.release_id.to_string(),
            &video.artist,
            &video.release_title,
            &video.year.map(|year| year.to_string()).unwrap_or_default(),
        ];
        table.write_record(row).map_err(io_error)?;
    }
    table.flush()
}

/// The error of the output itself: its kind, such as a closed pipe, would not show through the
/// table's.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}
