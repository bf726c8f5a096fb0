//! Links that open a temporary list on YouTube, without an account.

use std::{
    borrow::Borrow,
    io::{self, Write},
};

use crate::playlist::PlaylistVideo;

/// YouTube takes no more ids in one link.
const IDS_A_LINK: usize = 50;

pub(super) fn write(
    videos: impl Iterator<Item: Borrow<PlaylistVideo>>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut any = false;
    for (number, video) in videos.enumerate() {
        let before = match number {
            0 => "https://www.youtube.com/watch_videos?video_ids=",
            _ if number.is_multiple_of(IDS_A_LINK) => {
                "\nhttps://www.youtube.com/watch_videos?video_ids="
            }
            _ => ",",
        };
        write!(out, "{before}{}", video.borrow().id)?;
        any = true;
    }
    if any { writeln!(out) } else { Ok(()) }
}
