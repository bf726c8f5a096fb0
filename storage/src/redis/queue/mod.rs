//! The queues in Redis: each call is one script on the keys of one queue.
//!
//! | key | what |
//! |---|---|
//! | `waiting` | a sorted set: ids by the time until which they wait |
//! | `leases` | a sorted set: ids that are held by the end of their lease |
//! | `entries` | a hash: the entry of the stream by the id that is held |
//! | `work` | a stream: an entry for each id that is held, delivered to its worker |
//! | `answer:STAMP` | a string: what a call has answered that may be sent once more |
//!
//! An id enters the stream when it is taken, in the same script: a stream is read in the order in
//! which it was written, and one that is due earlier may be pushed at any time. The entry and how
//! often it was delivered tell a holding from any other of the same id.
//!
//! A call that changes something has a random stamp, and leaves its answer under it for a minute.
//! A script that finds its own answer there has been run before, and changes nothing. What the
//! server takes for the time decides about nothing else.

use std::sync::Arc;

use ::redis::{Cmd, Value};

use super::{layout::Keys, nodes::Nodes};
use crate::{
    queue::{Lengths, Taken},
    state::{Error, Key, Result},
};

/// A script, with what all of them share before it.
macro_rules! script {
    ($name:literal) => {
        concat!(include_str!("parts.lua"), include_str!($name))
    };
}

const PUSH: &str = script!("push.lua");
const TAKE: &str = script!("take.lua");
const RENEW: &str = script!("renew.lua");
const LET_GO: &str = script!("let_go.lua");
const REMOVE: &str = script!("remove.lua");
const LENGTHS: &str = script!("lengths.lua");
const NEXT_DUE: &str = script!("next_due.lua");

const READ: &str = "look into a queue";
const WRITE: &str = "change a queue";

/// A queue in Redis.
#[derive(Debug)]
pub(crate) struct Queued {
    nodes: Arc<Nodes>,
    keys: Keys,
    name: Key,
}

impl Queued {
    pub(super) fn new(nodes: Arc<Nodes>, keys: &Keys, name: &Key) -> Self {
        Self { nodes, keys: keys.clone(), name: name.clone() }
    }

    pub(crate) fn push(&self, id: &str, due: i64) -> Result<()> {
        self.change(PUSH, &[id, &due.to_string()]).map(drop)
    }

    pub(crate) fn take(&self, now: i64, worker: &str, end: i64) -> Result<Option<Taken>> {
        match self.change(TAKE, &[&now.to_string(), worker, &end.to_string()])? {
            Value::Nil => Ok(None),
            answer => read_taken(&answer).map(Some).ok_or_else(|| self.foreign()),
        }
    }

    pub(crate) fn renew(&self, taken: &Taken, end: i64) -> Result<bool> {
        let Taken { id, token, tries } = taken;
        // Run twice, it does what it does once.
        let arguments = [id.as_str(), token, &tries.to_string(), &end.to_string()];
        Ok(self.ask(WRITE, RENEW, None, &arguments)? == Value::Int(1))
    }

    pub(crate) fn let_go(&self, taken: &Taken, due: Option<i64>) -> Result<bool> {
        let Taken { id, token, tries } = taken;
        let (tries, due) = (tries.to_string(), due.map(|due| due.to_string()));
        let mut arguments = vec![id.as_str(), token, &tries];
        arguments.extend(due.as_deref());
        Ok(self.change(LET_GO, &arguments)? == Value::Int(1))
    }

    pub(crate) fn remove(&self, id: &str) -> Result<()> {
        self.change(REMOVE, &[id]).map(drop)
    }

    pub(crate) fn lengths(&self, now: i64) -> Result<Lengths> {
        let answer = self.ask(READ, LENGTHS, None, &[&now.to_string()])?;
        let Value::Array(counts) = answer else { return Err(self.foreign()) };
        let count = |count: &Value| match count {
            Value::Int(count) => u64::try_from(*count).unwrap_or(0),
            _ => 0,
        };
        let [waiting, due, held] = &counts[..] else { return Err(self.foreign()) };
        Ok(Lengths { waiting: count(waiting), due: count(due), held: count(held) })
    }

    pub(crate) fn next_due(&self) -> Result<Option<i64>> {
        match self.ask(READ, NEXT_DUE, None, &[])? {
            Value::Nil => Ok(None),
            answer => read_text(&answer)
                .and_then(|text| text.parse().ok())
                .map(Some)
                .ok_or_else(|| self.foreign()),
        }
    }

    /// Runs a script once, however often it is sent.
    fn change(&self, script: &str, arguments: &[&str]) -> Result<Value> {
        let stamp = getrandom::u64().expect("the operating system gives random numbers");
        self.ask(WRITE, script, Some(format!("answer:{stamp:016x}")), arguments)
    }

    fn ask(
        &self,
        action: &'static str,
        script: &str,
        answer: Option<String>,
        arguments: &[&str],
    ) -> Result<Value> {
        let parts = ["waiting", "leases", "entries", "work"].into_iter().chain(answer.as_deref());
        let keys: Vec<String> = parts.map(|part| self.keys.queue(&self.name, part)).collect();
        let mut command: Cmd = ::redis::cmd("EVAL");
        command.arg(script).arg(keys.len()).arg(keys).arg(arguments);
        Ok(self.nodes.ask(action, self.name.as_str(), &command)?)
    }

    /// Somebody else has written to the queue.
    fn foreign(&self) -> Error {
        let key = self.keys.queue(&self.name, "waiting");
        Error::Foreign { server: self.nodes.name().to_owned(), key }
    }
}

/// Reads how an id was taken: the entry, how often it was delivered, the id.
fn read_taken(answer: &Value) -> Option<Taken> {
    let mut words = read_text(answer)?.splitn(3, ' ');
    let (token, tries, id) = (words.next()?, words.next()?, words.next()?);
    Some(Taken { id: id.to_owned(), tries: tries.parse().ok()?, token: token.to_owned() })
}

fn read_text(answer: &Value) -> Option<&str> {
    match answer {
        Value::BulkString(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Taken, Value, read_taken};

    #[test]
    fn what_is_not_an_answer_is_not_taken() {
        let read = |text: &str| read_taken(&Value::BulkString(text.into()));
        let (id, token) = ("a-job".to_owned(), "1700000000000-0".to_owned());
        assert_eq!(read("1700000000000-0 2 a-job"), Some(Taken { id, tries: 2, token }));
        for text in ["", "1700000000000-0", "1700000000000-0 2", "1700000000000-0 x a-job"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read_taken(&Value::Int(1)), None);
    }
}
