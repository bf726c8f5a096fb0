//! What the random catalogues and queries are made of: few things, so that they collide.

pub(crate) const GENRES: [&str; 22] = [
    "Electronic",
    "electronic",
    "ÉLECTRONIC",
    "Rock",
    "ROCK",
    "Funk / Soul",
    "Folk, World, & Country",
    "Children's",
    "A",
    "B",
    "C",
    "D",
    "E",
    "F",
    "G",
    "H",
    "I",
    "J",
    "K",
    "L",
    "M",
    "N",
];

pub(crate) const STYLES: [&str; 9] = [
    "Techno",
    "techno",
    "Deep House",
    "Deep  House",
    "Musique Concrète",
    "musique concrete",
    "Noise",
    "-",
    "genre:Rock",
];

pub(crate) const COUNTRIES: [&str; 6] =
    ["Germany", "GERMANY", "Österreich", "osterreich", "UK, Europe & US", "Côte d'Ivoire"];

pub(crate) const FORMATS: [&str; 10] = [
    "Vinyl",
    "vinyl",
    "CD",
    "12\"",
    "LP",
    "Compilation",
    "Réédition",
    "REEDITION",
    "(Box) | Set",
    "33 ⅓ RPM",
];

pub(crate) const RELEASED: [&str; 14] = [
    "1999",
    "1999-03-00",
    "1999-03-17",
    "1998-13-40",
    "1990",
    "1989-12-31",
    "1857",
    "2100-01-01",
    "1856",
    "2101",
    "199?",
    "?",
    "2000-00-00",
    "20000",
];

pub(crate) const ARTISTS: [&str; 15] = [
    "Björk",
    "BJORK",
    "Artefakt",
    "Artefakt (2)",
    "artefakt (3)",
    "The Persuader",
    "Persuader, The",
    "!!!",
    "Jesper Dahlbäck",
    "Jesper Dahlback*",
    "M & M",
    "#1",
    "Moby",
    "東京事変",
    "Der Weiße Straßenfeger",
];

pub(crate) const VARIATIONS: [&str; 6] =
    ["Bjork*", "J. Dahlbäck", "Persuader", "MOBY", "Artefakt", "Straßenfeger"];

pub(crate) const LABELS: [&str; 7] = [
    "Svek",
    "SVEK",
    "Svek (2)",
    "Köln Musik",
    "Rec. & Co",
    "Not On Label (Moby Self-released)",
    "5",
];

pub(crate) const WORDS: [&str; 15] = [
    "Stockholm",
    "STOCKHOLM",
    "Déjà",
    "deja",
    "Vu",
    "Vol.",
    "2",
    "Don't",
    "The",
    "R.E.M.",
    "東京",
    "Straße",
    "STRASSE",
    "OR",
    "Moby",
];

/// Two of them differ in the bits that a number of 64 has no room for.
pub(crate) const VIDEOS: [&str; 9] = [
    "AHuQWcylaU4",
    "MpmbntGDyNE",
    "Cawyll0pOI4",
    "00000000000",
    "00000000001",
    "00000000002",
    "----------_",
    "zzzzzzzzzzz",
    "AAAAAAAAAAA",
];

pub(crate) const DURATIONS: [u32; 6] = [0, 29, 90, 91, 400, 7200];
