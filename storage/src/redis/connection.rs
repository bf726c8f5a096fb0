//! Connections to a server or a cluster: opened when needed, kept for the next use, opened again
//! when they break.

use std::{
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use ::redis::{
    Client, Cmd, Connection, ErrorKind, IntoConnectionInfo, RedisError, RedisResult,
    ServerErrorKind, Value,
    cluster::{ClusterClient, ClusterConnection, cluster_pipe},
};

use super::Error;

/// How long connecting may take.
const CONNECTING: Duration = Duration::from_secs(5);

/// How long one read or write may take.
const ANSWERING: Duration = Duration::from_secs(10);

/// How long a broken connection is tried again when somebody waits for an answer.
pub(super) const READING: Duration = Duration::from_secs(3);

/// How long it is while an index is written: a server may be restarted meanwhile.
pub(super) const WRITING: Duration = Duration::from_secs(30);

/// Commands that are sent to a cluster before their answers are read. The driver waits for each of
/// them, one after the other, when a node has stopped answering.
const CLUSTER_PIPELINE: usize = 4;

const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

pub(super) struct Server {
    /// Its host and port.
    pub(super) name: String,
    nodes: Nodes,
    idle: Mutex<Vec<Link>>,
}

enum Nodes {
    One(Client),
    Cluster(ClusterClient),
}

enum Link {
    One(Connection),
    Cluster(Box<ClusterConnection>),
}

impl Server {
    /// Connects and asks whether the server is one of a cluster.
    pub(super) fn connect(url: &str) -> Result<Self, Error> {
        const ACTION: &str = "connect";
        let bad = |error: RedisError| Error::Address { reason: error.category().to_owned() };
        let info = url.into_connection_info().map_err(bad)?;
        // Two answers fewer to wait for.
        let settings = info.redis_settings().clone().set_skip_set_lib_name();
        let info = info.set_redis_settings(settings);
        let name = info.addr().to_string();
        let told = |error: RedisError| Error::from_driver(&name, ACTION, &error);
        let nodes = Nodes::One(Client::open(info.clone()).map_err(told)?);
        let mut link = nodes.open().map_err(told)?;
        let hello = link.run(&[::redis::cmd("HELLO")]).map_err(told)?;
        let Some(Value::Array(hello)) = hello.first() else {
            return Err(told((ErrorKind::UnexpectedReturnType, "no answer to HELLO").into()));
        };
        let is = |value: &Value, text: &str| matches!(value, Value::BulkString(bytes) if bytes == text.as_bytes());
        let is_cluster =
            hello.windows(2).any(|pair| is(&pair[0], "mode") && is(&pair[1], "cluster"));
        if !is_cluster {
            return Ok(Self { name, nodes, idle: vec![link].into() });
        }
        let nodes = ClusterClient::builder([info])
            .retries(1)
            .connection_timeout(CONNECTING)
            .response_timeout(ANSWERING)
            .build()
            .map(Nodes::Cluster)
            .map_err(told)?;
        let link = nodes.open().map_err(told)?;
        Ok(Self { name, nodes, idle: vec![link].into() })
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
        loop {
            let error = match self.try_once(commands) {
                Ok(answers) => return Ok(answers),
                Err(error) => error,
            };
            if !may_pass(&error) || begun.elapsed() + pause > patience {
                return Err(Error::from_driver(&self.name, action, &error));
            }
            tracing::debug!(server = self.name, %error, "Redis is asked again");
            thread::sleep(pause);
            pause = (2 * pause).min(LONGEST_PAUSE);
        }
    }

    fn try_once(&self, commands: &[Cmd]) -> RedisResult<Vec<Value>> {
        let idle = self.idle().pop();
        let mut link = idle.map_or_else(|| self.nodes.open(), Ok)?;
        let answers = link.run(commands);
        match &answers {
            Ok(_) => self.idle().push(link),
            // Who restarts takes all connections along.
            Err(error) if may_pass(error) => self.idle().clear(),
            Err(_) => {}
        }
        answers
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Link>> {
        self.idle.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Nodes {
    fn open(&self) -> RedisResult<Link> {
        match self {
            Self::One(client) => {
                let connection = client.get_connection_with_timeout(CONNECTING)?;
                connection.set_read_timeout(Some(ANSWERING))?;
                connection.set_write_timeout(Some(ANSWERING))?;
                Ok(Link::One(connection))
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
fn may_pass(error: &RedisError) -> bool {
    use ServerErrorKind::{Ask, BusyLoading, ClusterDown, MasterDown, Moved, TryAgain};
    match error.kind() {
        ErrorKind::Io | ErrorKind::ClusterConnectionNotFound => true,
        ErrorKind::Server(kind) => {
            matches!(kind, Ask | BusyLoading | ClusterDown | MasterDown | Moved | TryAgain)
        }
        _ => false,
    }
}
