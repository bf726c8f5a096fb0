//! The built-in sample catalogue: a dump of a few hundred releases that really exist.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

const FILES: [(&str, &[u8]); 4] = [
    ("discogs_20200806_artists.xml", include_bytes!("../demo/discogs_20200806_artists.xml")),
    ("discogs_20200806_labels.xml", include_bytes!("../demo/discogs_20200806_labels.xml")),
    ("discogs_20200806_masters.xml", include_bytes!("../demo/discogs_20200806_masters.xml")),
    ("discogs_20200806_releases.xml", include_bytes!("../demo/discogs_20200806_releases.xml")),
];

/// Writes the sample dump into a folder, to be loaded like any other; gives its files.
///
/// # Errors
/// When a file cannot be written.
pub fn write(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let write = |(name, bytes): (&str, &[u8])| {
        let path = folder.join(name);
        fs::write(&path, bytes)?;
        Ok(path)
    };
    FILES.into_iter().map(write).collect()
}
