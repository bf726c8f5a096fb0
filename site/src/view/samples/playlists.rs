//! The form of a playlist, the page of one in its states, the list of them; and the status page.

use super::{layout, link, listen, search, search::stockholm};
use crate::view::{
    layout::{Layout, Section, SignIn},
    listen::Listen,
    playlist::{
        Access, Acts, Choice, Cost, Counts, Fields, LeftOut, Moment, Own, Part, PlaylistForm,
        PlaylistPage, PlaylistsPage, Report, Row, Source, Standing, Wrong,
    },
    search::{Outcome, Parameter, PlaylistOptions},
    video::Video,
};

const QUERY: &str = r#"style:"deep house""#;
const HERE: &str = "/playlist/new?q=style%3A%22deep+house%22";

fn signed_in(title: &str, here: &str) -> Layout {
    Layout {
        canonical: String::new(),
        sign_in: SignIn::In("Ada's channel".into()),
        ..layout(title, Section::Playlists, here)
    }
}

pub(super) fn midnight() -> Moment {
    Moment {
        datetime: "2026-11-22T08:00:00Z".into(),
        text: "midnight Pacific on Sunday 22 November (08:00 UTC)".into(),
    }
}

fn options() -> PlaylistOptions {
    let Outcome::Answer(answer) = search::answer().outcome else { unreachable!() };
    PlaylistOptions { path: "/playlist/new", limit: Some("200".into()), ..answer.options }
}

fn fields() -> Fields {
    Fields {
        request: "0f1e2d3c4b5a69788796a5b4c3d2e1f0".into(),
        carried: vec![Parameter { name: "q", value: QUERY.into() }],
        title: "Style Deep House".into(),
        privacy: "private".into(),
        own: Own::Unasked,
        follow: Some(false),
        ..Fields::default()
    }
}

pub(in crate::view) fn form() -> PlaylistForm {
    PlaylistForm {
        layout: signed_in("Make a YouTube playlist", HERE),
        source: Source {
            words: "style Deep House".into(),
            url: "/?q=style%3A%22deep+house%22".into(),
        },
        query: QUERY.into(),
        options: Some(options()),
        videos: 200,
        cost: Some(Cost {
            units: 10_050,
            left: 2_450,
            parts: vec![
                Part { videos: 48, from: None },
                Part { videos: 152, from: Some(midnight()) },
            ],
            ..Cost::default()
        }),
        listen: Some(Listen { playlist: None, cut_from: None, ..listen() }),
        access: Access::Form(Box::new(fields())),
    }
}

pub(in crate::view) fn wrong_form() -> PlaylistForm {
    let choice =
        |id: &str, title: &str, is_chosen| Choice { id: id.into(), title: title.into(), is_chosen };
    let own = vec![choice("PLa", "Sunday morning", false), choice("PLb", "Late", true)];
    let wrong = Wrong {
        field: "title".into(),
        told: "a title of 1 to 150 characters is needed, without < and >".into(),
    };
    let fields =
        Fields { title: "a < b".into(), own: Own::Known(own), wrong: Some(wrong), ..fields() };
    PlaylistForm { access: Access::Form(Box::new(fields)), ..form() }
}

pub(in crate::view) fn form_signed_out() -> PlaylistForm {
    let layout = Layout { sign_in: SignIn::Out, is_stand_in: true, ..form().layout };
    let cost = Cost {
        units: 25_050,
        left: 60,
        parts: vec![
            Part { videos: 0, from: None },
            Part { videos: 49, from: Some(midnight()) },
            Part { videos: 30, from: Some(midnight()) },
        ],
        days_between: 6,
        is_endless: false,
    };
    let access = Access::SignedOut { again: false };
    PlaylistForm { layout, access, cost: Some(cost), ..form() }
}

pub(in crate::view) fn form_without_credentials() -> PlaylistForm {
    let layout = Layout { sign_in: SignIn::Absent, ..form().layout };
    PlaylistForm { layout, access: Access::Nowhere, cost: None, options: None, ..form() }
}

pub(in crate::view) fn form_of_nothing() -> PlaylistForm {
    PlaylistForm { videos: 0, cost: None, listen: None, ..form() }
}

fn counts() -> Counts {
    Counts {
        replaced: 0,
        wanted: 48,
        added: 30,
        present: 1,
        left_out: 2,
        waiting: 15,
        needed: 2_450,
        spent: 1_552,
    }
}

fn left_out() -> Vec<LeftOut> {
    let [gone, instead, hidden]: [Video; 3] = stockholm().videos[..3].to_vec().try_into().unwrap();
    vec![
        LeftOut {
            video: gone,
            why: "It is not available at YouTube any more",
            instead: Some(instead),
        },
        LeftOut { video: hidden, why: "Its owner keeps it private", instead: None },
    ]
}

pub(in crate::view) fn running() -> PlaylistPage {
    PlaylistPage {
        layout: signed_in("Deep house", "/playlist/0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
        job: "0f1e2d3c4b5a69788796a5b4c3d2e1f0".into(),
        title: "Deep house".into(),
        privacy: "private".into(),
        search: Some(link("style Deep House", "/?q=style%3A%22deep+house%22")),
        standing: Standing { words: "Being filled".into(), class: "going", ..Standing::default() },
        counts: counts(),
        playlists: vec![link(
            "Open the playlist on YouTube",
            "https://www.youtube.com/playlist?list=PLx",
        )],
        embed: Some("https://www.youtube-nocookie.com/embed/videoseries?list=PLx".into()),
        acts: Acts { cancel: true, follow: Some(false), ..Acts::default() },
        report: Report { left_out: left_out(), ..Report::default() },
        told: None,
    }
}

pub(in crate::view) fn parked() -> PlaylistPage {
    let mut page = running();
    page.layout.is_stand_in = true;
    page.standing = Standing {
        words: "Waiting".into(),
        class: "waiting",
        why: Some("Today's units for YouTube are used up".into()),
        resumes: Some(midnight()),
        ..Standing::default()
    };
    page
}

pub(in crate::view) fn without_consent() -> PlaylistPage {
    let mut page = running();
    page.standing = Standing {
        words: "Waiting for you to sign in again".into(),
        class: "waiting",
        why: Some("Your sign-in at Google has ended".into()),
        needs_consent: true,
        ..Standing::default()
    };
    page
}

pub(in crate::view) fn done() -> PlaylistPage {
    let videos = stockholm().videos;
    PlaylistPage {
        standing: Standing {
            words: "Done".into(),
            class: "done",
            is_final: true,
            ..Standing::default()
        },
        counts: Counts { added: 45, waiting: 0, ..counts() },
        acts: Acts { cancel: false, retry: true, sync: true, follow: Some(true), delete: true },
        report: Report {
            left_out: left_out(),
            added: videos.clone(),
            present: videos[..1].to_vec(),
        },
        told: Some("3 new videos are being added.".into()),
        ..running()
    }
}

pub(in crate::view) fn list() -> PlaylistsPage {
    let row = |title: &str, page: PlaylistPage| Row {
        title: title.into(),
        url: format!("/playlist/{}", page.job),
        day: "21 November 2026".into(),
        standing: page.standing,
        counts: page.counts,
    };
    PlaylistsPage {
        layout: signed_in("Your playlists", "/playlists"),
        rows: vec![row("Deep house", parked()), row("Jazz of the sixties", done())],
    }
}

pub(in crate::view) fn empty_list() -> PlaylistsPage {
    PlaylistsPage { rows: Vec::new(), ..list() }
}
