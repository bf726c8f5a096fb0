//! Compresses the built-in sample catalogue: the program stays small.

use std::{env, error::Error, fs, path::Path};

use flate2::{Compression, GzBuilder};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=demo");
    let to = env::var("OUT_DIR")?;
    for entry in fs::read_dir("demo")? {
        let path = entry?.path();
        let name = path.file_name().ok_or("a file has a name")?.to_string_lossy().into_owned();
        let file = fs::File::create(Path::new(&to).join(name + ".gz"))?;
        // Without a time, so that the same sources make the same program.
        let mut gzip = GzBuilder::new().write(file, Compression::best());
        std::io::copy(&mut fs::File::open(&path)?, &mut gzip)?;
        gzip.finish()?;
    }
    Ok(())
}
