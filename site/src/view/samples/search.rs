//! The search page, in each of its states.

use super::{credit, layout, link, listen, search_for, videos};
use crate::view::{
    facet::{Facet, FacetState, FacetValue},
    layout::Section,
    link::CatalogueNumber,
    search::{Answer, Example, Failure, Landing, Note, Outcome, Part, PlaylistOptions, SearchPage},
    work::{MorePressings, Work},
};

pub(in crate::view) fn stockholm() -> Work {
    Work {
        title: "Stockholm".into(),
        url: "/release/1".into(),
        artists: vec![credit("The Persuader", "/artist/1", "")],
        year: Some(1999),
        country: Some(search_for("country", "Sweden")),
        labels: vec![CatalogueNumber {
            label: credit("Svek", "/label/5", ""),
            number: Some("SK032".into()),
        }],
        formats: vec!["2 × Vinyl, 12\", 33 ⅓ RPM".into()],
        styles: vec![search_for("style", "Deep House")],
        videos: videos(
            "The Persuader",
            "/release/1",
            &[
                ("MpmbntGDyNE", "The Persuader - Östermalm", 296),
                ("Cawyll0pOI4", "The Persuader - Vasastaden", 376),
                ("XExCZfMCXdo", "The Persuader - Kungsholmen", 176),
                ("WDZqiENap_U", "The Persuader - Södermalm", 341),
                ("EBBHR3EMN50", "The Persuader - Norrmalm", 301),
                ("afMHNll9EVM", "The Persuader - Gamla Stan", 326),
            ],
        ),
        more_pressings: Some(MorePressings { count: 12, url: "/master/1660109".into() }),
    }
}

fn alchemy() -> Work {
    Work {
        title: "Alchemy".into(),
        url: "/release/96".into(),
        artists: vec![
            credit("M. Reich", "/artist/20080", " & "),
            credit("J. Foufas", "/artist/107031", ""),
        ],
        year: Some(1998),
        labels: vec![CatalogueNumber {
            label: credit("Svek", "/label/5", ""),
            number: Some("SK024".into()),
        }],
        formats: vec!["Vinyl, 12\", 33 ⅓ RPM".into()],
        styles: vec![search_for("style", "Drum n Bass"), search_for("style", "Deep House")],
        videos: videos(
            "M. Reich & J. Foufas",
            "/release/96",
            &[
                ("ElOqBMaRjD0", "Max Reich & Johannes Foufas - Alchemy ( Erot Remix )", 666),
                ("9TyKqs4w-NE", "Max Reich & Johannes Foufas - Alchemy ( Seba Remix )", 466),
                ("_UcmI9EcPH4", "Max Reich & Johannes Foufas - Alchemy", 341),
            ],
        ),
        ..stockholm_facts()
    }
}

fn stockholm_facts() -> Work {
    Work { videos: Vec::new(), more_pressings: None, ..stockholm() }
}

fn works() -> Vec<Work> {
    vec![
        Work {
            title: "The Necessary EP".into(),
            url: "/release/103".into(),
            artists: vec![credit("Various", "/artist/194", "")],
            country: Some(search_for("country", "Canada")),
            labels: vec![CatalogueNumber {
                label: credit("Nordic Trax", "/label/44", ""),
                number: Some("NT006".into()),
            }],
            formats: vec!["Vinyl, 12\", EP".into()],
            videos: videos(
                "Various",
                "/release/103",
                &[
                    ("2JFAitAo7Ns", "Peter Hecher - The Disco Man", 367),
                    ("CmFYUEcD0Xs", "K2morrow [Original Mix] - Peter Hecher", 395),
                ],
            ),
            ..stockholm_facts()
        },
        stockholm(),
        Work {
            title: "Ne Aggyad Az Agyad - Tudománytörténet = \"Mend Ya Mind - History Of Science\""
                .into(),
            url: "/release/14220544".into(),
            artists: vec![credit("Tudósok", "/artist/1", "")],
            year: None,
            country: None,
            labels: Vec::new(),
            formats: vec!["Cassette, Album".into()],
            styles: ["Alternative Rock", "Avantgarde", "Experimental"]
                .map(|style| search_for("style", style))
                .into(),
            ..stockholm_facts()
        },
        alchemy(),
    ]
}

fn facet(field: &str, title: &str, values: &[(&str, u64, u64)]) -> Facet {
    let value = |&(value, releases, videos): &(&str, u64, u64)| FacetValue {
        value: value.into(),
        url: search_for(field, value).url,
        releases,
        videos,
        state: match value {
            "Electronic" | "Deep House" => FacetState::Included,
            "Compilation" => FacetState::Excluded,
            _ => FacetState::Neither,
        },
    };
    Facet { field: field.into(), title: title.into(), values: values.iter().map(value).collect() }
}

fn facets() -> Vec<Facet> {
    vec![
        facet(
            "genre",
            "Genre",
            &[
                ("Electronic", 4_812_345, 1_912_123),
                ("Rock", 48_123, 12_000),
                ("Folk, World, & Country", 812, 9),
                ("Jazz", 2, 0),
            ],
        ),
        facet(
            "style",
            "Style",
            &[
                ("Deep House", 25, 87),
                ("House", 23, 64),
                ("Tech House", 20, 50),
                ("Techno", 12, 31),
                ("Ambient", 11, 20),
                ("Experimental", 9, 18),
                ("Progressive House", 8, 14),
                ("Downtempo", 7, 12),
                ("Drum n Bass", 4, 11),
                ("Electro", 2, 8),
            ],
        ),
        facet("decade", "Decade", &[("1990s", 14, 45), ("2000s", 11, 42)]),
        facet("year", "Year", &[("1998", 6, 21), ("1999", 5, 20), ("2000", 5, 23)]),
        facet("country", "Country", &[("Sweden", 8, 31), ("US", 6, 20), ("Canada", 4, 9)]),
        facet("format", "Format", &[("Vinyl", 24, 80), ("12\"", 23, 74), ("Compilation", 3, 0)]),
    ]
}

const QUERY: &str = "genre:electronic style:\"deep house\" year:1997..2001 -format:compilation";

pub(in crate::view) fn landing() -> SearchPage {
    let example = |query: &str, words: &str| Example {
        query: query.into(),
        words: words.into(),
        url: format!("/?q={}", query.replace(' ', "+")),
    };
    SearchPage {
        layout: layout("Find the record, hear it", Section::Search, "/"),
        query: String::new(),
        outcome: Outcome::Landing(Landing {
            releases: 18_512_345,
            works: 9_000_000,
            videos: 7_512_345,
            examples: vec![
                example("style:\"deep house\" year:1997..2001", "Deep House of five years"),
                example(
                    "country:germany,sweden decade:1990s -format:compilation",
                    "Germany and Sweden in the nineties, no compilations",
                ),
                example(
                    "genre:jazz | style:soul,funk has:video",
                    "Jazz, soul and funk that can be heard",
                ),
                example("artist:\"the persuader\" | label:svek", "An artist, or a label"),
                example("stockholm", "A word, wherever it stands"),
            ],
            works_shown: works(),
        }),
        facets: facets(),
    }
}

pub(in crate::view) fn answer() -> SearchPage {
    let part = |text: &str| Part {
        text: text.into(),
        negated: text.starts_with('-'),
        url: "/?q=less".into(),
    };
    SearchPage {
        layout: layout(QUERY, Section::Search, "/?q=genre%3Aelectronic"),
        query: QUERY.into(),
        outcome: Outcome::Answer(Box::new(Answer {
            words: "genre is electronic and style is deep house and year from 1997 to 2001 and not format compilation".into(),
            parts: ["genre:electronic", "style:\"deep house\"", "year:1997..2001", "-format:compilation"].map(part).into(),
            notes: Vec::new(),
            releases: 4_825,
            works: 3_125,
            videos: 87,
            options: PlaylistOptions {
                path: "/",
                order: "best".into(),
                ..PlaylistOptions::default()
            },
            listen: Some(listen()),
            works_shown: works(),
            first_page: None,
            next: Some("/?q=genre%3Aelectronic&cursor=abc".into()),
        })),
        facets: facets(),
    }
}

pub(in crate::view) fn shuffled() -> SearchPage {
    let mut page = answer();
    if let Outcome::Answer(answer) = &mut page.outcome {
        answer.options = PlaylistOptions {
            path: "/",
            limit: None,
            kept: Vec::new(),
            order: "shuffle".into(),
            seed: 7,
            shuffle_again: "/?q=genre%3Aelectronic&order=shuffle&seed=8".into(),
            one_per_artist: true,
            min_length: "12m".into(),
            max_length: "90s".into(),
            error: Some(
                "The least length, 720 s, is above the greatest, 90 s: swap them or drop one."
                    .into(),
            ),
        };
    }
    page
}

pub(in crate::view) fn nothing() -> SearchPage {
    SearchPage {
        layout: layout("style:\"dep house\"", Section::Search, "/?q=style%3A%22dep+house%22"),
        query: "style:\"dep house\"".into(),
        outcome: Outcome::Answer(Box::new(Answer {
            words: "style is dep house".into(),
            parts: vec![Part {
                text: "style:\"dep house\"".into(),
                negated: false,
                url: "/".into(),
            }],
            notes: vec![Note {
                text: "No style is called “dep house”.".into(),
                suggestion: Some(search_for("style", "Deep House")),
            }],
            ..Answer::default()
        })),
        facets: facets(),
    }
}

pub(in crate::view) fn failure() -> SearchPage {
    SearchPage {
        layout: layout("A query that cannot be read", Section::Search, "/?q=x"),
        query: "year:1990..1999 gnere:house country:sweden".into(),
        outcome: Outcome::Failure(Failure {
            column: 17,
            length: 5,
            message: "no field is called `gnere`".into(),
            expected: "a field such as genre, style, year, country, format, artist, label or title"
                .into(),
            suggestion: Some(link("genre:house", "/?q=year%3A1990..1999+genre%3Ahouse")),
        }),
        facets: Vec::new(),
    }
}
