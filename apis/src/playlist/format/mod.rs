//! The formats of a playlist, each in its file. All are UTF-8 and written as the videos come.

mod csv;
mod jspf;
mod links;
mod m3u;
mod txt;
mod xspf;

use std::{
    borrow::Borrow,
    fmt,
    io::{self, Write},
    str::FromStr,
};

use super::PlaylistVideo;

/// A format that a playlist is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Extended M3U, which VLC and mpv play.
    M3u,
    /// XSPF version 1.
    Xspf,
    /// JSPF, XSPF's form in JSON.
    Jspf,
    /// A table with one row a video.
    Csv,
    /// One watch URL a line.
    Txt,
    /// Links that each open up to 50 videos as a list on YouTube, one a line.
    Links,
}

/// A text that names no [`Format`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no format: m3u, xspf, jspf, csv, txt or links")]
pub struct UnknownFormat(pub String);

impl Format {
    /// All formats, as they are offered.
    pub const ALL: [Self; 6] =
        [Self::M3u, Self::Xspf, Self::Jspf, Self::Csv, Self::Txt, Self::Links];

    /// The name that options and URLs use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::M3u => "m3u",
            Self::Xspf => "xspf",
            Self::Jspf => "jspf",
            Self::Csv => "csv",
            Self::Txt => "txt",
            Self::Links => "links",
        }
    }

    /// The value of `Content-Type`.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::M3u => "audio/x-mpegurl; charset=utf-8",
            Self::Xspf => "application/xspf+xml; charset=utf-8",
            // JSPF has no registered type.
            Self::Jspf => "application/json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Txt | Self::Links => "text/plain; charset=utf-8",
        }
    }

    /// The end of a file's name, without its dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Links => "txt",
            named => named.name(),
        }
    }

    /// Writes a playlist. The title is left out by the formats that have no place for one.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write<I>(self, title: &str, videos: I, out: &mut impl Write) -> io::Result<()>
    where
        I: IntoIterator<Item: Borrow<PlaylistVideo>>,
    {
        let videos = videos.into_iter();
        match self {
            Self::M3u => m3u::write(title, videos, out),
            Self::Xspf => xspf::write(title, videos, out),
            Self::Jspf => jspf::write(title, videos, out),
            Self::Csv => csv::write(videos, out),
            Self::Txt => txt::write(videos, out),
            Self::Links => links::write(videos, out),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == text)
            .ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn a_format_is_read_by_its_name() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        insta::assert_snapshot!(
            "mp3".parse::<Format>().unwrap_err(),
            @"`mp3` is no format: m3u, xspf, jspf, csv, txt or links"
        );
    }
}
