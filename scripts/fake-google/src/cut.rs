//! An answer of which only a part arrives.

use std::fmt::Write as _;

use servers::Connection;

use crate::answer::Answer;

/// Sends the head of an answer and half of its body, then ends the connection.
pub(crate) fn cut(connection: &Connection, answer: &Answer) {
    let mut head = format!("HTTP/1.1 {} Cut\r\n", answer.status);
    for (name, value) in &answer.headers {
        write!(head, "{name}: {value}\r\n").expect("a text can be written to");
    }
    // What was promised: a client sees by it that the rest is missing. An empty body lacks one byte,
    // or nothing would be cut.
    let length = answer.body.len().max(1);
    write!(head, "content-length: {length}\r\n\r\n").expect("a text can be written to");
    let half = &answer.body.as_bytes()[..answer.body.len() / 2];
    connection.close_after(&[head.as_bytes(), half].concat());
}
