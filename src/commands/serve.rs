use std::{
    io::{self, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener},
    num::NonZeroU32,
    sync::Arc,
    thread,
    time::Duration,
};

use anyhow::Context;
use apis::{
    catalogue::Live,
    jobs::{Pace, Stop, Worker},
    rest::{Api, Limits, Parts, PublicUrl},
    session::Sessions,
};
use clap::Args;
use site::Server;
use storage::{generations::Store, state::State};

use super::{interrupt, open_store, runs, say};
use crate::config::{Config, Serving, YouTube};

/// The file that the visitors' sessions are kept in, in the data folder.
pub(super) const STATE_FILE: &str = "state.redb";

/// Serve the site and the API until stopped
#[derive(Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    serving: Serving,
}

impl Serve {
    pub(crate) fn youtube(&mut self) -> &mut YouTube {
        &mut self.serving.youtube
    }

    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let store = open_store(config)?;
        let listener = listen(self.serving.listening.listen)?;
        let server = server(store, listener, self.serving)?;
        say(config, &format!("Dataget is at {}", url(server.0.address())))?;
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

/// Where sessions and jobs are kept.
pub(super) fn state(store: &Store) -> anyhow::Result<State> {
    Ok(match store.redis() {
        Some(redis) => State::in_redis(redis.clone()),
        None => {
            std::fs::create_dir_all(store.path())
                .with_context(|| format!("cannot make the folder {}", store.path().display()))?;
            State::open(&store.path().join(STATE_FILE))?
        }
    })
}

/// The site over what is kept in a store, and the worker that makes its playlists.
pub(super) fn server(
    store: Store,
    listener: TcpListener,
    serving: Serving,
) -> anyhow::Result<(Server, Option<Worker>)> {
    let address = listener.local_addr()?;
    let state = state(&store)?;
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
    let is_shared = store.redis().is_some();
    let playlists = serving.youtube.playlists(&state, &public_url, store.path(), is_shared)?;
    let live = Arc::new(Live::open(store.clone())?);
    let worker = playlists.as_ref().filter(|_| !serving.no_worker);
    let worker = worker.map(|playlists| playlists.worker(Some(live.clone()), Pace::default()));
    let per_second = serving.requests_per_second;
    let limits = Limits {
        per_second,
        burst: per_second.saturating_mul(BURST),
        time: Duration::from_secs(serving.request_seconds),
        proxies: serving.proxies.into(),
        ..Limits::default()
    };
    let ledger = serving.youtube.ledger(&state);
    let sessions = Sessions::new(state);
    let runs = runs(&store);
    let api =
        Api::new(Parts { live, store, runs, sessions, public_url, limits, ledger, playlists });
    Ok((Server::build(api, listener)?, worker))
}

/// A client may be ahead of its rate by so many seconds.
const BURST: NonZeroU32 = NonZeroU32::new(3).unwrap();

/// Playlists that are made at the same time, of different users.
pub(super) const AT_ONCE: usize = 2;

/// Serves until Ctrl-C or a signal to end; a second one does not wait for running requests.
pub(super) fn run((server, worker): (Server, Option<Worker>)) -> anyhow::Result<()> {
    let (server_stop, worker_stop) = (server.stop_handle(), Stop::default());
    let stop = worker_stop.clone();
    interrupt::on_first(move || {
        // Nobody is left to be told that stderr is closed.
        let _ = writeln!(
            io::stderr(),
            "stopping when the running requests are done; interrupt again to stop at once"
        );
        stop.stop();
        server_stop.stop();
    })?;
    let working = worker.map(|worker| work(&worker, &worker_stop));
    let served = server.run_until_stopped();
    worker_stop.stop();
    for working in working.into_iter().flatten() {
        // A worker survives its own mistakes.
        let _ = working.join();
    }
    Ok(served?)
}

/// Does playlist jobs until it is stopped.
pub(super) fn work(worker: &Worker, stop: &Stop) -> Vec<thread::JoinHandle<()>> {
    let begin = |_| {
        let (worker, stop) = (worker.clone(), stop.clone());
        thread::spawn(move || worker.run(&stop))
    };
    (0..AT_ONCE).map(begin).collect()
}
