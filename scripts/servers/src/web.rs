//! A stand-in's own HTTP server, running on a thread of its own.

use std::{
    any::Any,
    io::{self, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    os::fd::AsFd,
    rc::Rc,
    sync::mpsc,
    thread::{self, JoinHandle},
    time::Duration,
};

use actix_web::{
    App, HttpServer,
    dev::{Extensions, ServerHandle},
    rt,
    web::ServiceConfig,
};

/// An HTTP server that answers until it is dropped. A request finds its connection in its
/// connection data, as an `Rc<Connection>`.
pub struct WebServer {
    address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<io::Result<()>>>,
}

impl WebServer {
    /// Answers what comes to this listener, on a thread of this name.
    ///
    /// # Errors
    /// When the listener has no address, or the system gives it no thread.
    ///
    /// # Panics
    /// When the listener is not taken.
    pub fn start(
        listener: TcpListener,
        name: &str,
        routes: impl Fn(&mut ServiceConfig) + Clone + Send + 'static,
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (started, starts) = mpsc::channel();
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            rt::System::new().block_on(async move {
                let app = move || App::new().configure(routes.clone());
                let server = HttpServer::new(app)
                    // A request's step takes microseconds: one worker does, and keeps the order.
                    .workers(1)
                    // A connection that ends by itself would be a fault that nobody has asked for.
                    .keep_alive(Duration::from_secs(3_600))
                    // Who has closed a connection does not wait for an answer on it.
                    .h1_allow_half_closed(false)
                    // A body is asked for more when everything before has gone out: one that breaks
                    // off has then sent what it gave.
                    .h1_write_buffer_size(1)
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
        Ok(Self { address, handle, thread: Some(thread) })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for WebServer {
    fn drop(&mut self) {
        // It is told at once; that it has ended, the thread's end tells.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A hand on a client's connection, to close it in the middle of everything: the same socket that
/// the server reads from and writes to.
pub struct Connection(TcpStream);

impl Connection {
    /// Keeps a hand on a connection that begins, for its requests to find.
    fn remember(io: &dyn Any, data: &mut Extensions) {
        let Some(io) = io.downcast_ref::<rt::net::TcpStream>() else { return };
        if let Ok(socket) = io.as_fd().try_clone_to_owned() {
            data.insert(Rc::new(Self(socket.into())));
        }
    }

    /// Ends the connection. Whatever the server writes afterwards reaches nobody.
    pub fn close(&self) {
        // It may have been closed from the other side.
        let _ = self.0.shutdown(Shutdown::Both);
    }

    /// Sends this instead of an answer, then ends the connection. It is not waited for a client that
    /// reads nothing: what does not fit into the socket is not sent.
    pub fn close_after(&self, said: &[u8]) {
        let _ = (&self.0).write_all(said);
        self.close();
    }
}
