//! JSPF (<https://www.xspf.org/jspf>), with `identifier` as a list, as ListenBrainz has it.

use std::{
    borrow::Borrow,
    io::{self, Write},
};

use serde::Serialize;

use crate::playlist::PlaylistVideo;

#[derive(Serialize)]
struct Track<'a> {
    location: [&'a str; 1],
    identifier: [&'a str; 1],
    title: &'a str,
    creator: &'a str,
    album: &'a str,
    /// In milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<u64>,
}

pub(super) fn write(
    title: &str,
    videos: impl Iterator<Item: Borrow<PlaylistVideo>>,
    out: &mut impl Write,
) -> io::Result<()> {
    // The frame is written by hand so that no list of tracks is ever held.
    write!(out, r#"{{"playlist":{{"title":"#)?;
    serde_json::to_writer(&mut *out, title)?;
    write!(out, r#","track":["#)?;
    for (number, video) in videos.enumerate() {
        let video = video.borrow();
        writeln!(out, "{}", if number == 0 { "" } else { "," })?;
        let url = video.id.watch_url();
        let track = Track {
            location: [&url],
            identifier: [&url],
            title: &video.title,
            creator: &video.artist,
            album: &video.release_title,
            duration: video.duration.map(|seconds| u64::from(seconds) * 1000),
        };
        serde_json::to_writer(&mut *out, &track)?;
    }
    writeln!(out, "\n]}}}}")
}
