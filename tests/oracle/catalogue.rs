//! Random catalogues.

use std::ops::RangeInclusive;

use proptest::{collection::vec, option, prelude::*, sample::select};
use storage::model::{
    Artist, ArtistCredit, Format, Id, Label, LabelCredit, Master, Reference, Release, Video,
};

use crate::vocabulary::{
    ARTISTS, COUNTRIES, DURATIONS, FORMATS, GENRES, LABELS, RELEASED, STYLES, VARIATIONS, VIDEOS,
    WORDS,
};

/// The records of a dump, in the order of its files.
#[derive(Debug, Clone, Default)]
pub(crate) struct Records {
    pub(crate) artists: Vec<Artist>,
    pub(crate) labels: Vec<Label>,
    pub(crate) masters: Vec<Master>,
    pub(crate) releases: Vec<Release>,
}

/// Catalogues whose releases and masters share ids.
pub(crate) fn records() -> impl Strategy<Value = Records> {
    records_with(1..=14)
}

/// Catalogues in which an id tells a release from a master.
pub(crate) fn records_told_apart() -> impl Strategy<Value = Records> {
    records_with(101..=114)
}

fn records_with(masters: RangeInclusive<Id>) -> impl Strategy<Value = Records> {
    let few_or_many = prop_oneof![1 => 0..2_usize, 5 => 5..40_usize];
    let releases = few_or_many.prop_flat_map({
        let masters = masters.clone();
        move |count| vec(release(masters.clone()), count)
    });
    (vec(artist(), 0..9), vec(label(), 0..5), vec(master(masters), 0..12), releases)
        .prop_map(|(artists, labels, masters, releases)| Records {
            artists,
            labels,
            masters,
            releases,
        })
        .prop_filter("a dump has records", |records| {
            records.artists.len() + records.masters.len() + records.releases.len() > 0
        })
}

fn text(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(of).prop_map(str::to_owned)
}

fn title() -> impl Strategy<Value = String> {
    let joined = (vec(select(&WORDS[..]), 1..4), select(&[" ", " / ", " - "][..]));
    joined.prop_map(|(words, between)| words.join(between))
}

fn credit() -> impl Strategy<Value = ArtistCredit> {
    let id = option::weighted(0.85, 1..=6_u32);
    (id, text(&ARTISTS), option::weighted(0.2, text(&VARIATIONS)))
        .prop_map(|(id, name, anv)| ArtistCredit { id, name, anv, ..ArtistCredit::default() })
}

fn label_credit() -> impl Strategy<Value = LabelCredit> {
    (option::weighted(0.85, 1..=5_u32), text(&LABELS)).prop_map(|(id, name)| LabelCredit {
        id,
        name,
        ..LabelCredit::default()
    })
}

fn format() -> impl Strategy<Value = Format> {
    (text(&FORMATS), vec(text(&FORMATS), 0..3)).prop_map(|(name, descriptions)| Format {
        name,
        descriptions,
        ..Format::default()
    })
}

fn video() -> impl Strategy<Value = Video> {
    let form = select(
        &[
            "https://www.youtube.com/watch?v=@",
            "https://www.youtube.com/watch?v=@",
            "http://www.youtube.com/watch?feature=related&v=@#t=1",
            "https://youtu.be/@?t=3",
            "https://www.youtube.com/embed/@",
            "https://vimeo.com/@",
            "https://www.youtube.com/watch?v=@too-long",
        ][..],
    );
    (form, select(&VIDEOS[..]), option::weighted(0.8, select(&DURATIONS[..]))).prop_map(
        |(form, id, duration)| Video {
            src: form.replace('@', id),
            duration,
            title: Some(format!("{id} & more")),
            ..Video::default()
        },
    )
}

fn release(masters: RangeInclusive<Id>) -> impl Strategy<Value = Release> {
    let master = prop_oneof![2 => Just(None), 1 => Just(Some(0)), 5 => masters.prop_map(Some)];
    let who = (vec(credit(), 0..3), vec(label_credit(), 0..3), vec(credit(), 0..2));
    let what = (
        vec(text(&GENRES), 0..4),
        vec(text(&STYLES), 0..6),
        vec(format(), 0..3),
        option::of(text(&COUNTRIES)),
        option::weighted(0.9, text(&RELEASED)),
    );
    let rest = (1..=40_u32, title(), master, option::of(any::<bool>()), vec(video(), 0..3));
    (who, what, rest).prop_map(
        |(
            (artists, labels, extraartists),
            (genres, styles, formats, country, released),
            (id, title, master_id, is_main_release, videos),
        )| Release {
            id,
            title,
            artists,
            labels,
            extraartists,
            formats,
            genres,
            styles,
            country,
            released,
            master_id,
            is_main_release,
            videos,
            ..Release::default()
        },
    )
}

fn master(ids: RangeInclusive<Id>) -> impl Strategy<Value = Master> {
    let year = option::of(select(&[0, 1989, 1990, 1999, 2000, 1856, 2101, 4_000_000_000][..]));
    let what = (vec(text(&GENRES), 0..3), vec(text(&STYLES), 0..3), vec(credit(), 0..3));
    (ids, title(), year, what, vec(video(), 0..4)).prop_map(
        |(id, title, year, (genres, styles, artists), videos)| Master {
            id,
            title,
            artists,
            genres,
            styles,
            year,
            videos,
            ..Master::default()
        },
    )
}

fn artist() -> impl Strategy<Value = Artist> {
    let alias = text(&ARTISTS).prop_map(|name| Reference { name, ..Reference::default() });
    (1..=8_u32, text(&ARTISTS), vec(text(&VARIATIONS), 0..3), vec(alias, 0..2)).prop_map(
        |(id, name, namevariations, aliases)| Artist {
            id,
            name,
            namevariations,
            aliases,
            ..Artist::default()
        },
    )
}

fn label() -> impl Strategy<Value = Label> {
    (1..=6_u32, option::weighted(0.9, text(&LABELS))).prop_map(|(id, name)| Label {
        id,
        name: name.unwrap_or_default(),
        ..Label::default()
    })
}
