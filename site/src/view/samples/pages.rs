//! The basket, the charts, what is to be read, and what stands in the place of a page.

use super::{layout, listen, records::chart, search::stockholm};
use crate::view::{
    about::{AboutPage, Health, Stage, Stages},
    basket::{BasketPage, Contents, Kept, Row},
    charts::{ChartsPage, Choices},
    error::ErrorPage,
    layout::{Layout, Section},
    reading::{FaqPage, PrivacyPage},
};

pub(in crate::view) fn basket() -> BasketPage {
    let videos = stockholm().videos;
    let last = videos.len() - 1;
    let rows = videos.into_iter().enumerate().map(|(place, video)| Row {
        video,
        up: place.checked_sub(1),
        down: (place < last).then_some(place + 1),
    });
    let contents =
        Contents { rows: rows.collect(), seconds: 1816, can_undo: true, listen: Some(listen()) };
    BasketPage { layout: layout("Basket", Section::Basket, "/basket"), kept: Kept::Here(contents) }
}

pub(in crate::view) fn empty_basket() -> BasketPage {
    BasketPage { kept: Kept::Here(Contents::default()), ..basket() }
}

pub(in crate::view) fn basket_away() -> BasketPage {
    let mut layout = layout("Basket", Section::Basket, "/basket");
    layout.basket = None;
    BasketPage { layout, kept: Kept::Away("Redis does not answer, where baskets are kept.".into()) }
}

pub(in crate::view) fn charts() -> ChartsPage {
    let choices = |field: &str, title: &str, values: &[&str], selected: Option<&str>| Choices {
        field: field.into(),
        title: title.into(),
        values: values.iter().map(ToString::to_string).collect(),
        selected: selected.map(Into::into),
    };
    let releases: Vec<(u16, u64)> =
        (1963..=2020).map(|year| (year, u64::from(year % 13) * u64::from(year - 1960))).collect();
    let videos: Vec<(u16, u64)> =
        (1963..=2020).map(|year| (year, u64::from(year % 11) * u64::from(2025 - year))).collect();
    ChartsPage {
        layout: layout("Deep House, year by year", Section::Charts, "/charts?style=Deep+House"),
        choices: vec![
            choices("genre", "Genre", &["Electronic", "Folk, World, & Country", "Jazz"], None),
            choices("style", "Style", &["Deep House", "House", "Techno"], Some("Deep House")),
        ],
        chosen: "Deep House".into(),
        search: Some("/?q=style%3A%22deep+house%22".into()),
        charts: vec![
            chart("releases", "Releases a year", "release", &releases),
            chart("videos", "Videos a year", "video", &videos),
        ],
        note: None,
    }
}

pub(in crate::view) fn about() -> AboutPage {
    let stage = |state: &str, health| Stage { state: state.into(), health };
    AboutPage {
        layout: layout("About", Section::About, "/about"),
        releases: 300,
        works: 490,
        videos: 1312,
        stages: Stages {
            dump: stage("6 August 2020", Health::Good),
            etl: stage("nothing to do until 1 December", Health::Waiting),
            storage: stage("540 documents in files, index in Redis", Health::Good),
            apis: stage("answers from its own copy: Redis does not answer", Health::Bad),
            site: stage("you are looking at it", Health::Good),
        },
        version: "0.1.0".into(),
    }
}

pub(in crate::view) fn faq() -> FaqPage {
    FaqPage { layout: layout("Questions", Section::Elsewhere, "/faq") }
}

pub(in crate::view) fn privacy() -> PrivacyPage {
    PrivacyPage { layout: layout("Privacy", Section::Elsewhere, "/privacy"), is_erased: false }
}

pub(in crate::view) fn erased() -> PrivacyPage {
    PrivacyPage { is_erased: true, ..privacy() }
}

pub(in crate::view) fn not_signed_in() -> ErrorPage {
    ErrorPage {
        layout: layout("Nobody is signed in", Section::Elsewhere, "/playlists"),
        status: 401,
        title: "Nobody is signed in".into(),
        detail: "sign in first".into(),
        sign_in: Some("/authorise?back=%2Fplaylists".into()),
        ..ErrorPage::default()
    }
}

pub(in crate::view) fn not_found() -> ErrorPage {
    ErrorPage {
        layout: Layout { title: "Not found".into(), ..Layout::default() },
        status: 404,
        title: "There is no such release".into(),
        detail: "Release 99999999 is not in this catalogue. It may have been removed from Discogs, or merged into another.".into(),
        ..ErrorPage::default()
    }
}

pub(in crate::view) fn unavailable() -> ErrorPage {
    ErrorPage {
        layout: layout("Nothing is loaded yet", Section::Elsewhere, "/release/1"),
        status: 503,
        title: "Nothing is loaded yet".into(),
        detail: "The catalogue is empty: load a month with `dataget load`.".into(),
        ..ErrorPage::default()
    }
}
