//! What the index needs to know of a record: the same from a dump and from stored documents.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use storage::{
    model::{
        Artist, ArtistCredit, Document, Kind, Label, Master, Release, Released, Video, VideoId,
        YEARS,
    },
    text,
};

/// What the index needs of a release or a master.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct EntryFacts<'a> {
    pub(crate) id: u32,
    /// The master's id of a release, 0 for none.
    pub(crate) master: u32,
    pub(crate) is_main_release: bool,
    /// As [`Released::as_number`], 0 unknown; a master's year as the year's first day.
    pub(crate) date: u32,
    #[serde(borrow)]
    pub(crate) genres: Vec<&'a str>,
    #[serde(borrow)]
    pub(crate) styles: Vec<&'a str>,
    pub(crate) country: Option<&'a str>,
    /// Names and descriptions.
    #[serde(borrow)]
    pub(crate) formats: Vec<&'a str>,
    #[serde(borrow)]
    pub(crate) artists: Vec<CreditFacts<'a>>,
    #[serde(borrow)]
    pub(crate) labels: Vec<CreditFacts<'a>>,
    /// The folded words of the title, a line each.
    #[serde(borrow)]
    pub(crate) title_words: Cow<'a, str>,
    /// The folded words of the artists' and labels' names, a line each.
    #[serde(borrow)]
    pub(crate) name_words: Cow<'a, str>,
    /// YouTube ids with their seconds, `u32::MAX` unknown.
    pub(crate) videos: Vec<(VideoId, u32)>,
}

/// A credited artist or label.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct CreditFacts<'a> {
    /// 0 for none.
    pub(crate) id: u32,
    pub(crate) name: &'a str,
    pub(crate) anv: Option<&'a str>,
}

/// What the index needs of an artist's or a label's own record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct NameFacts<'a> {
    pub(crate) id: u32,
    pub(crate) name: &'a str,
    #[serde(borrow)]
    pub(crate) variations: Vec<&'a str>,
    #[serde(borrow)]
    pub(crate) aliases: Vec<&'a str>,
}

/// The fields of a document, besides its id, that the index needs something of.
pub(crate) const fn fields_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Artists => &["name", "namevariations", "aliases"],
        Kind::Labels => &["name"],
        Kind::Masters => &["title", "artists", "genres", "styles", "year", "videos"],
        Kind::Releases => &[
            "title",
            "artists",
            "labels",
            "formats",
            "genres",
            "styles",
            "country",
            "released",
            "master_id",
            "is_main_release",
            "videos",
        ],
    }
}

/// Appends what the index needs of a document.
pub fn append(document: &Document, frame: Vec<u8>) -> Vec<u8> {
    let written = match document {
        Document::Release(release) => postcard::to_extend(&of_release(release), frame),
        Document::Master(master) => postcard::to_extend(&of_master(master), frame),
        Document::Artist(artist) => postcard::to_extend(&of_artist(artist), frame),
        Document::Label(label) => postcard::to_extend(&of_label(label), frame),
    };
    written.expect("memory takes any facts")
}

fn of_release(release: &Release) -> EntryFacts<'_> {
    let formats = release.formats.iter().flat_map(|format| {
        std::iter::once(&format.name).chain(&format.descriptions).map(String::as_str)
    });
    let labels: Vec<CreditFacts<'_>> = release
        .labels
        .iter()
        .map(|label| CreditFacts { id: label.id.unwrap_or(0), name: &label.name, anv: None })
        .collect();
    let artists = credits(&release.artists);
    EntryFacts {
        id: release.id,
        master: release.master().unwrap_or(0),
        is_main_release: release.is_main_release == Some(true),
        date: release.released.as_deref().and_then(Released::parse).map_or(0, Released::as_number),
        genres: known(&release.genres),
        styles: known(&release.styles),
        country: release.country.as_deref(),
        formats: formats.filter(|text| !text.is_empty()).collect(),
        title_words: words([release.title.as_str()]),
        name_words: name_words(artists.iter().chain(&labels)),
        artists,
        labels,
        videos: videos(&release.videos),
    }
}

fn of_master(master: &Master) -> EntryFacts<'_> {
    let year = master.year.and_then(|year| u16::try_from(year).ok());
    let artists = credits(&master.artists);
    EntryFacts {
        id: master.id,
        master: 0,
        is_main_release: false,
        date: year.filter(|year| YEARS.contains(year)).map_or(0, |year| u32::from(year) * 10_000),
        genres: known(&master.genres),
        styles: known(&master.styles),
        country: None,
        formats: Vec::new(),
        title_words: words([master.title.as_str()]),
        name_words: name_words(artists.iter()),
        artists,
        labels: Vec::new(),
        videos: videos(&master.videos),
    }
}

fn of_artist(artist: &Artist) -> NameFacts<'_> {
    NameFacts {
        id: artist.id,
        name: &artist.name,
        variations: known(&artist.namevariations),
        aliases: artist.aliases.iter().map(|alias| alias.name.as_str()).collect(),
    }
}

fn of_label(label: &Label) -> NameFacts<'_> {
    NameFacts { id: label.id, name: &label.name, variations: Vec::new(), aliases: Vec::new() }
}

fn known(values: &[String]) -> Vec<&str> {
    values.iter().map(String::as_str).filter(|value| !value.is_empty()).collect()
}

fn credits(artists: &[ArtistCredit]) -> Vec<CreditFacts<'_>> {
    artists
        .iter()
        .map(|artist| CreditFacts {
            id: artist.id.unwrap_or(0),
            name: &artist.name,
            anv: artist.anv.as_deref(),
        })
        .collect()
}

fn videos(videos: &[Video]) -> Vec<(VideoId, u32)> {
    let id_and_length =
        |video: &Video| Some((video.youtube_id()?, video.duration.unwrap_or(u32::MAX)));
    videos.iter().filter_map(id_and_length).collect()
}

fn name_words<'a, 'b>(credits: impl Iterator<Item = &'b CreditFacts<'a>>) -> Cow<'static, str>
where
    'a: 'b,
{
    words(
        credits.flat_map(|credit| {
            std::iter::once(text::split_namesake(credit.name).0).chain(credit.anv)
        }),
    )
}

fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> Cow<'static, str> {
    let mut lines = String::new();
    for word in texts.into_iter().flat_map(text::words) {
        lines.push_str(&word);
        lines.push('\n');
    }
    Cow::Owned(lines)
}

#[cfg(test)]
mod tests {
    use storage::model::{Document, Kind};

    use super::{append, fields_of};

    /// A document with something in each field that any kind has.
    const FULL: &str = r#"{"id":7,"title":"A title","name":"A name","namevariations":["Another"],
        "aliases":[{"id":1,"name":"An alias"}],"artists":[{"id":2,"name":"One","anv":"Uno"}],
        "labels":[{"id":3,"name":"Label","catno":"1"}],"formats":[{"name":"CD","descriptions":["LP"]}],
        "genres":["Rock"],"styles":["Indie"],"country":"Norway","released":"1999-02-03","year":1998,
        "master_id":4,"is_main_release":true,"videos":[{"src":"https://youtu.be/AHuQWcylaU4"}]}"#;

    #[test]
    fn the_fields_that_are_named_are_all_that_is_needed() {
        for kind in Kind::ALL {
            let full: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(FULL).unwrap();
            let facts = |fields: serde_json::Map<String, serde_json::Value>| {
                let json = serde_json::to_vec(&fields).unwrap();
                append(&Document::from_json(kind, &json).unwrap(), Vec::new())
            };
            let only = |fields: &[&str]| {
                let named = |name: &str| name == "id" || fields.contains(&name);
                full.clone().into_iter().filter(|(name, _)| named(name)).collect()
            };
            let whole = facts(full.clone());
            assert!(facts(only(fields_of(kind))) == whole, "{kind}");
            for (number, field) in fields_of(kind).iter().enumerate() {
                let mut fewer = fields_of(kind).to_vec();
                fewer.remove(number);
                assert!(facts(only(&fewer)) != whole, "{field} of {kind} is not needed");
            }
        }
    }
}
