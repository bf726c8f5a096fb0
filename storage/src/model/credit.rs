use serde::{Deserialize, Serialize};

use super::{Id, Other};

/// An artist as credited on a release, a master or a track.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ArtistCredit {
    /// The artist's id; some credits have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// The artist's name, with the namesake number where there is one: `Artefakt (2)`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The name variation printed on this release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anv: Option<String>,
    /// What stands between this name and the next: `&`, `Feat.`, `,`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join: Option<String>,
    /// What the artist did, in a list of extra artists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The tracks that the credit is limited to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracks: Option<String>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}

/// A label as credited on a release.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LabelCredit {
    /// The label's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// The label's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The catalogue number that the label gave the release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catno: Option<String>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}
