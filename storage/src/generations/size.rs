use std::{fs, io, path::Path};

use super::{GenerationName, Store};

impl Store {
    /// Bytes that the folder of a generation takes on this machine; `None` where it has none here.
    /// What is on a server is not among them.
    #[must_use]
    pub fn bytes_here(&self, name: GenerationName) -> Option<u64> {
        bytes(&self.path_of(name)).ok()
    }
}

fn bytes(folder: &Path) -> io::Result<u64> {
    let mut total = 0;
    for entry in fs::read_dir(folder)?.flatten() {
        total += match entry.metadata() {
            Ok(found) if found.is_dir() => bytes(&entry.path()).unwrap_or_default(),
            Ok(found) => found.len(),
            // It has gone meanwhile.
            Err(_) => 0,
        };
    }
    Ok(total)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Store;

    #[test]
    fn what_lies_deeper_in_a_folder_takes_room_as_well() {
        let data = tempfile::tempdir().unwrap();
        let store = Store::open(data.path()).unwrap();
        let name = "20261101".parse().unwrap();
        assert_eq!(store.bytes_here(name), None);
        let deeper = store.path_of(name).join("deeper");
        fs::create_dir_all(&deeper).unwrap();
        fs::write(deeper.join("a"), [0; 5]).unwrap();
        fs::write(store.path_of(name).join("b"), [0; 7]).unwrap();
        assert_eq!(store.bytes_here(name), Some(12));
    }
}
