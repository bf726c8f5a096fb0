//! The server, running on a thread of its own.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
    time::Duration,
};

use actix_web::{App, HttpServer, dev::ServerHandle, rt, web};

use crate::{connection::Connection, options::Options, routes, state::World};

/// A stand-in for Google that answers until it is dropped.
pub struct FakeGoogle {
    address: SocketAddr,
    pub(crate) world: Arc<World>,
    handle: ServerHandle,
    thread: Option<JoinHandle<io::Result<()>>>,
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
        let address = listener.local_addr()?;
        let world = Arc::new(World::new(options));
        let (started, starts) = mpsc::channel();
        let shared = web::Data::from(world.clone());
        let thread = thread::Builder::new().name("fake-google".to_owned()).spawn(move || {
            rt::System::new().block_on(async move {
                let app = move || App::new().app_data(shared.clone()).configure(routes::configure);
                let server = HttpServer::new(app)
                    // A request's step takes microseconds: one worker does, and keeps the order.
                    .workers(1)
                    // A connection that ends by itself would be a fault that nobody has asked for.
                    .keep_alive(Duration::from_secs(3_600))
                    .on_connect(Connection::remember)
                    .listen(listener)?
                    .disable_signals()
                    .run();
                // Who started it waits for this.
                let _ = started.send(server.handle());
                server.await
            })
        })?;
        let handle = starts.recv().expect("a bound listener is taken");
        Ok(Self { address, world, handle, thread: Some(thread) })
    }

    /// Where it is: `http://127.0.0.1:` and its port.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
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

impl Drop for FakeGoogle {
    fn drop(&mut self) {
        // It is told at once; that it has ended, the thread's end tells.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
