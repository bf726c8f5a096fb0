//! The server, from its start to its end.

use std::{io, net::TcpListener, sync::Arc};

use actix_web::web;
use servers::WebServer;

use crate::{layout::Layout, options::Options, serve::serve, state::World};

/// A stand-in for data.discogs.com and its mirrors, which answers until it is dropped.
pub struct FakeDiscogs {
    pub(crate) world: Arc<World>,
    server: WebServer,
}

impl FakeDiscogs {
    /// Starts one on a free port of this machine, with nothing published.
    ///
    /// # Panics
    /// When the system gives it no port or no thread.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(Options::default()).expect("a free port can be listened on")
    }

    /// Starts one in its own way.
    ///
    /// # Errors
    /// When its address cannot be listened on, or the system gives it no thread.
    pub fn start_with(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind(options.listen)?;
        let world = Arc::new(World::new(options));
        let shared = web::Data::from(world.clone());
        let server = WebServer::start(listener, "fake-discogs", move |config| {
            config.app_data(shared.clone()).default_service(web::to(serve));
        })?;
        Ok(Self { world, server })
    }

    /// The base address of a layout, with the slash at its end.
    #[must_use]
    pub fn url(&self, layout: Layout) -> String {
        format!("http://{}{}", self.server.address(), layout.base())
    }
}
