//! Pages filled with records of the built-in catalogue, to be looked at and compared.

pub(super) mod changes;
pub(super) mod hostile;
pub(super) mod hostile_playlists;
pub(super) mod pages;
pub(super) mod playlists;
pub(super) mod records;
pub(super) mod search;
pub(super) mod status;

use super::{
    layout::{Layout, Section, SignIn},
    link::{Credit, Link},
    listen::Listen,
    video::Video,
};

fn link(text: &str, url: &str) -> Link {
    Link { text: text.into(), url: url.into() }
}

fn credit(name: &str, url: &str, join: &str) -> Credit {
    Credit { name: name.into(), url: Some(url.into()), join: join.into() }
}

fn layout(title: &str, section: Section, here: &str) -> Layout {
    Layout {
        title: title.into(),
        description: format!("{title}: facts and videos from the Discogs catalogue."),
        canonical: format!("https://dataget.example{here}"),
        here: here.into(),
        section,
        basket: Some(3),
        csrf: "c5rf".into(),
        generation: Some("6 August 2020".into()),
        sign_in: SignIn::Out,
        is_stand_in: false,
    }
}

fn videos(artist: &str, page: &str, videos: &[(&str, &str, u32)]) -> Vec<Video> {
    let video = |(place, &(id, title, duration)): (usize, &(&str, &str, u32))| Video {
        id: id.into(),
        title: title.into(),
        artist: artist.into(),
        duration: Some(duration),
        page: page.into(),
        in_basket: place == 1,
    };
    videos.iter().enumerate().map(video).collect()
}

fn listen() -> Listen {
    let file = |format: &str| {
        link(
            format,
            &format!("/api/v1/videos.{}?q=style%3A%22deep+house%22", format.to_lowercase()),
        )
    };
    Listen {
        cut_from: Some(2_107),
        videos: 87,
        play_all: "/api/v1/videos?q=style%3A%22deep+house%22&limit=87".into(),
        youtube: vec![
            link("1–50", "https://www.youtube.com/watch_videos?video_ids=2JFAitAo7Ns,CmFYUEcD0Xs"),
            link("51–87", "https://www.youtube.com/watch_videos?video_ids=Mw4ATd0ch2o"),
        ],
        downloads: ["M3U", "XSPF", "JSPF", "CSV"].map(file).into(),
        playlist: Some("/playlist/new?q=style%3A%22deep+house%22".into()),
    }
}

fn search_for(field: &str, value: &str) -> Link {
    link(value, &format!("/?q={field}%3A%22{}%22", value.replace(' ', "+")))
}
