//! Facts on their way from the records to the index: a scratch file of frames, read several times.

use std::{
    fs::File,
    io::{self, BufReader, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use serde::Deserialize;

/// Writes the facts of one kind, frame after frame.
pub struct FactsWriter {
    file: BufWriter<File>,
    path: PathBuf,
}

impl FactsWriter {
    /// Creates the scratch file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(path: &Path) -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 20, File::create(path)?);
        Ok(Self { file, path: path.to_owned() })
    }

    /// The scratch file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Appends the facts of some records, as [`super::append_facts`] made them.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn frame(&mut self, frame: &[u8]) -> io::Result<()> {
        self.file.write_all(&(frame.len() as u64).to_le_bytes())?;
        self.file.write_all(frame)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> io::Result<FactsFile> {
        self.file.flush()?;
        Ok(FactsFile { path: self.path })
    }
}

/// The facts of all records of one kind, in the order of the records.
#[derive(Debug)]
pub struct FactsFile {
    path: PathBuf,
}

impl FactsFile {
    /// Gives the facts one after another.
    pub(crate) fn each<F>(&self, mut visit: F) -> io::Result<()>
    where
        F: for<'a> FnMut(&'a [u8]) -> postcard::Result<&'a [u8]>,
    {
        let mut file = BufReader::with_capacity(1 << 20, File::open(&self.path)?);
        let mut frame = Vec::new();
        let mut length = [0; 8];
        loop {
            if file.by_ref().take(8).read(&mut length[..1])? == 0 {
                return Ok(());
            }
            file.read_exact(&mut length[1..])?;
            frame.clear();
            file.by_ref().take(u64::from_le_bytes(length)).read_to_end(&mut frame)?;
            let mut rest = &frame[..];
            while !rest.is_empty() {
                rest = visit(rest).map_err(io::Error::other)?;
            }
        }
    }
}

impl Drop for FactsFile {
    fn drop(&mut self) {
        // What cannot be removed goes with its folder, or with the next load.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Reads one record's facts off the front.
pub(crate) fn take<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> postcard::Result<(T, &'a [u8])> {
    postcard::take_from_bytes(bytes)
}
