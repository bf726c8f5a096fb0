use std::{
    fs,
    io::{self, Write},
    net::{SocketAddr, TcpListener},
};

use apis::{
    catalogue::{Catalogue, Search},
    playlist::{Format, Options},
};
use clap::Args;
use etl::{demo, load};
use storage::generations::Store;

use super::{interrupt, progress::Shown, search::write_text, serve};
use crate::config::{Config, Serving, YouTube};

/// What the demo asks.
const QUERIES: [&str; 5] = [
    r#"genre:electronic style:"deep house" year:1997..2001"#,
    "genre:jazz | style:soul,funk has:video",
    "country:germany,sweden decade:1990s -format:compilation",
    r#"artist:"the persuader" | label:"rising high records""#,
    "stockholm",
];

/// Load a built-in sample catalogue and show what can be asked of it.
#[derive(Args)]
pub(crate) struct Demo {
    /// Stop after the queries
    #[arg(long)]
    no_serve: bool,
    #[command(flatten)]
    serving: Serving,
}

impl Demo {
    pub(crate) fn youtube(&mut self) -> &mut YouTube {
        &mut self.serving.youtube
    }

    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        // A folder of its own: the demo never stands in for what somebody loaded.
        let folder = config.data_dir.join("demo");
        let data = Store::open(&folder)?;
        let dump = folder.join("dump");
        fs::create_dir_all(&dump)?;
        let paths = demo::write(&dump)?;
        let options = load::Options::default();
        let (name, report) = load::load(&data, &paths, options, &Shown::until_interrupted()?)?;
        fs::remove_dir_all(&dump)?;
        interrupt::ends_at_once();

        let mut out = io::stdout().lock();
        writeln!(
            out,
            "generation {name} is published: {} documents in {:.1} s",
            report.kinds.values().map(|kind| kind.stored).sum::<u64>(),
            report.seconds
        )?;
        let catalogue = Catalogue::open(&data)?;
        for query in QUERIES {
            writeln!(out, "\n$ dataget search --limit 3 '{query}'")?;
            let result = catalogue.search(Search { query, limit: 3, cursor: None })?;
            write_text(&result, &mut out)?;
        }
        let query = QUERIES[0];
        writeln!(out, "\n$ dataget playlist '{query}'")?;
        let playlist = catalogue.playlist(query, &Options::default())?;
        Format::Links.write(&playlist.query, &playlist.videos, &mut out)?;
        writeln!(
            out,
            "\nAsk it yourself: dataget --data-dir {} search 'genre:rock year:1970..1979'",
            folder.display()
        )?;
        if !self.no_serve {
            let server =
                serve::server(data, listener(self.serving.listening.listen)?, self.serving)?;
            let url = serve::url(server.0.address());
            writeln!(out, "Or on the page: {url} (Ctrl-C ends it)")?;
            out.flush()?;
            drop(out);
            return serve::run(server);
        }
        Ok(out.flush()?)
    }
}

/// Takes the address, or one with a free port where it is taken.
fn listener(address: SocketAddr) -> anyhow::Result<TcpListener> {
    match TcpListener::bind(address) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            serve::listen(SocketAddr::new(address.ip(), 0))
        }
        Ok(listener) => Ok(listener),
        Err(_) => serve::listen(address),
    }
}
