use std::{fs, io, path::Path};

use jiff::Timestamp;

use super::{ListedFile, Listing};

/// The dump files directly in a folder.
pub(in crate::download) fn of_folder(folder: &Path) -> io::Result<Listing> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name =
            path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
        let (Some(name), Ok(metadata)) = (name, fs::metadata(&path)) else { continue };
        if metadata.is_file() {
            let modified = metadata.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
            let modified = modified.map(|time| time.to_string());
            files.push(ListedFile { name, size: Some(metadata.len()), modified, etag: None });
        }
    }
    Ok(Listing::new(files))
}
