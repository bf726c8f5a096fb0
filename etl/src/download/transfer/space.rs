use std::path::Path;

use crate::download::DownloadError;

/// Requires room for so many bytes in a folder, and for `keep_free` beyond them.
pub(in crate::download) fn require(
    folder: &Path,
    bytes: u64,
    keep_free: u64,
) -> Result<(), DownloadError> {
    let needed = bytes.saturating_add(keep_free);
    let disk = rustix::fs::statvfs(folder)
        .map_err(|error| DownloadError::io("look for free space in", folder)(error.into()))?;
    let available = disk.f_bavail.saturating_mul(disk.f_frsize);
    if available < needed {
        return Err(DownloadError::NoSpace { folder: folder.to_owned(), available, needed });
    }
    Ok(())
}
