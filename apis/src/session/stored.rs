//! How a basket is stored: the version of the form, and the form in postcard's encoding.

use serde::{Deserialize, Serialize};
use storage::model::VideoId;

use super::{Basket, history::History};

/// The first byte. Raise it when [`Form`] changes.
const VERSION: u8 = 1;

/// Says that each id is its 64 bits.
const BITS: u8 = 8;
/// Says that each id is its 11 characters: one of them has no bits.
const CHARACTERS: u8 = 11;

/// What is stored of a basket.
#[derive(Serialize, Deserialize)]
pub(super) struct Form {
    pub(super) videos: Ids,
    pub(super) history: History,
}

/// Ids of videos, which take 8 bytes each when stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Vec<u8>", try_from = "Vec<u8>")]
pub(super) struct Ids(pub(super) Vec<VideoId>);

pub(super) fn write(basket: &Basket) -> Vec<u8> {
    postcard::to_extend(basket, vec![VERSION]).expect("a basket has a form")
}

/// Reads a basket. One that this program cannot read, as another version has written it, is taken
/// for an empty one: its owner can go on, and collect again.
pub(super) fn read(bytes: &[u8]) -> Basket {
    let read = match bytes.split_first() {
        Some((&VERSION, form)) => postcard::from_bytes(form).map_err(|error| error.to_string()),
        Some((version, _)) => Err(format!("it is of version {version}")),
        None => Err("there are no bytes".to_owned()),
    };
    read.unwrap_or_else(|reason| {
        tracing::warn!(reason, "a basket cannot be read, and is taken for an empty one");
        Basket::default()
    })
}

impl Ids {
    /// How many bytes they are stored in.
    pub(super) fn bytes(&self) -> usize {
        1 + self.0.len() * usize::from(self.width())
    }

    fn width(&self) -> u8 {
        let have_bits = self.0.iter().all(|id| id.to_bits().is_some());
        if have_bits { BITS } else { CHARACTERS }
    }
}

impl From<Ids> for Vec<u8> {
    fn from(ids: Ids) -> Self {
        let width = ids.width();
        let mut bytes = Vec::with_capacity(ids.bytes());
        bytes.push(width);
        for id in ids.0 {
            match id.to_bits() {
                Some(bits) if width == BITS => bytes.extend(bits.to_be_bytes()),
                _ => bytes.extend(id.as_str().as_bytes()),
            }
        }
        bytes
    }
}

impl TryFrom<Vec<u8>> for Ids {
    type Error = &'static str;

    fn try_from(bytes: Vec<u8>) -> Result<Self, Self::Error> {
        const WRONG: &str = "these bytes are no ids of videos";
        let (width, bytes) = bytes.split_first().ok_or(WRONG)?;
        let ids: Option<Vec<VideoId>> = match *width {
            BITS => {
                let (ids, []) = bytes.as_chunks() else { return Err(WRONG) };
                ids.iter().map(|&bits| Some(VideoId::from_bits(u64::from_be_bytes(bits)))).collect()
            }
            CHARACTERS => {
                let (ids, []) = bytes.as_chunks::<11>() else { return Err(WRONG) };
                ids.iter().map(|id| std::str::from_utf8(id).ok()?.parse().ok()).collect()
            }
            _ => None,
        };
        ids.map(Self).ok_or(WRONG)
    }
}
