//! Connections to a server or a cluster: opened when needed, kept for the next use, opened again
//! when they break.

use std::{
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use ::redis::{
    Client, Cmd, Connection, ConnectionInfo, ErrorKind, RedisError, RedisResult, ServerErrorKind,
    Value,
    cluster::{ClusterClient, ClusterConnection, cluster_pipe},
};

use super::{Error, address};

/// How long connecting may take.
const CONNECTING: Duration = Duration::from_secs(5);

/// How long one read or write may take.
const ANSWERING: Duration = Duration::from_secs(10);

/// How long a broken connection is tried again when somebody waits for an answer.
pub(super) const READING: Duration = Duration::from_secs(3);

/// How long it is while an index is written: a server may be restarted meanwhile.
pub(super) const WRITING: Duration = Duration::from_secs(30);

/// How long a visitor waits for what is kept for him: all tries together, and one of them, which
/// may end with a connection that died unused.
pub(super) const VISITING: Duration = Duration::from_secs(1);
pub(super) const VISITING_ONCE: Duration = Duration::from_millis(450);

/// How long he waits for a server that refuses to be there again.
pub(super) const RETURNING: Duration = Duration::from_millis(200);

/// Commands that are sent to a cluster before their answers are read. The driver waits for each of
/// them, one after the other, when a node has stopped answering.
const CLUSTER_PIPELINE: usize = 4;

/// How long an unused connection is kept. What stands between may forget it without a word.
pub(super) const IDLE: Duration = Duration::from_secs(60);

pub(super) const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

pub(super) struct Server {
    /// Its host and port, or all of them that are known from the beginning.
    pub(super) name: String,
    /// The one that answered first comes first.
    pub(super) addresses: Vec<ConnectionInfo>,
    nodes: Nodes,
    /// With the time since which they have not been used.
    idle: Mutex<Vec<(Link, Instant)>>,
}

enum Nodes {
    /// By each of its addresses.
    One(Vec<Client>),
    Cluster(Box<ClusterClient>),
}

enum Link {
    One(Connection),
    Cluster(Box<ClusterConnection>),
}

impl Server {
    /// Connects to the first address that answers, and asks whether the server is one of a
    /// cluster.
    pub(super) fn connect(url: &str) -> Result<Self, Error> {
        const ACTION: &str = "connect";
        let mut addresses = address::read(url)?;
        let name = address::name(&addresses);
        let mut place = 0;
        let (clients, link, is_cluster) = loop {
            let info = &addresses[place];
            let hello = Client::open(info.clone()).and_then(|client| {
                let mut link = open_one(&client)?;
                let is_cluster = is_cluster(&mut link)?;
                Ok((client, link, is_cluster))
            });
            match hello {
                Ok((first, link, is_cluster)) => {
                    // It is the one to begin with from now on.
                    addresses.rotate_left(place);
                    let others = addresses[1..].iter().cloned().map(Client::open);
                    let clients: RedisResult<Vec<Client>> =
                        std::iter::once(Ok(first)).chain(others).collect();
                    break (clients, link, is_cluster);
                }
                Err(error) if may_pass(&error) && place + 1 < addresses.len() => place += 1,
                Err(error) => {
                    let is_last = may_pass(&error);
                    let server = if is_last { name } else { info.addr().to_string() };
                    return Err(Error::from_driver(&server, ACTION, &error));
                }
            }
        };
        let told = |error: RedisError| Error::from_driver(&name, ACTION, &error);
        let (nodes, link) = match is_cluster {
            false => (Nodes::One(clients.map_err(told)?), link),
            true => {
                let nodes = Nodes::Cluster(cluster(addresses.clone()).map_err(told)?.into());
                let link = nodes.open().map_err(told)?;
                (nodes, link)
            }
        };
        Ok(Self { name, addresses, nodes, idle: vec![(link, Instant::now())].into() })
    }

    pub(super) fn is_cluster(&self) -> bool {
        matches!(self.nodes, Nodes::Cluster(_))
    }

    /// Runs commands one after the other and gives their answers. All of them may be run twice: a
    /// connection that breaks is opened again, until `patience` is over.
    ///
    /// `action` follows “cannot” in errors.
    pub(super) fn ask(
        &self,
        action: &'static str,
        patience: Duration,
        commands: &[Cmd],
    ) -> Result<Vec<Value>, Error> {
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        let mut idle = self.take_idle();
        loop {
            let was_idle = idle.is_some();
            let error = match self.try_once(idle.take(), commands) {
                Ok(answers) => return Ok(answers),
                Err(error) => error,
            };
            // It may have died long ago: that says nothing of the server, however long it took.
            if was_idle && may_pass(&error) {
                continue;
            }
            if !may_pass(&error) || begun.elapsed() + pause > patience {
                return Err(Error::from_driver(&self.name, action, &error));
            }
            tracing::debug!(server = self.name, %error, "Redis is asked again");
            thread::sleep(pause);
            pause = (2 * pause).min(LONGEST_PAUSE);
        }
    }

    fn try_once(&self, idle: Option<Link>, commands: &[Cmd]) -> RedisResult<Vec<Value>> {
        let mut link = idle.map_or_else(|| self.nodes.open(), Ok)?;
        let answers = link.run(commands);
        match &answers {
            Ok(_) => self.idle().push((link, Instant::now())),
            // Who restarts takes all connections along.
            Err(error) if may_pass(error) => self.idle().clear(),
            Err(_) => {}
        }
        answers
    }

    /// The connection that was used last.
    fn take_idle(&self) -> Option<Link> {
        let mut idle = self.idle();
        idle.retain(|(_, since)| since.elapsed() < IDLE);
        idle.pop().map(|(link, _)| link)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<(Link, Instant)>> {
        self.idle.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Nodes {
    fn open(&self) -> RedisResult<Link> {
        match self {
            Self::One(clients) => {
                let (first, others) = clients.split_first().expect("there is an address");
                others
                    .iter()
                    .fold(open_one(first), |opened, other| opened.or_else(|_| open_one(other)))
            }
            Self::Cluster(client) => {
                let connection = client.get_connection()?;
                connection.set_read_timeout(Some(ANSWERING))?;
                connection.set_write_timeout(Some(ANSWERING))?;
                Ok(Link::Cluster(Box::new(connection)))
            }
        }
    }
}

fn open_one(client: &Client) -> RedisResult<Link> {
    let connection = client.get_connection_with_timeout(CONNECTING)?;
    connection.set_read_timeout(Some(ANSWERING))?;
    connection.set_write_timeout(Some(ANSWERING))?;
    Ok(Link::One(connection))
}

/// The driver tries the addresses one after the other, and asks the first that answers for all
/// nodes.
fn cluster(addresses: Vec<ConnectionInfo>) -> RedisResult<ClusterClient> {
    ClusterClient::builder(addresses)
        .retries(1)
        .connection_timeout(CONNECTING)
        .response_timeout(ANSWERING)
        .build()
}

fn is_cluster(link: &mut Link) -> RedisResult<bool> {
    let answers = link.run(&[::redis::cmd("HELLO")])?;
    let Some(Value::Array(hello)) = answers.first() else {
        return Err((ErrorKind::UnexpectedReturnType, "no answer to HELLO").into());
    };
    let is = |value: &Value, text: &str| matches!(value, Value::BulkString(bytes) if bytes == text.as_bytes());
    Ok(hello.windows(2).any(|pair| is(&pair[0], "mode") && is(&pair[1], "cluster")))
}

impl Link {
    /// After an error the link is of no use: answers may still be on their way.
    fn run(&mut self, commands: &[Cmd]) -> RedisResult<Vec<Value>> {
        let mut answers = Vec::with_capacity(commands.len());
        match self {
            // The driver's own pipeline would wait for every answer, even when the first one has
            // not come in time.
            Self::One(connection) => {
                let mut packed = Vec::new();
                commands.iter().for_each(|command| command.write_packed_command(&mut packed));
                connection.send_packed_command(&packed)?;
                for _ in commands {
                    answers.push(connection.recv_response()?.extract_error()?);
                }
            }
            Self::Cluster(connection) => {
                for commands in commands.chunks(CLUSTER_PIPELINE) {
                    let mut pipe = cluster_pipe();
                    for command in commands {
                        pipe.add_command(command.clone());
                    }
                    let values: Vec<Value> = pipe.query(connection)?;
                    answers.extend(values);
                }
            }
        }
        Ok(answers)
    }
}

/// Whether the same may succeed a little later: the server is being restarted, or a cluster
/// changes its masters.
pub(super) fn may_pass(error: &RedisError) -> bool {
    use ServerErrorKind::{Ask, BusyLoading, ClusterDown, MasterDown, Moved, TryAgain};
    match error.kind() {
        ErrorKind::Io | ErrorKind::ClusterConnectionNotFound => true,
        ErrorKind::Server(kind) => {
            matches!(kind, Ask | BusyLoading | ClusterDown | MasterDown | Moved | TryAgain)
        }
        _ => false,
    }
}
