use std::fmt;

use mongodb::error::ErrorKind;

use super::{
    retry::{EXPIRED, code, is_passing},
    right::missing,
};
use crate::model::Id;

/// Why MongoDB could not be read or written. Servers are named without user and password.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The URL cannot be understood.
    #[error(
        "the MongoDB URL is not understood ({reason}): write it as \
         mongodb://user:password@host:27017/?authSource=admin, or mongodb://host:27017"
    )]
    Url {
        /// What is wrong with it.
        reason: String,
    },
    /// The name for databases is none that MongoDB takes.
    #[error(
        "the name for databases in MongoDB {reason}: set DATAGET_MONGODB_DATABASE to another one, \
         such as discogs"
    )]
    DatabaseName {
        /// What is wrong with it, to follow “the name”.
        reason: String,
    },
    /// No server answers.
    #[error(
        "MongoDB at {servers} does not answer ({reason}): check the address, and that mongod runs"
    )]
    Unreachable {
        /// Hosts and ports.
        servers: String,
        /// What was tried last.
        reason: String,
    },
    /// The server is older than 5.0.
    #[error("MongoDB at {servers} is too old: 5.0 or later is needed")]
    TooOld {
        /// Hosts and ports.
        servers: String,
    },
    /// User or password are wrong.
    #[error(
        "MongoDB at {servers} does not accept the user or the password: check them, and the \
         authSource, in the URL"
    )]
    Authentication {
        /// Hosts and ports.
        servers: String,
    },
    /// The user may not do this.
    #[error(
        "MongoDB at {servers} does not let this user {action} ({reason}): see the roles in \
         docs/MONGODB.md"
    )]
    NotAuthorised {
        /// Hosts and ports.
        servers: String,
        /// What was tried, to follow “let this user”.
        action: String,
        /// Which right is missing.
        reason: String,
    },
    /// The server has no room left.
    #[error(
        "the disk of MongoDB at {servers} is full: free some space and load again; the current \
         generation is unchanged"
    )]
    DiskFull {
        /// Hosts and ports.
        servers: String,
    },
    /// A document is beyond what MongoDB can hold.
    #[error(
        "document {id} of {collection} has {bytes} bytes, and MongoDB holds no more than 16 MiB: \
         keep the documents in files, without a MongoDB URL"
    )]
    TooLarge {
        /// Database and collection.
        collection: String,
        /// The document.
        id: Id,
        /// Its length as BSON.
        bytes: usize,
    },
    /// The connection was lost, and did not come back in time.
    #[error(
        "the connection to MongoDB at {servers} was lost, trying to {action} ({reason}): check \
         that mongod runs and has room on its disk, and do it again"
    )]
    Lost {
        /// Hosts and ports.
        servers: String,
        /// What was tried, to follow “trying to”.
        action: String,
        /// What happened last.
        reason: String,
    },
    /// The server did not come to an end with a command in the time that it was given.
    #[error(
        "MongoDB at {servers} takes too long to {action}: see in its log, or with db.currentOp(), \
         what keeps it busy, and do it again"
    )]
    TooSlow {
        /// Hosts and ports.
        servers: String,
        /// What was tried, to follow “takes too long to”.
        action: String,
    },
    /// Another process writes.
    #[error(
        "the catalogue in MongoDB at {servers} is being written by {holder}: wait for it to end; the \
         right of one that was killed ends by itself within a minute"
    )]
    Locked {
        /// Hosts and ports.
        servers: String,
        /// Who that is.
        holder: Holder,
    },
    /// The right to write has passed to another process meanwhile.
    #[error(
        "this process could not renew its right to write on {servers} and has lost it: the \
         current generation is unchanged, do it again"
    )]
    LockLost {
        /// Hosts and ports.
        servers: String,
    },
    /// A database that is to be made is there already, and not of ours.
    #[error(
        "MongoDB at {servers} has a database {database} already that is not part of this \
         catalogue: rename or drop it, or set DATAGET_MONGODB_DATABASE to another name"
    )]
    Foreign {
        /// Hosts and ports.
        servers: String,
        /// Its name.
        database: String,
    },
    /// There are not as many documents as were stored.
    #[error(
        "{collection} has {found} documents, and {stored} were stored: another program writes \
         there, or the server has lost some; load again"
    )]
    Miscounted {
        /// Database and collection.
        collection: String,
        /// How many ids were given.
        stored: u64,
        /// How many the server has.
        found: u64,
    },
    /// A note of ours cannot be understood.
    #[error("{place} is damaged ({reason}): load the dump again")]
    DamagedNote {
        /// Database, collection and id.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The server refused for another reason.
    #[error("MongoDB at {servers} could not {action}: {reason}")]
    Refused {
        /// Hosts and ports.
        servers: String,
        /// What was tried, to follow “could not”.
        action: String,
        /// What the server said.
        reason: String,
    },
}

/// The process that writes the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The machine that it runs on.
    pub host: String,
    /// Its number there.
    pub process: u32,
    /// What it runs: `dataget load`.
    pub command: String,
    /// When it began, by the server's clock, in RFC 3339.
    pub since: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, process, command, since } = self;
        write!(f, "`{command}` (process {process} on {host}, since {since})")
    }
}

impl Error {
    /// Of an URL that the driver refuses; a reason that repeats what is secret is left out.
    pub(super) fn url(url: &str, error: mongodb::error::Error) -> Self {
        let reason = match *error.kind {
            ErrorKind::InvalidArgument { message, .. } => message,
            kind => kind.to_string(),
        };
        let secrets = secrets(url);
        let tells = secrets.iter().any(|secret| reason.contains(secret));
        let reason = match tells || secrets.is_empty() && url.contains('@') {
            true => "user and password must be percent-encoded".to_owned(),
            false => reason,
        };
        Self::Url { reason }
    }

    /// Of the first connection.
    pub(super) fn connecting(servers: &str, error: mongodb::error::Error) -> Self {
        match Self::explain(servers, "connect", error) {
            Self::Lost { servers, reason, .. } => Self::Unreachable { servers, reason },
            error => error,
        }
    }

    /// Says what was tried with which servers when the driver gave up.
    pub(super) fn explain(servers: &str, action: &str, error: mongodb::error::Error) -> Self {
        let reason = match &*error.kind {
            ErrorKind::Command(error) => error.message.clone(),
            ErrorKind::ServerSelection { message, .. } => first_cause(message),
            kind => kind.to_string(),
        };
        if matches!(*error.kind, ErrorKind::Authentication { .. }) {
            return Self::Authentication { servers: servers.to_owned() };
        }
        match code(&error) {
            Some(code) => Self::of_code(servers, action, code, reason),
            None if is_passing(&error) => {
                Self::Lost { servers: servers.to_owned(), action: action.to_owned(), reason }
            }
            None => Self::of_code(servers, action, 0, reason),
        }
    }

    /// Of an error that the server numbered.
    pub(super) fn of_code(servers: &str, action: &str, code: i32, reason: String) -> Self {
        let (servers, action) = (servers.to_owned(), action.to_owned());
        match code {
            18 => Self::Authentication { servers },
            13 => Self::NotAuthorised { servers, action, reason: missing(&reason) },
            EXPIRED => Self::TooSlow { servers, action },
            14031 => Self::DiskFull { servers },
            _ if reason.contains("No space left on device") => Self::DiskFull { servers },
            _ => Self::Refused { servers, action, reason },
        }
    }
}

/// What the driver says of the first server, of a message that describes them all for a developer.
fn first_cause(message: &str) -> String {
    let cause = message.split_once("Kind: ").map(|(_, cause)| cause);
    let cause = cause.and_then(|cause| cause.split_once(", labels:"));
    cause.map_or_else(|| "no answer in time".to_owned(), |(cause, _)| cause.to_owned())
}

/// What of an URL must not be told: the user, the password, and the two together.
fn secrets(url: &str) -> Vec<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let Some((user_info, _)) = rest.rsplit_once('@') else { return Vec::new() };
    let parts = user_info.split([':', '@', '/', '?', '#']);
    parts.chain([user_info]).filter(|part| !part.is_empty()).collect()
}
