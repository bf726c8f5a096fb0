use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

use crate::{
    Kind, Options, artist::write_artist, label::write_label, master::write_master,
    release::write_release, world::World, xml::Xml,
};

/// Writes the XML of one kind: the root element with a record a line start, as in the real files
/// without a line feed at the end. The memory used does not depend on the dump's size.
///
/// # Errors
///
/// Those of `output`.
pub fn write(kind: Kind, options: &Options, output: &mut impl Write) -> io::Result<()> {
    let world = World::new(options);
    let mut xml = Xml::new(options.form);
    let record = match kind {
        Kind::Artists => write_artist,
        Kind::Labels => write_label,
        Kind::Masters => write_master,
        Kind::Releases => write_release,
    };
    xml.open(kind.name());
    xml.raw("\n");
    for index in 0..world.count(kind) {
        record(&world, index, &mut xml);
        xml.raw("\n");
        if xml.bytes().len() > 1 << 17 {
            output.write_all(xml.bytes())?;
            xml.clear();
        }
    }
    xml.close(kind.name());
    output.write_all(xml.bytes())
}

/// Writes a whole dump into `folder`, which must exist: `discogs_DATE_KIND.xml.gz` for the four
/// kinds (without `.gz` where `compress` is false) and, last, `discogs_DATE_CHECKSUM.txt`.
///
/// # Errors
///
/// Where a file cannot be written.
pub fn write_dump(folder: &Path, options: &Options, compress: bool) -> io::Result<()> {
    let mut checksums = String::new();
    for kind in Kind::ALL {
        let suffix = if compress { ".gz" } else { "" };
        let name = format!("discogs_{}_{}.xml{suffix}", options.date, kind.name());
        let mut file = Hashed::new(BufWriter::new(File::create(folder.join(&name))?));
        if compress {
            let mut gzip = GzEncoder::new(&mut file, Compression::new(6));
            write(kind, options, &mut gzip)?;
            gzip.finish()?;
        } else {
            write(kind, options, &mut file)?;
        }
        // One space: the way Discogs writes them, which `sha256sum -c` does not read.
        checksums += &format!("{} {name}\n", file.finish()?);
    }
    std::fs::write(folder.join(format!("discogs_{}_CHECKSUM.txt", options.date)), checksums)
}

/// A file that knows the SHA-256 of what was written to it.
struct Hashed<W> {
    inner: W,
    hash: Sha256,
}

impl<W: Write> Hashed<W> {
    fn new(inner: W) -> Self {
        Self { inner, hash: Sha256::new() }
    }

    /// The hash in hexadecimal digits, once all is written.
    fn finish(mut self) -> io::Result<String> {
        self.inner.flush()?;
        Ok(self.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
