//! The operator's page.

use super::{changes::changed, hostile, layout, playlists::midnight};
use crate::view::{
    about::{Health, Stage},
    layout::Section,
    status::{Backend, File, Going, Jobs, Kept, Mark, Over, Quota, Room, StatusPage, Step, Time},
};

fn time(day: &str, clock: &str) -> Time {
    Time {
        datetime: format!("2026-{day}T{clock}:00Z"),
        text: format!("{} Nov 2026, {clock} UTC", day.trim_start_matches("11-0")),
    }
}

fn pipeline(marks: [Mark; 6]) -> Vec<Step> {
    let names = ["Look", "Download", "Load", "Index", "Publish", "Serve"];
    let step = |(name, state)| Step { name, does: "What happens in it", state };
    names.into_iter().zip(marks).map(step).collect()
}

fn run(day: &str, mark: Mark, outcome: &str, told: Option<&str>, seconds: u64) -> Over {
    Over {
        command: "dataget update".into(),
        began: time(day, "03:04"),
        mark,
        outcome: outcome.into(),
        told: told.map(Into::into),
        seconds,
        share: (seconds / 60).max(1),
    }
}

pub(in crate::view) fn status() -> StatusPage {
    use Mark::{Done, Failed, Waiting};
    let kept = Kept {
        name: "20261101".into(),
        day: "1 November 2026".into(),
        is_current: true,
        created: time("11-02", "03:44"),
        entries: Some(18_682_000),
        rejected: Some(3),
        room: Room { all: Some(14_260_000_000), index: Some(1_420_000_000), most: 14_260_000_000 },
        changed: Some(changed()),
    };
    let before = Kept {
        name: "20261001".into(),
        day: "1 October 2026".into(),
        is_current: false,
        rejected: None,
        room: Room { all: None, ..kept.room },
        changed: None,
        ..kept.clone()
    };
    let backend = |name: &str, state: &str, health| Backend {
        name: name.into(),
        is: Stage { state: state.into(), health },
    };
    StatusPage {
        layout: layout("Status", Section::Elsewhere, "/status"),
        pipeline: pipeline([Done, Failed, Waiting, Waiting, Waiting, Done]),
        going: None,
        over: vec![
            run(
                "11-04",
                Failed,
                "failed while downloading",
                Some("discogs_20261201_masters.xml.gz: its checksum is another"),
                62,
            ),
            run("11-03", Waiting, "waits until 4 Nov 2026, 03:04 UTC", None, 3),
            run("11-02", Done, "published 1 November 2026", None, 6_000),
        ],
        next: Some(time("11-05", "09:17")),
        kept: vec![kept, before],
        backends: vec![
            backend("documents", "generation 20261101, in MongoDB", Health::Good),
            backend("index", "a copy answers: its home cannot be read", Health::Waiting),
            backend("sessions", "cannot be reached at the moment", Health::Bad),
        ],
        generation: Some("20261101".into()),
        uptime: 11_520,
        version: "0.1.0".into(),
        quota: Some(Quota { daily: 10_000, left: 7_550, share: 2_500, resets: midnight() }),
        jobs: Jobs::Here { due: 1, held: 2, waiting: 3 },
    }
}

/// While a run goes on.
pub(in crate::view) fn going() -> StatusPage {
    use Mark::{Done, Going as Goes, Waiting};
    let file = File {
        name: "discogs_20261201_releases.xml.gz".into(),
        done: 4_200_000_000,
        size: Some(10_400_000_000),
        records: 7_800_123,
        rate: Some(11_000_000),
    };
    let going = Going {
        command: "dataget update".into(),
        does: "Loads the dump of 1 December 2026".into(),
        since: time("11-05", "03:04"),
        seconds: 1_260,
        file: Some(file),
    };
    StatusPage {
        pipeline: pipeline([Done, Done, Goes, Waiting, Waiting, Done]),
        going: Some(going),
        ..status()
    }
}

/// Where nothing was ever loaded, and nobody can sign in.
pub(in crate::view) fn bare() -> StatusPage {
    StatusPage {
        pipeline: pipeline([Mark::Waiting; 6]),
        over: Vec::new(),
        next: None,
        kept: Vec::new(),
        quota: None,
        jobs: Jobs::Absent,
        generation: None,
        ..status()
    }
}

pub(in crate::view) fn hostile() -> StatusPage {
    let text = hostile::text;
    let time = || Time { datetime: text(), text: text() };
    let file = File { name: text(), size: Some(1), ..File::default() };
    StatusPage {
        layout: hostile::around(),
        going: Some(Going {
            command: text(),
            does: text(),
            since: time(),
            file: Some(file),
            ..Going::default()
        }),
        over: vec![Over {
            command: text(),
            began: time(),
            outcome: text(),
            told: Some(text()),
            ..Over::default()
        }],
        kept: vec![Kept {
            name: text(),
            day: text(),
            created: time(),
            changed: Some(super::changes::hostile()),
            ..Kept::default()
        }],
        backends: vec![Backend { name: text(), is: Stage { state: text(), ..Stage::default() } }],
        generation: Some(text()),
        version: text(),
        ..status()
    }
}
