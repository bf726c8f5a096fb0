//! The pages of a release, a master, an artist, a label.

use super::{credit, layout, link, listen, search::stockholm, search_for, videos};
use crate::view::{
    artist::ArtistPage,
    chart::{Chart, Point},
    label::LabelPage,
    layout::Section,
    link::CatalogueNumber,
    master::MasterPage,
    record::{Discography, Elsewhere, Entry, Names, Year},
    release::{Identifier, Part, ReleasePage, Role, Track, TrackKind},
};

fn elsewhere(kind: &str, id: u32) -> Elsewhere {
    Elsewhere {
        discogs: format!("https://www.discogs.com/{kind}/{id}"),
        document: format!("/api/v1/{kind}s/{id}"),
    }
}

fn svek(number: &str) -> Vec<CatalogueNumber> {
    vec![CatalogueNumber { label: credit("Svek", "/label/5", ""), number: Some(number.into()) }]
}

fn written_by() -> Role {
    Role {
        role: "Written-By, Producer".into(),
        artists: vec![credit("Jesper Dahlbäck", "/artist/239", "")],
        tracks: String::new(),
    }
}

fn track(position: &str, title: &str, duration: &str) -> Track {
    Track {
        position: position.into(),
        title: title.into(),
        duration: duration.into(),
        ..Track::default()
    }
}

pub(in crate::view) fn release() -> ReleasePage {
    let videos = stockholm().videos;
    ReleasePage {
        layout: layout("The Persuader – Stockholm", Section::Elsewhere, "/release/1"),
        title: "Stockholm".into(),
        artists: vec![credit("The Persuader", "/artist/1", "")],
        master: Some(link("13 versions of Stockholm", "/master/1660109")),
        labels: svek("SK032"),
        series: Vec::new(),
        formats: vec!["2 × Vinyl, 12\", 33 ⅓ RPM".into()],
        country: Some(search_for("country", "Sweden")),
        released: Some(link("March 1999", "/?q=year%3A1999")),
        genres: vec![search_for("genre", "Electronic")],
        styles: vec![search_for("style", "Deep House")],
        tracklist: vec![
            Track { kind: TrackKind::Heading, title: "First record".into(), ..Track::default() },
            track("A", "Östermalm", "4:45"),
            track("B1", "Vasastaden", "6:11"),
            Track { roles: vec![written_by()], ..track("B2", "Kungsholmen", "2:49") },
            track("C1", "Södermalm", "5:38"),
            Track { kind: TrackKind::Part, ..track("C2", "Norrmalm", "4:52") },
            Track {
                artists: vec![credit("Mr. James Barth", "/artist/2", "")],
                ..track("D", "Gamla Stan", "5:16")
            },
        ],
        roles: vec![
            Role {
                role: "Music By [All Tracks By]".into(),
                artists: vec![credit("Jesper Dahlbäck", "/artist/239", "")],
                tracks: String::new(),
            },
            Role {
                role: "Mastered By".into(),
                artists: vec![credit("NTB", "/artist/26", "")],
                tracks: "A, B1".into(),
            },
        ],
        companies: vec![Part {
            role: "Pressed By".into(),
            company: CatalogueNumber {
                label: credit("MPO", "/label/56025", ""),
                number: Some("SK 032".into()),
            },
        }],
        identifiers: vec![Identifier {
            kind: "Matrix / Runout".into(),
            value: "MPO SK 032 A1 G PHRUPMASTERGENERAL T27 LONDON".into(),
            description: "A-Side Runout".into(),
        }],
        notes: Some(
            "The song titles are the names of Stockholm's districts.\n\nSecond line.".into(),
        ),
        videos,
        listen: Some(listen()),
        more: vec![stockholm()],
        elsewhere: elsewhere("release", 1),
    }
}

fn entry(title: &str, year: u16, number: &str, videos: u64) -> Entry {
    Entry {
        title: title.into(),
        url: "/release/79".into(),
        year: Some(year),
        country: Some("Sweden".into()),
        labels: svek(number),
        formats: vec!["Vinyl, 12\", 33 ⅓ RPM".into()],
        videos,
        ..Entry::default()
    }
}

pub(super) fn chart(id: &str, title: &str, noun: &str, points: &[(u16, u64)]) -> Chart {
    let point = |&(year, count): &(u16, u64)| Point {
        year,
        count,
        url: Some(format!("/?q=year%3A{year}")),
    };
    Chart {
        id: id.into(),
        title: title.into(),
        noun: noun.into(),
        is_playable: noun == "video",
        points: points.iter().map(point).collect(),
    }
}

pub(in crate::view) fn master() -> MasterPage {
    let mut main = entry("Stockholm", 1999, "SK032", 6);
    main.remark = Some("main release".into());
    MasterPage {
        layout: layout("The Persuader – Stockholm", Section::Elsewhere, "/master/1660109"),
        title: "Stockholm".into(),
        artists: vec![credit("The Persuader", "/artist/1", "")],
        year: Some(link("1999", "/?q=original%3A1999")),
        main_release: Some(link("Svek SK032", "/release/1")),
        genres: vec![search_for("genre", "Electronic")],
        styles: vec![search_for("style", "Deep House")],
        notes: None,
        versions_total: 13,
        versions: vec![
            main,
            entry("Stockholm", 2000, "SK032R", 0),
            entry("Stockholm", 2015, "SK032RE", 2),
        ],
        first_page: None,
        next: Some("/master/1660109?cursor=abc".into()),
        videos: videos(
            "The Persuader",
            "/master/1660109",
            &[
                ("MpmbntGDyNE", "The Persuader - Östermalm", 296),
                ("Cawyll0pOI4", "The Persuader - Vasastaden", 376),
            ],
        ),
        listen: Some(listen()),
        more: vec![stockholm()],
        elsewhere: elsewhere("master", 1_660_109),
    }
}

fn discography(artists: bool) -> Discography {
    let with_artist = |mut entry: Entry| {
        if artists {
            entry.artists = vec![credit("The Persuader", "/artist/1", "")];
        }
        entry
    };
    Discography {
        releases: 4,
        works: 4,
        videos: 17,
        search: "/?q=artist%3A%231".into(),
        chart: Some(chart(
            "years",
            "Releases a year",
            "release",
            &[(1998, 2), (1999, 12), (2003, 1), (2011, 5)],
        )),
        listen: Some(listen()),
        years: vec![
            Year {
                year: Some(1998),
                entries: vec![
                    with_artist(entry("City Of Islands", 1998, "SK029", 4)),
                    with_artist(entry("Morgon Sol", 1998, "SK020", 2)),
                ],
            },
            Year {
                year: Some(1999),
                entries: vec![with_artist(entry("Stockholm", 1999, "SK032", 6))],
            },
            Year {
                year: None,
                entries: vec![with_artist(entry(
                    "What Is The Time Mr. Templar?",
                    1999,
                    "TRESOR.123",
                    0,
                ))],
            },
        ],
        first_page: None,
        next: Some("/artist/1?cursor=abc".into()),
    }
}

pub(in crate::view) fn artist() -> ArtistPage {
    let names = |title: &str, names: &[(&str, &str)]| Names {
        title: title.into(),
        names: names.iter().map(|(name, url)| link(name, url)).collect(),
    };
    ArtistPage {
        layout: layout("The Persuader", Section::Elsewhere, "/artist/1"),
        name: "The Persuader".into(),
        real_name: Some("Jesper Dahlbäck".into()),
        profile: None,
        variations: vec!["Persuader".into(), "The Presuader".into()],
        names: vec![
            names(
                "Aliases",
                &[
                    ("Jesper Dahlbäck", "/artist/239"),
                    ("Dick Track", "/artist/19541"),
                    ("Faxid", "/artist/25227"),
                    ("Lenk", ""),
                ],
            ),
            names(
                "Same name",
                &[("The Persuader (2)", "/artist/99"), ("The Persuader (3)", "/artist/100")],
            ),
        ],
        web: vec![
            "https://en.wikipedia.org/wiki/Jesper_Dahlbäck".into(),
            "javascript:alert(1)".into(),
        ],
        discography: discography(false),
        more: vec![stockholm()],
        elsewhere: elsewhere("artist", 1),
    }
}

pub(in crate::view) fn label() -> LabelPage {
    LabelPage {
        layout: layout("Svek", Section::Elsewhere, "/label/5"),
        name: "Svek".into(),
        parent: Some(link("Goldhead Music", "/label/1703")),
        profile: None,
        contact: Some("Svek Records\nStockholm".into()),
        names: vec![Names { title: "Sublabels".into(), names: vec![link("Birdy", "/label/8")] }],
        web: vec!["http://www.svek.com".into()],
        discography: discography(true),
        more: Vec::new(),
        elsewhere: elsewhere("label", 5),
    }
}
