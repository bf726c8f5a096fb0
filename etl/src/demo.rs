//! The built-in sample catalogue: a dump of a few hundred releases that really exist.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use flate2::read::GzDecoder;

macro_rules! dump_file {
    ($kind:literal) => {
        (
            concat!("discogs_20200806_", $kind, ".xml"),
            include_bytes!(concat!(env!("OUT_DIR"), "/discogs_20200806_", $kind, ".xml.gz")),
        )
    };
}

/// The files' names, each with its bytes as `build.rs` has compressed them.
const FILES: [(&str, &[u8]); 4] =
    [dump_file!("artists"), dump_file!("labels"), dump_file!("masters"), dump_file!("releases")];

/// Writes the sample dump into a folder, to be loaded like any other; gives its files.
///
/// # Errors
/// When a file cannot be written.
pub fn write(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let write = |(name, bytes): (&str, &[u8])| {
        let path = folder.join(name);
        io::copy(&mut GzDecoder::new(bytes), &mut fs::File::create(&path)?)?;
        Ok(path)
    };
    FILES.into_iter().map(write).collect()
}
