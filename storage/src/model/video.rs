use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::Other;

/// A video of a release or a master, on whatever site.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Video {
    /// Its address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub src: String,
    /// Its length in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<u32>,
    /// Whether other sites may show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embed: Option<bool>,
    /// Its title; a few have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What its uploader wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}

impl Video {
    /// The YouTube id in the address; `None` for other sites' videos.
    #[must_use]
    pub fn youtube_id(&self) -> Option<VideoId> {
        VideoId::from_url(&self.src)
    }
}

/// The size of a picture. The dumps never carry the picture itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Image {
    /// `primary` or `secondary`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its address; empty in the dumps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// The address of a small form; empty in the dumps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri150: Option<String>,
    /// In pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// In pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// What the fields above do not name.
    #[serde(default, skip_serializing_if = "Other::is_empty")]
    pub other: Other,
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A YouTube video's id: 11 characters of the URL-safe base64 alphabet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VideoId([u8; 11]);

/// A text that is not 11 characters of the URL-safe base64 alphabet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no YouTube video id: 11 letters, digits, `-` or `_`")]
pub struct InvalidVideoId(pub String);

impl VideoId {
    /// Finds the id in any form of a YouTube address: `watch?v=`, `youtu.be/`, `/embed/`, `/v/`,
    /// `/shorts/`, `/live/`, with whatever scheme, subdomain and further parameters.
    ///
    /// ```
    /// # use storage::model::VideoId;
    /// let id = VideoId::from_url("http://youtu.be/AHuQWcylaU4?t=10").unwrap();
    /// assert_eq!(id.as_str(), "AHuQWcylaU4");
    /// assert_eq!(VideoId::from_url("https://vimeo.com/12345"), None);
    /// ```
    #[must_use]
    pub fn from_url(url: &str) -> Option<Self> {
        // Nearly all of them look just like this.
        if let Some(id) = url.strip_prefix("https://www.youtube.com/watch?v=")
            && let Ok(id) = id.parse()
        {
            return Some(id);
        }
        let url = url.trim();
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (host, path) = rest.split_once('/')?;
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let host = host.split_once(':').map_or(host, |(host, _)| host);
        let is = |domain: &str| {
            host.len().checked_sub(domain.len()).is_some_and(|at| {
                let (sub, end) = host.as_bytes().split_at(at);
                end.eq_ignore_ascii_case(domain.as_bytes()) && matches!(sub, [] | [.., b'.'])
            })
        };
        let path = path.split_once('#').map_or(path, |(path, _)| path);
        let (path, parameters) = path.split_once('?').unwrap_or((path, ""));
        if is("youtu.be") {
            return path.split('/').next()?.parse().ok();
        }
        if !is("youtube.com") && !is("youtube-nocookie.com") {
            return None;
        }
        let mut steps = path.split('/').filter(|step| !step.is_empty());
        match steps.next()? {
            "embed" | "v" | "shorts" | "live" | "e" => {
                steps.next()?.split('&').next()?.parse().ok()
            }
            "watch" | "watch_popup" => parameters
                .split(['&', ';'])
                .filter_map(|parameter| parameter.strip_prefix("v="))
                .find_map(|value| value.parse().ok()),
            _ => None,
        }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("the alphabet is ASCII")
    }

    /// The address of the page that plays it.
    #[must_use]
    pub fn watch_url(&self) -> String {
        format!("https://www.youtube.com/watch?v={}", self.as_str())
    }

    /// The 64 bits that the id writes out; `None` for one whose last character says more than
    /// the 64 bits that remain for it, which YouTube itself does not give out.
    #[must_use]
    pub fn to_bits(self) -> Option<u64> {
        let (last, first) = self.0.split_last().expect("11 characters");
        let bits = first.iter().fold(0_u64, |bits, &byte| (bits << 6) | u64::from(value(byte)));
        let last = value(*last);
        (last & 3 == 0).then(|| (bits << 4) | u64::from(last >> 2))
    }

    /// The id that [`Self::to_bits`] gave these bits for.
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        let mut id = [0; 11];
        id[10] = ALPHABET[((bits & 15) << 2) as usize];
        let mut rest = bits >> 4;
        for place in id[..10].iter_mut().rev() {
            *place = ALPHABET[(rest & 63) as usize];
            rest >>= 6;
        }
        Self(id)
    }
}

/// The same as being among [`ALPHABET`], without a search: each video of a dump passes here.
fn is_in_alphabet(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn value(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' => 62,
        _ => 63,
    }
}

impl FromStr for VideoId {
    type Err = InvalidVideoId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match <[u8; 11]>::try_from(text.as_bytes()) {
            Ok(id) if id.iter().all(is_in_alphabet) => Ok(Self(id)),
            _ => Err(InvalidVideoId(text.to_owned())),
        }
    }
}

impl fmt::Display for VideoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for VideoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VideoId({})", self.as_str())
    }
}

impl Serialize for VideoId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(self.as_str())
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for VideoId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
            return text.parse().map_err(serde::de::Error::custom);
        }
        let id = <[u8; 11]>::deserialize(deserializer)?;
        if id.iter().all(is_in_alphabet) {
            Ok(Self(id))
        } else {
            Err(serde::de::Error::custom("a video id has a byte that is not of its alphabet"))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::VideoId;

    #[test]
    fn the_id_is_found_in_every_form_of_the_address() {
        for url in [
            "https://www.youtube.com/watch?v=dhbf58AU5ek",
            "http://www.youtube.com/watch?v=dhbf58AU5ek&feature=related",
            "https://youtube.com/watch?feature=share&v=dhbf58AU5ek#t=3",
            "https://m.youtube.com/watch?app=desktop&v=dhbf58AU5ek",
            "https://music.youtube.com/watch?v=dhbf58AU5ek",
            "HTTPS://WWW.YOUTUBE.COM/watch?v=dhbf58AU5ek",
            "https://youtu.be/dhbf58AU5ek",
            "http://youtu.be/dhbf58AU5ek?t=12",
            "//www.youtube.com/embed/dhbf58AU5ek",
            "https://www.youtube-nocookie.com/embed/dhbf58AU5ek?rel=0",
            "https://www.youtube.com/v/dhbf58AU5ek&hl=en",
            "https://www.youtube.com/shorts/dhbf58AU5ek",
            "www.youtube.com/watch?v=dhbf58AU5ek",
        ] {
            let id = VideoId::from_url(url).unwrap_or_else(|| panic!("no id in {url}"));
            assert_eq!(id.as_str(), "dhbf58AU5ek", "{url}");
        }
    }

    #[test]
    fn other_sites_and_broken_addresses_give_none() {
        for url in [
            "",
            "dhbf58AU5ek",
            "https://vimeo.com/dhbf58AU5ek",
            "https://notyoutube.com/watch?v=dhbf58AU5ek",
            "https://www.youtube.com/watch?v=dhbf58AU5e",
            "https://www.youtube.com/watch?v=dhbf58AU5ekk",
            "https://www.youtube.com/watch?v=dhbf58AU5e!",
            "https://www.youtube.com/playlist?list=dhbf58AU5ek",
            "https://www.youtube.com/user/dhbf58AU5ek",
            "https://example.org/?u=https://www.youtube.com/watch?v=dhbf58AU5ek",
        ] {
            assert_eq!(VideoId::from_url(url), None, "{url}");
        }
    }

    proptest! {
        #[test]
        fn bits_are_the_id_written_shorter(bits: u64) {
            let id = VideoId::from_bits(bits);
            prop_assert_eq!(id.to_bits(), Some(bits));
            prop_assert_eq!(id.as_str().parse::<VideoId>().unwrap(), id);
        }

        #[test]
        fn what_has_bits_is_given_back_by_them(text in "[A-Za-z0-9_-]{11}") {
            let id: VideoId = text.parse().unwrap();
            if let Some(bits) = id.to_bits() {
                prop_assert_eq!(VideoId::from_bits(bits), id);
            }
        }
    }
}
