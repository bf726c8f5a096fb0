//! What months have brought.

use super::{hostile, search_for};
use crate::view::{
    changed::{Changed, KindChanged, StyleVideos},
    feed::{Content, Entry, Feed},
};

pub(in crate::view) fn changed() -> Changed {
    let kind = |name: &str, new, changed, vanished| KindChanged {
        name: name.into(),
        new,
        changed,
        vanished,
    };
    let style = |name: &str, videos| StyleVideos { style: search_for("style", name), videos };
    Changed {
        since: "1 October 2026".into(),
        kinds: vec![
            kind("Releases", 182_000, 1_410_233, 2_104),
            kind("Masters", 9_012, 80_400, 31),
        ],
        videos: 48_210,
        styles: vec![style("Deep House", 9_120), style("House", 4_050), style("Drum n Bass", 12)],
    }
}

pub(in crate::view) fn feed() -> Feed {
    let site = "https://dataget.example";
    let entry = |generation: &str, title: &str, changed| Entry {
        generation: generation.into(),
        title: title.into(),
        updated: format!("{}-{}-02T03:44:05Z", &generation[..4], &generation[4..6]),
        content: Content {
            site: site.into(),
            documents: vec!["18,682,000 releases".into(), "2,709,012 masters".into()],
            changed,
        },
    };
    Feed {
        site: site.into(),
        updated: "2026-11-02T03:44:05Z".into(),
        entries: vec![
            entry("20261101", "November 2026: 182,000 new releases", Some(changed())),
            entry("20261001", "October 2026: 18,500,000 releases", None),
        ],
    }
}

pub(in crate::view) fn hostile() -> Changed {
    let style = hostile::a_link();
    Changed {
        since: hostile::text(),
        kinds: vec![KindChanged { name: hostile::text(), ..KindChanged::default() }],
        styles: vec![StyleVideos { style, videos: 1 }],
        ..Changed::default()
    }
}

pub(in crate::view) fn hostile_feed() -> Feed {
    let content = Content {
        site: hostile::text(),
        documents: vec![hostile::text()],
        changed: Some(hostile()),
    };
    let entry = Entry {
        generation: hostile::text(),
        title: hostile::text(),
        updated: hostile::text(),
        content,
    };
    Feed { site: hostile::text(), updated: hostile::text(), entries: vec![entry] }
}
