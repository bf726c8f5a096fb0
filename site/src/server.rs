//! The server: built, then run until somebody stops it.

use std::{
    io,
    net::{SocketAddr, TcpListener},
};

use actix_web::{
    App, HttpServer,
    dev::ServerHandle,
    middleware::{Compress, from_fn},
    rt, web,
};
use apis::rest::{self, Api};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::{cookie, errors, headers, pages};

/// Seconds that running requests get to finish when the server is stopped.
const FINISHING: u64 = 30;

/// A server that has its address and does not answer yet.
pub struct Server {
    api: web::Data<Api>,
    listener: TcpListener,
    address: SocketAddr,
    stop: Stop,
    stopped: UnboundedReceiver<()>,
}

/// Stops a server from any thread.
#[derive(Debug, Clone)]
pub struct Stop(UnboundedSender<()>);

impl Stop {
    /// Lets running requests finish, takes no others, and ends [`Server::run_until_stopped`].
    pub fn stop(&self) {
        // Who does not listen has stopped.
        let _ = self.0.send(());
    }
}

impl Server {
    /// Puts API and pages together behind an address that is bound already.
    ///
    /// # Errors
    /// When the system does not tell the address.
    pub fn build(api: Api, listener: TcpListener) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (stop, stopped) = unbounded_channel();
        Ok(Self { api: web::Data::new(api), listener, address, stop: Stop(stop), stopped })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What stops it.
    #[must_use]
    pub fn stop_handle(&self) -> Stop {
        self.stop.clone()
    }

    /// Answers until it is stopped; the requests that run then finish.
    ///
    /// # Errors
    /// When the system gives no thread or refuses the socket.
    pub fn run_until_stopped(self) -> io::Result<()> {
        let Self { api, listener, mut stopped, .. } = self;
        let body = api.limits.body;
        let stopping = api.clone();
        let app = move || {
            App::new()
                .app_data(api.clone())
                .app_data(web::PayloadConfig::new(body))
                .configure(rest::configure)
                .configure(pages::configure)
                .default_service(web::to(pages::nothing_here))
                .wrap(from_fn(rest::answer_head))
                .wrap(from_fn(cookie::keep_session))
                .wrap(from_fn(rest::limit_rate))
                .wrap(from_fn(errors::as_pages))
                .wrap(Compress::default())
                .wrap(from_fn(headers::protect))
                .wrap(from_fn(rest::log_requests))
        };
        rt::System::new().block_on(async move {
            let server = HttpServer::new(app)
                .listen(listener)?
                .disable_signals()
                .shutdown_timeout(FINISHING)
                .run();
            let handle: ServerHandle = server.handle();
            rt::spawn(async move {
                if stopped.recv().await.is_some() {
                    stopping.stop();
                    handle.stop(true).await;
                }
            });
            server.await
        })
    }
}
