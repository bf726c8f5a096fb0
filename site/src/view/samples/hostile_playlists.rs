//! Pages of playlists of which every text tries to be more than text.

use super::{
    hostile::{HOSTILE, around, listen, text, video},
    link, playlists,
};
use crate::view::{
    playlist::{
        Access, Choice, Fields, LeftOut, Moment, Own, PlaylistForm, PlaylistPage, PlaylistsPage,
        Report, Row, Source, Standing, Wrong,
    },
    search::Parameter,
};

fn moment() -> Moment {
    Moment { datetime: text(), text: text() }
}

fn standing() -> Standing {
    Standing { words: text(), why: Some(text()), resumes: Some(moment()), ..Standing::default() }
}

pub(in crate::view) fn form() -> PlaylistForm {
    let fields = Fields {
        request: text(),
        carried: vec![Parameter { name: "q", value: text() }],
        title: text(),
        description: text(),
        own: Own::Known(vec![Choice { id: text(), title: text(), is_chosen: true }]),
        wrong: Some(Wrong { field: "title".into(), told: text() }),
        ..Fields::default()
    };
    PlaylistForm {
        layout: around(),
        source: Source { words: text(), url: text() },
        query: text(),
        listen: listen(),
        access: Access::Form(Box::new(fields)),
        ..playlists::form()
    }
}

pub(in crate::view) fn form_without_own() -> PlaylistForm {
    let fields = Fields { own: Own::Away(text()), ..Fields::default() };
    PlaylistForm { access: Access::Form(Box::new(fields)), ..form() }
}

pub(in crate::view) fn job() -> PlaylistPage {
    let left_out = LeftOut { video: video(), why: "", instead: Some(video()) };
    PlaylistPage {
        layout: around(),
        job: text(),
        title: text(),
        privacy: text(),
        search: Some(link(HOSTILE, HOSTILE)),
        standing: standing(),
        playlists: vec![link(HOSTILE, HOSTILE)],
        embed: Some(text()),
        report: Report { left_out: vec![left_out], added: vec![video()], present: vec![video()] },
        told: Some(text()),
        ..playlists::running()
    }
}

pub(in crate::view) fn list() -> PlaylistsPage {
    let row =
        Row { title: text(), url: text(), day: text(), standing: standing(), ..Row::default() };
    PlaylistsPage { layout: around(), rows: vec![row] }
}
