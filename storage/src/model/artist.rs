use serde::{Deserialize, Serialize};

use super::{Id, Image, Other};

/// A document of the artists file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Artist {
    /// The Discogs id.
    pub id: Id,
    /// The name, with the namesake number where there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The name in the passport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub realname: Option<String>,
    /// A description in Discogs' own mark-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// How far the community has checked the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_quality: Option<String>,
    /// Web pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<String>,
    /// Other spellings of the same name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub namevariations: Vec<String>,
    /// Other artists that are the same person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Reference>,
    /// Groups that the artist plays or played in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Reference>,
    /// Who plays or played in the group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Reference>,
    /// Sizes of the pictures, in dumps up to 2024.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}

/// Another artist or label, named by a record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// Its id; older dumps leave it out here and there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// Its name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}
