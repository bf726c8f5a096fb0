use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use anyhow::Context;
use clap::Args;
use url::Url;

use super::serve;
use crate::config::Listening;

/// How long a server may take: whoever watches over it asks again soon.
const PATIENCE: Duration = Duration::from_secs(3);

/// A status line is shorter.
const LONGEST_LINE: u64 = 1024;

/// Ask a server whether it is well
// For containers, which have no other program to ask with.
#[derive(Args)]
pub(crate) struct Health {
    /// What to ask, unless /healthz of the server on this machine: http://HOST:PORT/readyz
    #[arg(long, value_name = "URL")]
    url: Option<Url>,

    #[command(flatten)]
    listening: Listening,
}

impl Health {
    pub(crate) fn run(self) -> anyhow::Result<()> {
        let url = self.url.map_or_else(|| serve::url(self.listening.listen).parse(), Ok)?;
        let status = ask(&url).with_context(|| format!("{url} does not answer"))?;
        anyhow::ensure!(status == "200", "{url} is not well: it answers with {status}");
        writeln!(io::stdout(), "ok")?;
        Ok(())
    }
}

/// The status that an address answers with.
///
/// Two lines of HTTP: a client would ask proxies of the environment and load root certificates.
fn ask(url: &Url) -> anyhow::Result<String> {
    anyhow::ensure!(url.scheme() == "http", "write an address that begins with http://");
    let addresses = url.socket_addrs(|| None)?;
    let mut stream = connect(&addresses)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let path = if url.path() == "/" { "/healthz" } else { url.path() };
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
    let mut line = String::new();
    BufReader::new(stream.take(LONGEST_LINE)).read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let status = words.next().filter(|version| version.starts_with("HTTP/1.")).and(words.next());
    Ok(status.context("that is no HTTP")?.to_owned())
}

/// Connects to the first address that answers.
fn connect(addresses: &[SocketAddr]) -> io::Result<TcpStream> {
    let mut outcome = Err(io::ErrorKind::AddrNotAvailable.into());
    for address in addresses {
        outcome = TcpStream::connect_timeout(address, PATIENCE);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}
