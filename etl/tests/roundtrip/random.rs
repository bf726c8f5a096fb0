//! Random documents, of which every field may be filled.

use proptest::{collection::vec, option, prelude::*};
use storage::model::{
    Artist, ArtistCredit, Company, Document, Format, Id, Identifier, Image, Label, LabelCredit,
    Master, Reference, Release, Released, Series, Track, Video,
};

fn text() -> impl Strategy<Value = String> {
    "[ -~äÖ瑞🎵\r\n\t]{1,16}"
}

fn id() -> impl Strategy<Value = Id> {
    1..=storage::model::MAX_ID
}

fn credits() -> impl Strategy<Value = Vec<ArtistCredit>> {
    let parts = (option::of(text()), option::of(text()), option::of(text()), option::of(text()));
    let credit =
        (option::of(id()), text(), parts).prop_map(|(id, name, (anv, join, role, tracks))| {
            ArtistCredit { id, name, anv, join, role, tracks, ..Default::default() }
        });
    vec(credit, 0..3)
}

fn references() -> impl Strategy<Value = Vec<Reference>> {
    let reference = (option::of(id()), text()).prop_map(|(id, name)| Reference {
        id,
        name,
        ..Default::default()
    });
    vec(reference, 0..3)
}

fn images() -> impl Strategy<Value = Vec<Image>> {
    let image = (option::of(text()), option::of(any::<u32>()), option::of(any::<u32>()))
        .prop_map(|(kind, width, height)| Image { kind, width, height, ..Default::default() });
    vec(image, 0..2)
}

fn videos() -> impl Strategy<Value = Vec<Video>> {
    let video = (
        text(),
        option::of(any::<u32>()),
        option::of(any::<bool>()),
        option::of(text()),
        option::of(text()),
    )
        .prop_map(|(src, duration, embed, title, description)| Video {
            src,
            duration,
            embed,
            title,
            description,
            ..Default::default()
        });
    vec(video, 0..3)
}

fn tracks() -> impl Strategy<Value = Vec<Track>> {
    let track = (option::of(text()), text(), option::of(text()), credits(), credits()).prop_map(
        |(position, title, duration, artists, extraartists)| Track {
            position,
            title,
            duration,
            artists,
            extraartists,
            ..Default::default()
        },
    );
    let nested = track.prop_recursive(3, 8, 2, |inner| {
        (text(), vec(inner, 0..3)).prop_map(|(title, sub_tracks)| Track {
            title,
            sub_tracks,
            ..Default::default()
        })
    });
    vec(nested, 0..3)
}

pub(crate) fn release() -> impl Strategy<Value = Document> {
    let texts = (
        option::of(text()),
        option::of(text()),
        option::of(text()),
        option::of(prop_oneof![text(), "[12][0-9]{3}(-[0-9]{2}){0,2}"]),
    );
    let credits = (credits(), credits(), vec((option::of(id()), text(), option::of(text())), 0..3));
    let format = (text(), option::of(text()), option::of(text()), vec(text(), 0..3)).prop_map(
        |(name, qty, text, descriptions)| Format {
            name,
            qty,
            text,
            descriptions,
            ..Default::default()
        },
    );
    let identifier = (option::of(text()), option::of(text()), option::of(text())).prop_map(
        |(kind, description, value)| Identifier { kind, description, value, ..Default::default() },
    );
    let company = (option::of(id()), text(), option::of(text()), option::of(text())).prop_map(
        |(id, name, catno, entity_type)| Company {
            id,
            name,
            catno,
            entity_type,
            ..Default::default()
        },
    );
    let series = (option::of(id()), text(), option::of(text()))
        .prop_map(|(id, name, catno)| Series { id, name, catno, ..Default::default() });
    let lists =
        (vec(format, 0..3), vec(identifier, 0..3), vec(company, 0..3), vec(series, 0..2), tracks());
    let master = (option::of(any::<Id>()), option::of(any::<bool>()));
    let words = (vec(text(), 0..3), vec(text(), 0..3));
    (id(), text(), texts, credits, lists, master, words, videos(), images()).prop_map(
        |(id, title, texts, credits, lists, master, (genres, styles), videos, images)| {
            let (status, country, notes, released) = texts;
            let (artists, extraartists, labels) = credits;
            let (formats, identifiers, companies, series, tracklist) = lists;
            let (master_id, is_main_release) = master;
            let year = released.as_deref().and_then(Released::parse).map(|date| date.year);
            let labels = labels
                .into_iter()
                .map(|(id, name, catno)| LabelCredit { id, name, catno, ..Default::default() })
                .collect();
            Document::Release(Box::new(Release {
                id,
                title,
                status,
                country,
                notes,
                released,
                year,
                artists,
                extraartists,
                labels,
                formats,
                identifiers,
                companies,
                series,
                tracklist,
                master_id,
                is_main_release,
                genres,
                styles,
                videos,
                images,
                ..Default::default()
            }))
        },
    )
}

pub(crate) fn master() -> impl Strategy<Value = Document> {
    let numbers = (option::of(any::<Id>()), option::of(any::<u32>()));
    let words = (vec(text(), 0..3), vec(text(), 0..3), option::of(text()));
    (id(), text(), numbers, credits(), words, videos(), images()).prop_map(
        |(id, title, (main_release, year), artists, (genres, styles, notes), videos, images)| {
            Document::Master(Box::new(Master {
                id,
                title,
                main_release,
                year,
                artists,
                genres,
                styles,
                notes,
                videos,
                images,
                ..Default::default()
            }))
        },
    )
}

pub(crate) fn artist() -> impl Strategy<Value = Document> {
    let texts = (option::of(text()), option::of(text()), vec(text(), 0..3), vec(text(), 0..3));
    (id(), text(), texts, references(), references(), references(), images()).prop_map(
        |(
            id,
            name,
            (realname, profile, urls, namevariations),
            aliases,
            groups,
            members,
            images,
        )| {
            Document::Artist(Box::new(Artist {
                id,
                name,
                realname,
                profile,
                urls,
                namevariations,
                aliases,
                groups,
                members,
                images,
                ..Default::default()
            }))
        },
    )
}

pub(crate) fn label() -> impl Strategy<Value = Document> {
    let texts = (option::of(text()), option::of(text()), vec(text(), 0..3));
    let parent = option::of((option::of(id()), text()));
    (id(), text(), texts, parent, references(), images()).prop_map(
        |(id, name, (contactinfo, profile, urls), parent, sublabels, images)| {
            let parent_label =
                parent.map(|(id, name)| Reference { id, name, ..Default::default() });
            Document::Label(Box::new(Label {
                id,
                name,
                contactinfo,
                profile,
                urls,
                parent_label,
                sublabels,
                images,
                ..Default::default()
            }))
        },
    )
}
