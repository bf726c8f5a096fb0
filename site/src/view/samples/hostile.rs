//! Pages of which every text tries to be more than text.

use super::{credit, layout, link};
use crate::view::{
    about::{AboutPage, Stage, Stages},
    artist::ArtistPage,
    basket::{BasketPage, Contents, Kept, Row},
    chart::{Chart, Point},
    charts::{ChartsPage, Choices},
    error::ErrorPage,
    facet::{Facet, FacetValue},
    label::LabelPage,
    layout::{Layout, Section, SignIn},
    link::{CatalogueNumber, Credit, Link},
    listen::Listen,
    master::MasterPage,
    reading::{FaqPage, PrivacyPage},
    record::{Discography, Elsewhere, Entry, Names, Year},
    release::{Identifier, Part, ReleasePage, Role, Track, TrackKind},
    search::{self, Answer, Example, Failure, Landing, Note, Outcome, PlaylistOptions, SearchPage},
    video::Video,
    work::{MorePressings, Work},
};

/// It ends an attribute, a tag, and begins a script.
pub(in crate::view) const HOSTILE: &str = "\"'><script>alert(1)</script>&";

pub(super) fn text() -> String {
    HOSTILE.into()
}

pub(super) fn around() -> Layout {
    Layout {
        description: text(),
        canonical: text(),
        csrf: text(),
        generation: Some(text()),
        sign_in: SignIn::In(text()),
        is_stand_in: true,
        ..layout(HOSTILE, Section::Elsewhere, HOSTILE)
    }
}

pub(super) fn a_link() -> Link {
    link(HOSTILE, HOSTILE)
}

fn credits() -> Vec<Credit> {
    let without_page = Credit { url: None, ..credit(HOSTILE, "", HOSTILE) };
    vec![credit(HOSTILE, HOSTILE, HOSTILE), without_page]
}

fn number() -> CatalogueNumber {
    CatalogueNumber { label: credits().remove(0), number: Some(text()) }
}

pub(super) fn video() -> Video {
    Video {
        id: text(),
        title: text(),
        artist: text(),
        duration: None,
        page: text(),
        in_basket: false,
    }
}

pub(super) fn listen() -> Option<Listen> {
    let links = || vec![a_link(), a_link()];
    Some(Listen {
        playlist: Some(text()),
        videos: 1,
        cut_from: Some(2),
        play_all: text(),
        youtube: links(),
        downloads: links(),
    })
}

fn work() -> Work {
    Work {
        title: text(),
        url: text(),
        artists: credits(),
        year: None,
        country: Some(a_link()),
        labels: vec![number()],
        formats: vec![text()],
        styles: vec![a_link()],
        videos: (0..6).map(|_| video()).collect(),
        more_pressings: Some(MorePressings { count: 1, url: text() }),
    }
}

fn facets() -> Vec<Facet> {
    let value = || FacetValue { value: text(), url: text(), ..FacetValue::default() };
    let values = (0..9).map(|_| value()).collect();
    vec![Facet { field: text(), title: text(), values }]
}

fn chart() -> Chart {
    Chart {
        id: text(),
        title: text(),
        noun: text(),
        is_playable: true,
        points: vec![Point { year: 1999, count: 2, url: Some(text()) }],
    }
}

fn entry() -> Entry {
    Entry {
        title: text(),
        url: text(),
        artists: credits(),
        year: None,
        country: Some(text()),
        labels: vec![number()],
        formats: vec![text()],
        videos: 1,
        remark: Some(text()),
    }
}

fn elsewhere() -> Elsewhere {
    Elsewhere { discogs: text(), document: text() }
}

fn discography() -> Discography {
    Discography {
        releases: 1,
        works: 1,
        videos: 1,
        search: text(),
        chart: Some(chart()),
        listen: listen(),
        years: vec![Year { year: None, entries: vec![entry()] }],
        first_page: Some(text()),
        next: Some(text()),
    }
}

fn names() -> Vec<Names> {
    vec![Names { title: text(), names: vec![a_link(), link(HOSTILE, "")] }]
}

fn role() -> Role {
    Role { role: text(), artists: credits(), tracks: text() }
}

pub(in crate::view) fn landing() -> SearchPage {
    let landing = Landing {
        examples: vec![Example { query: text(), words: text(), url: text() }],
        works_shown: vec![work()],
        ..Landing::default()
    };
    SearchPage {
        layout: around(),
        query: text(),
        outcome: Outcome::Landing(landing),
        facets: facets(),
    }
}

pub(in crate::view) fn answer() -> SearchPage {
    let answer = Answer {
        words: text(),
        parts: vec![search::Part { text: text(), negated: true, url: text() }],
        notes: vec![Note { text: text(), suggestion: Some(a_link()) }],
        releases: 1,
        works: 1,
        videos: 1,
        options: PlaylistOptions {
            path: "/",
            limit: Some(text()),
            kept: vec![crate::view::search::Parameter { name: "limit", value: text() }],
            order: "shuffle".into(),
            seed: 1,
            shuffle_again: text(),
            one_per_artist: true,
            min_length: text(),
            max_length: text(),
            error: Some(text()),
        },
        listen: listen(),
        works_shown: vec![work()],
        first_page: Some(text()),
        next: Some(text()),
    };
    SearchPage { outcome: Outcome::Answer(Box::new(answer)), ..landing() }
}

pub(in crate::view) fn failure() -> SearchPage {
    let failure = Failure {
        column: 3,
        length: 9,
        message: text(),
        expected: text(),
        suggestion: Some(a_link()),
    };
    SearchPage { outcome: Outcome::Failure(failure), ..landing() }
}

pub(in crate::view) fn release() -> ReleasePage {
    let track = Track {
        kind: TrackKind::Track,
        position: text(),
        title: text(),
        artists: credits(),
        roles: vec![role()],
        duration: text(),
    };
    let heading = Track { kind: TrackKind::Heading, ..track.clone() };
    ReleasePage {
        layout: around(),
        title: text(),
        artists: credits(),
        master: Some(a_link()),
        labels: vec![number()],
        series: vec![number()],
        formats: vec![text()],
        country: Some(a_link()),
        released: Some(a_link()),
        genres: vec![a_link()],
        styles: vec![a_link()],
        tracklist: vec![heading, track],
        roles: vec![role()],
        companies: vec![Part { role: text(), company: number() }],
        identifiers: vec![Identifier { kind: text(), value: text(), description: text() }],
        notes: Some(text()),
        videos: vec![video()],
        listen: listen(),
        more: vec![work()],
        elsewhere: elsewhere(),
    }
}

pub(in crate::view) fn master() -> MasterPage {
    MasterPage {
        layout: around(),
        title: text(),
        artists: credits(),
        year: Some(a_link()),
        main_release: Some(a_link()),
        genres: vec![a_link()],
        styles: vec![a_link()],
        notes: Some(text()),
        versions_total: 1,
        versions: vec![entry()],
        first_page: Some(text()),
        next: Some(text()),
        videos: vec![video()],
        listen: listen(),
        more: vec![work()],
        elsewhere: elsewhere(),
    }
}

pub(in crate::view) fn artist() -> ArtistPage {
    ArtistPage {
        layout: around(),
        name: text(),
        real_name: Some(text()),
        profile: Some(text()),
        variations: vec![text()],
        names: names(),
        web: vec![text(), format!("https://{HOSTILE}")],
        discography: discography(),
        more: vec![work()],
        elsewhere: elsewhere(),
    }
}

pub(in crate::view) fn label() -> LabelPage {
    LabelPage {
        layout: around(),
        name: text(),
        parent: Some(a_link()),
        profile: Some(text()),
        contact: Some(text()),
        names: names(),
        web: vec![text(), format!("https://{HOSTILE}")],
        discography: discography(),
        more: vec![work()],
        elsewhere: elsewhere(),
    }
}

pub(in crate::view) fn basket() -> BasketPage {
    let rows = vec![Row { video: video(), up: Some(0), down: Some(1) }];
    let contents = Contents { rows, seconds: 1, can_undo: true, listen: listen() };
    BasketPage { layout: around(), kept: Kept::Here(contents) }
}

pub(in crate::view) fn basket_away() -> BasketPage {
    BasketPage { layout: around(), kept: Kept::Away(text()) }
}

pub(in crate::view) fn charts() -> ChartsPage {
    let choices =
        Choices { field: text(), title: text(), values: vec![text()], selected: Some(text()) };
    ChartsPage {
        layout: around(),
        choices: vec![choices],
        chosen: text(),
        search: Some(text()),
        charts: vec![chart()],
        note: Some(text()),
    }
}

pub(in crate::view) fn about() -> AboutPage {
    let stage = || Stage { state: text(), ..Stage::default() };
    let (dump, etl, storage, apis, site) = (stage(), stage(), stage(), stage(), stage());
    AboutPage {
        layout: around(),
        stages: Stages { dump, etl, storage, apis, site },
        version: text(),
        ..AboutPage::default()
    }
}

pub(in crate::view) fn faq() -> FaqPage {
    FaqPage { layout: around() }
}

pub(in crate::view) fn privacy() -> PrivacyPage {
    PrivacyPage { layout: around(), is_erased: false }
}

pub(in crate::view) fn error() -> ErrorPage {
    ErrorPage {
        layout: around(),
        status: 500,
        title: text(),
        detail: text(),
        id: text(),
        sign_in: Some(text()),
    }
}
