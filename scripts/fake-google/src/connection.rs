//! A hand on the client's connection, to close it in the middle of everything.

use std::{
    any::Any,
    fmt::Write as _,
    io::Write as _,
    net::{Shutdown, TcpStream},
    os::fd::AsFd,
    rc::Rc,
};

use actix_web::{dev::Extensions, rt};

use crate::answer::Answer;

/// The same socket that the server reads from and writes to.
pub(crate) struct Connection(TcpStream);

impl Connection {
    /// Keeps a hand on a connection that begins, for its requests to find.
    pub(crate) fn remember(io: &dyn Any, data: &mut Extensions) {
        let Some(io) = io.downcast_ref::<rt::net::TcpStream>() else { return };
        if let Ok(socket) = io.as_fd().try_clone_to_owned() {
            data.insert(Rc::new(Self(socket.into())));
        }
    }

    /// Ends the connection. Whatever the server writes afterwards reaches nobody.
    pub(crate) fn close(&self) {
        // It may have been closed from the other side.
        let _ = self.0.shutdown(Shutdown::Both);
    }

    /// Sends the head of an answer and half of its body, then ends the connection.
    pub(crate) fn cut(&self, answer: &Answer) {
        let mut head = format!("HTTP/1.1 {} Cut\r\n", answer.status);
        for (name, value) in &answer.headers {
            write!(head, "{name}: {value}\r\n").expect("a text can be written to");
        }
        // What was promised: a client sees by it that the rest is missing. An empty body lacks one
        // byte, or nothing would be cut.
        let length = answer.body.len().max(1);
        write!(head, "content-length: {length}\r\n\r\n").expect("a text can be written to");
        let half = &answer.body.as_bytes()[..answer.body.len() / 2];
        let _ = (&self.0).write_all(&[head.as_bytes(), half].concat());
        self.close();
    }
}
