//! What is kept for visitors, under keys of their own, for as long as Redis is told to.
//!
//! A value is a head of 256 bytes, and the bytes that are kept. The head has the stamps of the
//! last 32 changes, newest first, each of 8 random bytes. By the first one a change sees that
//! nobody was quicker. By any of them it sees that it has been made already, where the answer was
//! lost on the way and it was sent again: unless 32 others were made within that second. (A key of
//! its own for each stamp would have no such bound, but a script on two keys is refused while
//! their slot moves to another node of a cluster.)

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use ::redis::{Cmd, Value};

use super::{Redis, layout::Keys, nodes::Nodes, queue::Queued};
use crate::state::{Change, Error, Key, Result, check_length, slack};

const STAMP: usize = 8;
const HEAD: usize = 32 * STAMP;

/// Gives the value and prolongs its life to `ARGV[1]` milliseconds, if it is less than `ARGV[2]`.
/// Who cannot prolong it reads all the same.
const GET: &str = "
    local value = redis.call('GET', KEYS[1])
    if value and redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then
        redis.pcall('PEXPIRE', KEYS[1], ARGV[1])
    end
    return value";

/// Puts the value `ARGV[2]` for `ARGV[3]` milliseconds, or removes it if that is empty, if the
/// last change there is the one with the stamp `ARGV[1]`; else gives what is there.
const CHANGE: &str = "
    local head = redis.call('GETRANGE', KEYS[1], 0, 255)
    local own = string.sub(ARGV[2], 1, 8)
    if own ~= '' and string.find(head, own, 1, true) then
        return redis.status_reply('OK')
    end
    if string.sub(head, 1, 8) ~= ARGV[1] then
        return redis.call('GET', KEYS[1])
    end
    if own == '' then
        redis.call('DEL', KEYS[1])
        return redis.status_reply('OK')
    end
    return redis.pcall('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])";

const READ: &str = "read what is kept for visitors";
const WRITE: &str = "keep anything for visitors";

/// How long others may be quicker.
const CONTENDING: Duration = Duration::from_secs(3);

/// The state in Redis.
#[derive(Debug)]
pub(crate) struct Kept {
    nodes: Arc<Nodes>,
    keys: Keys,
}

/// A value as it is in Redis, head and all.
struct Stamped(Vec<u8>);

impl Kept {
    pub(crate) fn new(redis: &Redis) -> Self {
        Self { nodes: Arc::new(Nodes::new(&redis.server)), keys: redis.keys.clone() }
    }

    pub(crate) fn get(&self, key: &Key, keep: Duration) -> Result<Option<Vec<u8>>> {
        Ok(self.read(key, keep)?.map(|stamped| stamped.value().to_vec()))
    }

    pub(crate) fn update<T>(
        &self,
        key: &Key,
        keep: Duration,
        mut change: impl FnMut(Option<&[u8]>) -> (Change, T),
    ) -> Result<T> {
        let begun = Instant::now();
        let mut found = self.read(key, keep)?;
        let mut tries = 0;
        loop {
            let (wanted, given) = change(found.as_ref().map(Stamped::value));
            let stamp = stamp();
            let value = match (wanted, &found) {
                (Change::Put(value), found) => {
                    check_length(key, &value)?;
                    Stamped::after(found.as_ref(), stamp, &value).0
                }
                (Change::Delete, Some(_)) => Vec::new(),
                (Change::Keep, _) | (Change::Delete, None) => return Ok(given),
            };
            let last = found.as_ref().map_or(&[][..], Stamped::last_stamp);
            let command = self.script(CHANGE, key, &[last, &value, &milliseconds(keep)]);
            match self.nodes.ask(WRITE, key.as_str(), &command)? {
                Value::Okay => return Ok(given),
                other => found = self.stamped(key, other)?,
            }
            if begun.elapsed() > CONTENDING {
                return Err(Error::Contended { key: key.clone() });
            }
            // Those who were at the same time are not to be so again.
            tries = (tries + 1).min(4);
            thread::sleep(Duration::from_micros(u64::from(stamp[0]) << tries));
        }
    }

    pub(crate) fn delete(&self, key: &Key) -> Result<()> {
        let mut delete = ::redis::cmd("DEL");
        delete.arg(self.keys.state(key));
        self.nodes.ask(WRITE, key.as_str(), &delete)?;
        Ok(())
    }

    /// A queue beside it, over the same connections.
    pub(crate) fn queue(&self, name: &Key) -> Queued {
        Queued::new(self.nodes.clone(), &self.keys, name)
    }

    fn read(&self, key: &Key, keep: Duration) -> Result<Option<Stamped>> {
        let command =
            self.script(GET, key, &[&milliseconds(keep), &milliseconds(keep - slack(keep))]);
        self.stamped(key, self.nodes.ask(READ, key.as_str(), &command)?)
    }

    fn script(&self, script: &str, key: &Key, arguments: &[&[u8]]) -> Cmd {
        let mut command = ::redis::cmd("EVAL");
        command.arg(script).arg(1).arg(self.keys.state(key)).arg(arguments);
        command
    }

    fn stamped(&self, key: &Key, answer: Value) -> Result<Option<Stamped>> {
        match answer {
            Value::Nil => Ok(None),
            Value::BulkString(value) if value.len() >= HEAD => Ok(Some(Stamped(value))),
            _ => {
                let server = self.nodes.name().to_owned();
                Err(Error::Foreign { server, key: self.keys.state(key) })
            }
        }
    }
}

impl Stamped {
    /// A value with its stamp, and with those of the changes before.
    fn after(before: Option<&Self>, stamp: [u8; STAMP], value: &[u8]) -> Self {
        let before = before.map_or(&[0; HEAD][..], |before| &before.0[..HEAD]);
        Self([&stamp, &before[..HEAD - STAMP], value].concat())
    }

    fn last_stamp(&self) -> &[u8] {
        &self.0[..STAMP]
    }

    fn value(&self) -> &[u8] {
        &self.0[HEAD..]
    }
}

fn stamp() -> [u8; STAMP] {
    getrandom::u64().expect("the operating system gives random numbers").to_be_bytes()
}

fn milliseconds(duration: Duration) -> Vec<u8> {
    // Redis takes no life that is over, and none of more than 2^63.
    duration.as_millis().clamp(1, 1 << 53).to_string().into_bytes()
}
