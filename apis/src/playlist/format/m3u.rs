//! Extended M3U as VLC reads it: a line of length and name before each address.

use std::{
    borrow::Borrow,
    io::{self, Write},
};

use crate::playlist::PlaylistVideo;

pub(super) fn write(
    title: &str,
    videos: impl Iterator<Item: Borrow<PlaylistVideo>>,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, "#EXTM3U\n#PLAYLIST:{}", one_line(title))?;
    for video in videos {
        let video = video.borrow();
        match video.duration {
            Some(seconds) => write!(out, "#EXTINF:{seconds},")?,
            None => write!(out, "#EXTINF:-1,")?,
        }
        // Players part the artist from the title at the first dash between blanks.
        if !video.artist.is_empty() {
            write!(out, "{} - ", one_line(&video.artist))?;
        }
        writeln!(out, "{}\n{}", one_line(&video.title), video.id.watch_url())?;
    }
    Ok(())
}

/// The text on one line: whatever might break it, and every other control character, is a blank.
fn one_line(text: &str) -> String {
    let breaks =
        |character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}');
    text.replace(breaks, " ").trim().to_owned()
}
