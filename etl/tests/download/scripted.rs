//! A server that gives prepared answers, one a connection, for what no good server does.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    thread::JoinHandle,
};

pub(crate) struct Scripted {
    pub(crate) address: String,
    asked: JoinHandle<Vec<String>>,
}

impl Scripted {
    /// Each answer is a head, without the blank line, and a body.
    pub(crate) fn start(answers: Vec<(String, Vec<u8>)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let asked = std::thread::spawn(move || {
            let answer = |(head, body): (String, Vec<u8>)| {
                let (mut stream, _) = listener.accept().unwrap();
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let lines = lines.map(Result::unwrap).take_while(|line| !line.is_empty());
                let asked: Vec<String> = lines.collect();
                let head = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n");
                // Whoever has seen enough may have gone.
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
                asked.join("\n").to_ascii_lowercase()
            };
            answers.into_iter().map(answer).collect()
        });
        Self { address, asked }
    }

    /// What was asked, in lower case, when all answers have been given.
    pub(crate) fn asked(self) -> Vec<String> {
        self.asked.join().unwrap()
    }
}
