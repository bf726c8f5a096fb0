//! The documents: one plain struct for each kind of record, with the dump's own field names.
//!
//! All of a record is in its document. What these structs do not name, elements and attributes
//! alike, is kept under `other` of the struct it was found in. An empty element and an absent one
//! are the same: `None`, or an empty list. Nothing here does I/O.

mod artist;
mod credit;
mod kind;
mod label;
mod master;
mod release;
mod released;
mod video;

pub use artist::{Artist, Reference};
pub use credit::{ArtistCredit, LabelCredit};
pub use kind::{Kind, UnknownKind};
pub use label::Label;
pub use master::Master;
pub use release::{Company, Format, Identifier, Release, Series, Track};
pub use released::{Released, YEARS};
pub use video::{Image, InvalidVideoId, Video, VideoId};

use serde::{Deserialize, Serialize};

/// A Discogs id. Each kind counts its own; none is 0 and none is above [`MAX_ID`].
pub type Id = u32;

/// The highest id that a document can have: a hundred times those of 2026, and one bit of 32 is
/// left to tell releases from masters where they stand together.
pub const MAX_ID: Id = (1 << 31) - 1;

/// What a record holds beyond the fields known here, by element or attribute name.
///
/// An unknown element without attributes and children is a string; otherwise it is an object of
/// its attributes, its children and, under `#text`, its text. One that occurs several times is a
/// list.
pub type Other = serde_json::Map<String, serde_json::Value>;

/// A record of any kind as it is stored and served.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Document {
    /// A document of the releases file.
    Release(Box<Release>),
    /// A document of the masters file.
    Master(Box<Master>),
    /// A document of the artists file.
    Artist(Box<Artist>),
    /// A document of the labels file.
    Label(Box<Label>),
}

impl Document {
    /// The record's Discogs id.
    #[must_use]
    pub fn id(&self) -> Id {
        match self {
            Self::Release(release) => release.id,
            Self::Master(master) => master.id,
            Self::Artist(artist) => artist.id,
            Self::Label(label) => label.id,
        }
    }

    /// Which of the dump's files the record belongs to.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Release(_) => Kind::Releases,
            Self::Master(_) => Kind::Masters,
            Self::Artist(_) => Kind::Artists,
            Self::Label(_) => Kind::Labels,
        }
    }

    /// The document as compact JSON.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = Vec::new();
        self.write_json(&mut json);
        json
    }

    /// Appends the document as compact JSON.
    pub fn write_json(&self, json: &mut Vec<u8>) {
        serde_json::to_writer(json, self)
            .expect("the model has string keys only, and a vector takes all that is written");
    }

    /// Reads a stored document of a known kind.
    ///
    /// # Errors
    /// When the text is not JSON of that kind's document.
    pub fn from_json(kind: Kind, json: &[u8]) -> serde_json::Result<Self> {
        Ok(match kind {
            Kind::Releases => Self::Release(serde_json::from_slice(json)?),
            Kind::Masters => Self::Master(serde_json::from_slice(json)?),
            Kind::Artists => Self::Artist(serde_json::from_slice(json)?),
            Kind::Labels => Self::Label(serde_json::from_slice(json)?),
        })
    }
}
