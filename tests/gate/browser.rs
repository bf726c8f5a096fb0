//! Who asks the site over TLS: somebody with cookies, and who writes the bytes by hand.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::Arc,
    time::Duration,
};

use fake_google::FakeGoogle;
use reqwest::{
    Certificate, Method,
    blocking::{Client, RequestBuilder},
};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};

use crate::{gate::Gate, google::consent, served::Answer};

/// Somebody with cookies, who trusts the authority that has signed for the site.
pub(crate) struct Browser {
    url: String,
    client: Client,
}

impl Browser {
    pub(crate) fn new(url: &str, authority: &[u8]) -> Self {
        let authority = Certificate::from_pem(authority).unwrap();
        // A stream ends when the server ends it.
        let client = servers::http().cookie_store(true).timeout(None).tls_certs_only([authority]);
        Self { url: url.to_owned(), client: client.build().unwrap() }
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path).send().unwrap())
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// A change as the site's own pages send it.
    pub(crate) fn change(&self, method: Method, path: &str, body: &str) -> Answer {
        let request = self.request(method, path).header("origin", &self.url);
        Answer::of(request.body(body.to_owned()).send().unwrap())
    }

    /// Signs in as somebody; gives the answer at the end, and the path that Google has led back to.
    pub(crate) fn sign_in(&self, google: &FakeGoogle, account: &str) -> (Answer, String) {
        self.get("/");
        let begun = self.get("/authorise?back=/playlists");
        let back = consent(google, begun.header("location"), account);
        let path = back.strip_prefix(&self.url).expect("it leads back to the site").to_owned();
        (self.get(&path), path)
    }
}

/// A connection on which the bytes are written by hand.
pub(crate) type Wire = StreamOwned<ClientConnection, TcpStream>;

impl Gate {
    /// Connects over TLS as to a host of this name.
    pub(crate) fn wire_to(&self, name: &str) -> std::io::Result<Wire> {
        // Whoever was first has installed the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut authorities = RootCertStore::empty();
        authorities.add(CertificateDer::from_pem_file(self.authority()).unwrap()).unwrap();
        let config =
            ClientConfig::builder().with_root_certificates(authorities).with_no_client_auth();
        let name = ServerName::try_from(name.to_owned()).unwrap();
        let mut session = ClientConnection::new(Arc::new(config), name).unwrap();
        let mut socket = TcpStream::connect(("127.0.0.1", self.https))?;
        socket.set_read_timeout(Some(Duration::from_secs(30)))?;
        while session.is_handshaking() {
            session.complete_io(&mut socket)?;
        }
        Ok(StreamOwned::new(session, socket))
    }

    pub(crate) fn wire(&self) -> Wire {
        self.wire_to("localhost").unwrap()
    }

    /// All that is answered to these bytes until the connection is closed.
    pub(crate) fn say(&self, bytes: &str) -> String {
        let mut wire = self.wire();
        wire.write_all(bytes.as_bytes()).unwrap();
        heard(&mut wire)
    }
}

/// All that comes until the other side closes. It may do so without TLS' goodbye.
pub(crate) fn heard(from: &mut impl Read) -> String {
    let (mut all, mut some) = (Vec::new(), [0; 4096]);
    while let Ok(read @ 1..) = from.read(&mut some) {
        all.extend(&some[..read]);
    }
    String::from_utf8_lossy(&all).into_owned()
}
