//! The server, running on a thread of its own.

use std::{io, net::TcpListener, sync::Arc};

use actix_web::web;
use servers::WebServer;

use crate::{options::Options, routes, state::World};

/// A stand-in for Google that answers until it is dropped.
pub struct FakeGoogle {
    pub(crate) world: Arc<World>,
    server: WebServer,
}

impl FakeGoogle {
    /// Starts one on a free port of this machine, with nothing in it.
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
    /// When its address cannot be listened on.
    ///
    /// # Panics
    /// When the system gives it no thread.
    pub fn start_with(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind(options.listen)?;
        let world = Arc::new(World::new(options));
        let shared = web::Data::from(world.clone());
        let server = WebServer::start(listener, "fake-google", move |config| {
            config.app_data(shared.clone()).configure(routes::configure);
        })?;
        Ok(Self { world, server })
    }

    /// Where it is: `http://127.0.0.1:` and its port.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// What a program that is to take it for Google has in its environment.
    #[must_use]
    pub fn environment(&self) -> [(&'static str, String); 6] {
        let url = self.url();
        let Options { client_id, client_secret, .. } = self.world.lock().options.clone();
        [
            ("DATAGET_GOOGLE_CLIENT_ID", client_id),
            ("DATAGET_GOOGLE_CLIENT_SECRET", client_secret),
            ("DATAGET_GOOGLE_AUTH_URL", format!("{url}/o/oauth2/v2/auth")),
            ("DATAGET_GOOGLE_TOKEN_URL", format!("{url}/token")),
            ("DATAGET_GOOGLE_REVOKE_URL", format!("{url}/revoke")),
            ("DATAGET_YOUTUBE_API_URL", format!("{url}/youtube/v3")),
        ]
    }
}
