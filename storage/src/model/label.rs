use serde::{Deserialize, Serialize};

use super::{Id, Image, Other, Reference};

/// A document of the labels file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// The Discogs id.
    pub id: Id,
    /// The name, with the namesake number where there is one. Label 212 has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Address, telephone, mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contactinfo: Option<String>,
    /// A description in Discogs' own mark-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// How far the community has checked the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_quality: Option<String>,
    /// The label that this one belongs to.
    #[serde(rename = "parentLabel", default, skip_serializing_if = "Option::is_none")]
    pub parent_label: Option<Reference>,
    /// The labels that belong to this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sublabels: Vec<Reference>,
    /// Web pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<String>,
    /// Sizes of the pictures, in dumps up to 2024.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}
