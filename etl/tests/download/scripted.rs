//! A server that gives prepared answers, one a connection, for what no good server does.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
};

pub(crate) struct Scripted {
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    /// Each answer is a head, without the blank line, and a body.
    pub(crate) fn start(answers: Vec<(String, Vec<u8>)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let heads = Arc::clone(&asked);
        // Where fewer are asked for, it waits until the tests end.
        std::thread::spawn(move || {
            for (head, body) in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let lines = lines.map(Result::unwrap).take_while(|line| !line.is_empty());
                let asked: Vec<String> = lines.collect();
                heads.lock().unwrap().push(asked.join("\n").to_ascii_lowercase());
                let head = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n");
                // Whoever has seen enough may have gone.
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
            }
        });
        Self { address, asked }
    }

    /// What was asked so far, in lower case.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}
