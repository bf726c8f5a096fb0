//! All the ways to hear a list.

use apis::playlist::Format;
use storage::model::VideoId;

use super::{address::Asked, playlist::NEW as NEW_PLAYLIST};
use crate::view::{link::Link, listen::Listen};

/// How many videos the list of a page has, unless its address says otherwise.
pub(super) const LISTED: usize = 200;

/// What a page offers as files, with their names.
const FILES: [(Format, &str); 4] =
    [(Format::M3u, "M3U"), (Format::Xspf, "XSPF"), (Format::Jspf, "JSPF"), (Format::Csv, "CSV")];

/// Videos that one link opens.
const A_LINK: usize = 50;

/// The ways to hear the videos of a search.
///
/// `most` is how many the options give at the most. Files have all of them, up to what one file
/// holds; what plays has [`LISTED`].
pub(super) fn of_search(asked: &Asked, videos: &[VideoId], most: u64) -> Option<Listen> {
    let limit = asked.limit.clone().unwrap_or_else(|| LISTED.to_string());
    let list = Asked { limit: Some(limit), cursor: None, ..asked.clone() };
    let play_all = list.at("/api/v1/videos");
    let file = Asked { cursor: None, ..asked.clone() };
    let listen = of_list(videos, play_all, |format| file.at(&format!("/export/{format}")))?;
    let is_cut = videos.len() >= LISTED && most > videos.len() as u64;
    let playlist = Some(file.at(NEW_PLAYLIST));
    Some(Listen { cut_from: is_cut.then_some(most), playlist, ..listen })
}

/// The ways to hear a list: where it is to be had as JSON, and where as a file.
pub(super) fn of_list(
    videos: &[VideoId],
    play_all: String,
    file: impl Fn(Format) -> String,
) -> Option<Listen> {
    let downloads = FILES.map(|(format, name)| Link { text: name.to_owned(), url: file(format) });
    let listen = of_page(videos)?;
    Some(Listen { play_all, downloads: downloads.to_vec(), ..listen })
}

/// The ways to hear what is on the page and nowhere else.
pub(super) fn of_page(videos: &[VideoId]) -> Option<Listen> {
    if videos.is_empty() {
        return None;
    }
    let links = videos.chunks(A_LINK).enumerate().map(|(place, ids)| {
        let first = place * A_LINK + 1;
        let ids: Vec<&str> = ids.iter().map(VideoId::as_str).collect();
        Link {
            text: format!("{first}–{}", first + ids.len() - 1),
            url: format!("https://www.youtube.com/watch_videos?video_ids={}", ids.join(",")),
        }
    });
    Some(Listen {
        videos: videos.len() as u64,
        cut_from: None,
        play_all: String::new(),
        youtube: links.collect(),
        downloads: Vec::new(),
        playlist: None,
    })
}
