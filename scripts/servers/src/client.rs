//! Who asks a server over HTTP.

use reqwest::{
    blocking::{Client, ClientBuilder},
    redirect::Policy,
};

/// A client for servers on this machine: it asks no proxy and goes nowhere by itself.
pub fn http() -> ClientBuilder {
    // It cannot be built without one, though nothing here is asked over TLS. Whoever was first has
    // installed the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().redirect(Policy::none())
}
