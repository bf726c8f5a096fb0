//! The page of a release.

use askama::Template;

use super::{
    figures,
    layout::{Layout, Section, SignIn},
    link::{CatalogueNumber, Credit, Link},
    listen::Listen,
    record::Elsewhere,
    video::Video,
    work::Work,
};
use crate::assets;

/// `/release/{id}`
#[derive(Debug, Clone, Default, Template)]
#[template(path = "release.html")]
pub struct ReleasePage {
    /// What stands around it.
    pub layout: Layout,
    /// The title.
    pub title: String,
    /// The artists.
    pub artists: Vec<Credit>,
    /// The work that it is a pressing of.
    pub master: Option<Link>,
    /// The labels with the catalogue numbers.
    pub labels: Vec<CatalogueNumber>,
    /// The series that it is part of.
    pub series: Vec<CatalogueNumber>,
    /// What it consists of.
    pub formats: Vec<String>,
    /// Where it was sold, leading to a search for it.
    pub country: Option<Link>,
    /// When, as people write it (`March 1999`), leading to a search for the year.
    pub released: Option<Link>,
    /// The genres.
    pub genres: Vec<Link>,
    /// The styles.
    pub styles: Vec<Link>,
    /// The tracks.
    pub tracklist: Vec<Track>,
    /// Everybody else who had a part in it.
    pub roles: Vec<Role>,
    /// Who pressed, printed, distributed it.
    pub companies: Vec<Part>,
    /// Barcodes, matrix numbers.
    pub identifiers: Vec<Identifier>,
    /// Remarks: plain text, its line breaks count.
    pub notes: Option<String>,
    /// The videos of the release and of its master.
    pub videos: Vec<Video>,
    /// How to hear them all; `None` where there is none.
    pub listen: Option<Listen>,
    /// Other works like this one.
    pub more: Vec<Work>,
    /// The same elsewhere.
    pub elsewhere: Elsewhere,
}

/// A line of a tracklist.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Track {
    /// What it is.
    pub kind: TrackKind,
    /// `A1`, `2-03`; empty where there is none.
    pub position: String,
    /// The title.
    pub title: String,
    /// The track's own artists, where they differ from the release's.
    pub artists: Vec<Credit>,
    /// Who else had a part in it.
    pub roles: Vec<Role>,
    /// The length as printed; empty where there is none.
    pub duration: String,
}

/// What a line of a tracklist is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TrackKind {
    /// A track.
    #[default]
    Track,
    /// A heading above those that follow.
    Heading,
    /// A part of the track above.
    Part,
}

/// People with what they did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Role {
    /// What: `Written-By`.
    pub role: String,
    /// Who.
    pub artists: Vec<Credit>,
    /// The tracks that it is limited to; empty where it is of all.
    pub tracks: String,
}

/// A company with its part in a release.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// What: `Pressed By`.
    pub role: String,
    /// Who, with the company's own number.
    pub company: CatalogueNumber,
}

/// A barcode, a matrix number, a rights society.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identifier {
    /// What it is: `Barcode`.
    pub kind: String,
    /// The identifier itself.
    pub value: String,
    /// Which of several; empty where it is not said.
    pub description: String,
}
