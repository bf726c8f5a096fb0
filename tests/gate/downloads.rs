//! What is fetched over TLS.

use std::{
    io::{ErrorKind, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::Arc,
    thread,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::{configuration::certificate, run::Dataget};

/// A mirror over TLS that leads everybody elsewhere. Gives its address.
fn leading_to(elsewhere: &str, tls: &Path) -> String {
    // Whoever was first has installed the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let chain = CertificateDer::pem_file_iter(tls.join("fullchain.pem")).unwrap();
    let chain = chain.map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_file(tls.join("privkey.pem")).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key);
    let config = Arc::new(config.unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    let answer = format!(
        "HTTP/1.1 302 Found\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\
         Connection: close\r\n\r\n"
    );
    let lead = move |socket: TcpStream| {
        let session = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = StreamOwned::new(session, socket);
        // Who does not trust it hangs up.
        let Ok(1..) = stream.read(&mut [0; 4096]) else { return };
        let _ = stream.write_all(answer.as_bytes());
        stream.conn.send_close_notify();
        let _ = stream.flush();
    };
    // It waits for more until the tests end.
    thread::spawn(move || listener.incoming().map_while(Result::ok).for_each(lead));
    address
}

#[test]
fn what_is_fetched_over_tls_is_not_fetched_in_the_open() {
    let dataget = Dataget::new();
    let tls = dataget.folder("tls");
    certificate(&tls, None);
    let open = TcpListener::bind("127.0.0.1:0").unwrap();
    open.set_nonblocking(true).unwrap();
    let mirror = leading_to(&format!("http://{}/", open.local_addr().unwrap()), &tls);
    let mut command = dataget.command(&["download", "--dumps-url", &mirror]);
    command.env("SSL_CERT_FILE", tls.join("ca.pem"));
    let ended = crate::run::Ended::of(command.output().unwrap());
    let error = ended.fails();
    assert!(error.contains("it leads from https to http"), "{error}");
    assert_eq!(open.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "nobody asks there");

    // Without its authority it is believed nothing at all.
    let error = dataget.run(&["download", "--dumps-url", &mirror]).fails();
    assert!(error.to_lowercase().contains("certificate"), "{error}");
}
