use serde::{Deserialize, Serialize};

use super::{ArtistCredit, Id, Image, LabelCredit, Other, Video};

/// A document of the releases file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// The Discogs id.
    pub id: Id,
    /// `Accepted` and the like, in dumps up to 2025.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The artists, in the order of the credit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artists: Vec<ArtistCredit>,
    /// The labels with their catalogue numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<LabelCredit>,
    /// Everybody else who had a part in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extraartists: Vec<ArtistCredit>,
    /// What one buys: records, discs, files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formats: Vec<Format>,
    /// Genres, of a closed list of 15.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<String>,
    /// Styles, of an open list of some 600.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub styles: Vec<String>,
    /// Where it was sold, free text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The date as the dump has it: `1999-03-00`, `1999`, `199?`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<String>,
    /// The year of [`Self::released`], from 1857 to 2100; `None` where it has none.
    #[serde(default)]
    pub year: Option<u16>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// How far the community has checked the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_quality: Option<String>,
    /// The master's id as the dump has it: recent dumps write 0 for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub master_id: Option<Id>,
    /// Whether the master is represented by this release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_main_release: Option<bool>,
    /// The tracks; headings and index tracks among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tracklist: Vec<Track>,
    /// Barcodes, matrix numbers, rights societies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Who pressed, printed, distributed, published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companies: Vec<Company>,
    /// The series that the release is part of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<Series>,
    /// Videos of the music.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub videos: Vec<Video>,
    /// Sizes of the pictures, in dumps up to 2024.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}

impl Release {
    /// The id of the release's master, `None` where it has none.
    #[must_use]
    pub fn master(&self) -> Option<Id> {
        self.master_id.filter(|&id| id != 0)
    }
}

/// One of the things that a release consists of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Format {
    /// `Vinyl`, `CD`, `File`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// How many, as text: numbers of 64 digits occur.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qty: Option<String>,
    /// Colour and the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// `12"`, `Album`, `Compilation`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub descriptions: Vec<String>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}

/// A track, a heading (neither position nor duration), or an index track (with sub-tracks).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Track {
    /// `A1`, `2-03`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// The title.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The length as text: `4:45`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// The track's own artists, where they differ from the release's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub artists: Vec<ArtistCredit>,
    /// Everybody else who had a part in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extraartists: Vec<ArtistCredit>,
    /// The tracks within this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub_tracks: Vec<Self>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}

/// A barcode, a matrix number, a rights society.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Identifier {
    /// What it is: `Barcode`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Which of several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The identifier itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}

/// A company that had a part in a release. Its id counts with the labels'.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Company {
    /// The id among the labels; a few have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// The name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The company's own number for the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catno: Option<String>,
    /// The number of its part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_type: Option<String>,
    /// The name of its part: `Pressed By`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_type_name: Option<String>,
    /// Its address in the Discogs API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_url: Option<String>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}

/// A series that a release is part of. Its id counts with the labels'.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// The id among the labels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// The name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The release's number in the series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catno: Option<String>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}
