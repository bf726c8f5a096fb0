//! Dumps that lie in a folder.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

use jiff::Timestamp;

use crate::{checksum::Form, name, server::FakeDiscogs};

impl FakeDiscogs {
    /// Publishes the dump files of a folder (`discogs_….xml.gz` and CHECKSUM files) with the times
    /// that they have there, reading them into memory. A date without a CHECKSUM file gets one, which
    /// is not written to the folder. Tells the names of what is published.
    ///
    /// # Errors
    /// When the folder or one of the files cannot be read.
    pub fn put_folder(&self, folder: &Path) -> io::Result<BTreeSet<String>> {
        let mut dates: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name::is_dump(&name) {
                let modified = Timestamp::try_from(entry.metadata()?.modified()?);
                let modified = modified.map_err(io::Error::other)?;
                self.put_at(&name, fs::read(entry.path())?, modified);
                dates.entry(name::date(&name).to_owned()).or_default().push(name);
            }
        }
        for (date, names) in &mut dates {
            if !names.iter().any(|name| name::is_checksum(name)) {
                let name = format!("discogs_{date}_CHECKSUM.txt");
                self.put(&name, self.checksum_text(&*names, Form::OneSpace));
                names.push(name);
            }
        }
        Ok(dates.into_values().flatten().collect())
    }
}
