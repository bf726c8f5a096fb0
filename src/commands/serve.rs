use std::{
    io::{self, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
    num::NonZeroU32,
    time::Duration,
};

use anyhow::Context;
use apis::{
    catalogue::Live,
    rest::{Api, Limits, PublicUrl},
    session::Sessions,
};
use clap::Args;
use site::Server;
use storage::{generations::Store, state::State};

use super::{interrupt, open_store};
use crate::config::{Config, Serving};

/// The file that the visitors' sessions are kept in, in the data folder.
const STATE_FILE: &str = "state.redb";

/// Serve the site and the API until stopped
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    serving: Serving,
}

impl Serve {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let store = open_store(config)?;
        let listener = listen(self.serving.listen)?;
        let server = server(store, listener, self.serving)?;
        let mut out = io::stdout().lock();
        writeln!(out, "Dataget is at {}", url(server.address()))?;
        out.flush()?;
        drop(out);
        run(server)
    }
}

/// Takes an address.
pub(super) fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).with_context(|| {
        format!("cannot listen on {address}: choose another address with --listen")
    })
}

/// Where a browser on this machine finds what listens at an address.
pub(super) fn url(address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(ip, address.port()))
}

/// The site over what is kept in a store.
pub(super) fn server(
    store: Store,
    listener: TcpListener,
    serving: Serving,
) -> anyhow::Result<Server> {
    let address = listener.local_addr()?;
    let state = match store.redis() {
        Some(redis) => State::in_redis(redis.clone()),
        None => {
            std::fs::create_dir_all(store.path())
                .with_context(|| format!("cannot make the folder {}", store.path().display()))?;
            State::open(&store.path().join(STATE_FILE))?
        }
    };
    let public_url = match serving.public_url()? {
        Some(url) => url,
        None => {
            if !address.ip().is_loopback() {
                tracing::warn!(
                    "visitors from other machines cannot use the basket: set DATAGET_PUBLIC_URL to \
                     the address that they write"
                );
            }
            url(address).parse::<PublicUrl>()?
        }
    };
    let per_second = serving.requests_per_second;
    let burst = per_second.saturating_mul(BURST);
    let proxies = serving.proxies.into();
    let time = Duration::from_secs(serving.request_seconds);
    let limits = Limits { per_second, burst, time, proxies, ..Limits::default() };
    let live = Live::open(store.clone())?;
    let api = Api::new(live, store, Sessions::new(state), public_url, limits, serving.daily_units);
    Ok(Server::build(api, listener)?)
}

/// A client may be ahead of its rate by so many seconds.
const BURST: NonZeroU32 = NonZeroU32::new(3).unwrap();

/// Serves until Ctrl-C or a signal to end; a second one does not wait for running requests.
pub(super) fn run(server: Server) -> anyhow::Result<()> {
    let stop = server.stop_handle();
    interrupt::on_first(move || {
        // Nobody is left to be told that stderr is closed.
        let _ = writeln!(
            io::stderr(),
            "stopping when the running requests are done; interrupt again to stop at once"
        );
        stop.stop();
    })?;
    Ok(server.run_until_stopped()?)
}
