//! One watch URL a line.

use std::{
    borrow::Borrow,
    io::{self, Write},
};

use crate::playlist::PlaylistVideo;

pub(super) fn write(
    videos: impl Iterator<Item: Borrow<PlaylistVideo>>,
    out: &mut impl Write,
) -> io::Result<()> {
    for video in videos {
        writeln!(out, "{}", video.borrow().id.watch_url())?;
    }
    Ok(())
}
