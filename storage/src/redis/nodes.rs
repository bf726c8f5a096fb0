//! One command on one key, asked with the patience of a visitor.
//!
//! The driver's connection to a cluster waits for all its nodes, and without a limit for one that
//! hangs while a connection is opened. Here, each key has its own node, and what another node says
//! of where the key is, is remembered.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use ::redis::{
    Client, Cmd, Connection, ConnectionAddr, ConnectionInfo, ErrorKind, RedisError, RedisResult,
    ServerErrorKind, Value,
};

use super::{
    Error,
    connection::{FIRST_PAUSE, IDLE, RETURNING, Server, VISITING, VISITING_ONCE, may_pass},
};

/// How often a key is looked for at another node before nobody knows where it is.
const REDIRECTIONS: u32 = 4;

/// How long a node that hangs is asked nothing: visitors are told at once meanwhile.
const SILENCE: Duration = Duration::from_secs(2);

pub(super) struct Nodes {
    server: Arc<Server>,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// The node of each slot that was asked for.
    homes: HashMap<u16, ConnectionInfo>,
    /// Unused connections by the host and port of their node, with the time since which they are.
    idle: HashMap<String, Vec<(Connection, Instant)>>,
    /// Until when the nodes that hang are asked nothing, by their host and port.
    silent: HashMap<String, Instant>,
}

impl Nodes {
    pub(super) fn new(server: &Arc<Server>) -> Self {
        Self { server: server.clone(), known: Mutex::default() }
    }

    /// The host and port, or all of them that are known from the beginning.
    pub(super) fn name(&self) -> &str {
        &self.server.name
    }

    /// Runs a command on the key with this hash tag. It may be run twice: a connection that breaks
    /// is opened again.
    ///
    /// `action` follows “cannot” in errors.
    pub(super) fn ask(
        &self,
        action: &'static str,
        tag: &str,
        command: &Cmd,
    ) -> Result<Value, Error> {
        let begun = Instant::now();
        let slot = if self.server.is_cluster() { slot(tag.as_bytes()) } else { 0 };
        let mut others = self.server.addresses.iter();
        let home = self.known().homes.get(&slot).cloned();
        let mut node = home.or_else(|| others.next().cloned()).expect("there is an address");
        let (mut is_moving, mut redirections) = (false, 0);
        let mut pause = FIRST_PAUSE;
        loop {
            let is_silent = self.is_silent(&node);
            let answer = match is_silent {
                true => Err(timed_out()),
                false => self.ask_at(&node, is_moving, command, begun + VISITING),
            };
            let error = match answer {
                Ok(answer) => {
                    if !is_moving {
                        self.known().homes.insert(slot, node);
                    }
                    return Ok(answer);
                }
                Err(error) => error,
            };
            if redirections < REDIRECTIONS
                && let Some(other) = redirection(&error, &node)
            {
                redirections += 1;
                is_moving = error.kind() == ErrorKind::Server(ServerErrorKind::Ask);
                node = other;
                continue;
            }
            self.known().homes.remove(&slot);
            let failed = Error::from_driver(&node.addr().to_string(), action, &error);
            if !may_pass(&error) || begun.elapsed() >= VISITING {
                if error.is_timeout() {
                    let name = node.addr().to_string();
                    self.known().silent.insert(name, Instant::now() + SILENCE);
                }
                return Err(failed);
            }
            tracing::debug!(%error, "Redis is asked again");
            is_moving = false;
            if let Some(other) = others.next() {
                node = other.clone();
                continue;
            }
            if is_silent || begun.elapsed() + pause > RETURNING {
                return Err(failed);
            }
            thread::sleep(pause);
            pause *= 2;
            redirections = 0;
            others = self.server.addresses.iter();
            node = others.next().cloned().expect("there is an address");
        }
    }

    fn ask_at(
        &self,
        node: &ConnectionInfo,
        is_moving: bool,
        command: &Cmd,
        until: Instant,
    ) -> RedisResult<Value> {
        let name = node.addr().to_string();
        loop {
            let idle = self.take_idle(&name);
            let was_idle = idle.is_some();
            let mut link = match idle {
                Some(link) => link,
                None => open(node, until)?,
            };
            let answer = run(&mut link, is_moving, command, until);
            match &answer {
                // It may have died long ago: that says nothing of the node. Who restarts takes
                // all connections along.
                Err(error) if is_broken(error) => {
                    self.known().idle.remove(&name);
                    if was_idle {
                        continue;
                    }
                }
                _ => self.known().idle.entry(name).or_default().push((link, Instant::now())),
            }
            return answer;
        }
    }

    /// Whether a node was found to hang a moment ago.
    fn is_silent(&self, node: &ConnectionInfo) -> bool {
        let mut known = self.known();
        known.silent.retain(|_, until| *until > Instant::now());
        known.silent.contains_key(&node.addr().to_string())
    }

    /// The connection to a node that was used last.
    fn take_idle(&self, name: &str) -> Option<Connection> {
        let mut known = self.known();
        let idle = known.idle.get_mut(name)?;
        idle.retain(|(_, since)| since.elapsed() < IDLE);
        idle.pop().map(|(link, _)| link)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Nodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Nodes").field(&self.server.name).finish()
    }
}

fn open(node: &ConnectionInfo, until: Instant) -> RedisResult<Connection> {
    Client::open(node.clone())?.get_connection_with_timeout(left(until)?)
}

fn run(
    link: &mut Connection,
    is_moving: bool,
    command: &Cmd,
    until: Instant,
) -> RedisResult<Value> {
    let left = left(until)?;
    link.set_read_timeout(Some(left))?;
    link.set_write_timeout(Some(left))?;
    let mut packed = Vec::new();
    if is_moving {
        ::redis::cmd("ASKING").write_packed_command(&mut packed);
    }
    command.write_packed_command(&mut packed);
    link.send_packed_command(&packed)?;
    if is_moving {
        link.recv_response()?;
    }
    link.recv_response()?.extract_error()
}

/// How long the next step may take.
fn left(until: Instant) -> RedisResult<Duration> {
    match until.saturating_duration_since(Instant::now()) {
        Duration::ZERO => Err(timed_out()),
        left => Ok(left.min(VISITING_ONCE)),
    }
}

fn timed_out() -> RedisError {
    io::Error::from(io::ErrorKind::TimedOut).into()
}

/// Whether a connection is of no use after it; an answer may still be on its way.
fn is_broken(error: &RedisError) -> bool {
    !matches!(error.kind(), ErrorKind::Server(_) | ErrorKind::Extension)
}

/// The node that a key has moved to, or is about to.
fn redirection(error: &RedisError, from: &ConnectionInfo) -> Option<ConnectionInfo> {
    let (address, _) = error.redirect_node()?;
    let (host, port) = address.rsplit_once(':')?;
    let (host, port) = (host.trim_matches(['[', ']']), port.parse().ok()?);
    let mut addr = from.addr().clone();
    match &mut addr {
        ConnectionAddr::Tcp(old_host, old_port)
        | ConnectionAddr::TcpTls { host: old_host, port: old_port, .. } => {
            // Without a host, it is the one that was asked.
            if !host.is_empty() {
                *old_host = host.to_owned();
            }
            *old_port = port;
        }
        _ => return None,
    }
    Some(from.clone().set_addr(addr))
}

/// The slot of a key in a cluster: the CRC-16 (XMODEM) of its hash tag.
fn slot(tag: &[u8]) -> u16 {
    let crc = tag.iter().fold(0_u16, |crc, &byte| {
        (0..8).fold(crc ^ u16::from(byte) << 8, |crc, _| {
            let next = crc << 1;
            if crc & 0x8000 == 0 { next } else { next ^ 0x1021 }
        })
    });
    crc % 16_384
}

#[cfg(test)]
mod tests {
    use super::slot;

    #[test]
    fn a_slot_is_the_one_that_redis_says() {
        // As `CLUSTER KEYSLOT` gives them; the first is the CRC's well-known check.
        assert_eq!(slot(b"123456789"), 0x31c3);
        assert_eq!(slot(b"foo"), 12_182);
        assert_eq!(slot(b""), 0);
    }
}
