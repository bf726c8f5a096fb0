use ::redis::{ErrorKind, RedisError, ServerErrorKind};

use crate::{
    generations::GenerationName,
    index::{Damage, DamagedIndex},
};

/// Why Redis, or the index that it keeps, could not be used. Servers are named by host and port;
/// users and passwords are never told.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address cannot be understood.
    #[error(
        "the address of Redis cannot be used ({reason}): write redis://HOST:PORT, \
         redis://USER:PASSWORD@HOST:PORT or, with TLS, rediss://HOST:PORT; of a cluster, several \
         nodes as HOST:PORT,HOST:PORT"
    )]
    Address {
        /// What is wrong with it.
        reason: String,
    },
    /// No keys can be made of the prefix.
    #[error(
        "the prefix of the keys in Redis cannot be used ({reason}): set DATAGET_REDIS_PREFIX to a \
         plain name, such as dataget"
    )]
    Prefix {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// No connection, or it broke and did not come back in time.
    #[error(
        "cannot {action}: Redis at {server} does not answer ({reason}): check that it runs and \
         that the address is right"
    )]
    Unreachable {
        /// Its host and port.
        server: String,
        /// What was tried, to follow “cannot”.
        action: &'static str,
        /// What the operating system or the driver says.
        reason: String,
    },
    /// The user or the password is wrong, or there is none where one is needed.
    #[error(
        "Redis at {server} refuses the user or the password: correct them in its address, \
         redis://USER:PASSWORD@HOST:PORT"
    )]
    Login {
        /// Its host and port.
        server: String,
    },
    /// The user may not do that.
    #[error(
        "cannot {action}: the user that Redis at {server} is asked as has no permission to: give \
         it with ACL SETUSER, or use another user"
    )]
    Permission {
        /// Its host and port.
        server: String,
        /// What was tried, to follow “cannot”.
        action: &'static str,
    },
    /// The server has no memory left for it.
    #[error(
        "cannot {action}: Redis at {server} has reached its maxmemory: raise it, or drop a \
         generation with `dataget generations drop`"
    )]
    Full {
        /// Its host and port.
        server: String,
        /// What was tried, to follow “cannot”.
        action: &'static str,
    },
    /// The server is a replica.
    #[error(
        "cannot {action}: Redis at {server} is a read-only replica: give the address of its master"
    )]
    ReadOnly {
        /// Its host and port.
        server: String,
        /// What was tried, to follow “cannot”.
        action: &'static str,
    },
    /// The server reads its own data in.
    #[error(
        "cannot {action}: Redis at {server} has been started and is still reading its data in: do \
         it again when it has"
    )]
    Loading {
        /// Its host and port.
        server: String,
        /// What was tried, to follow “cannot”.
        action: &'static str,
    },
    /// The server could not save its data, and takes no more.
    #[error(
        "cannot {action}: Redis at {server} cannot save its data to its disk and takes no more: \
         see its log, and whether the disk is full"
    )]
    NotSaving {
        /// Its host and port.
        server: String,
        /// What was tried, to follow “cannot”.
        action: &'static str,
    },
    /// The server refused for another reason.
    #[error("cannot {action}: Redis at {server} says {reason}: see its log")]
    Refused {
        /// Its host and port.
        server: String,
        /// What was tried, to follow “cannot”.
        action: &'static str,
        /// What the server says.
        reason: String,
    },
    /// The indexes belong to another catalogue.
    #[error(
        "Redis at {server} has the indexes of another catalogue: set DATAGET_REDIS_PREFIX to a \
         name of your own, or, if that catalogue is gone, remove the key {key}"
    )]
    Foreign {
        /// Its host and port.
        server: String,
        /// The key that says whose they are.
        key: String,
    },
    /// There is no complete index of the generation.
    #[error(
        "Redis at {server} has no index of generation {generation} (it may have been emptied, or \
         the index was not written to the end): run `dataget index`"
    )]
    Missing {
        /// Its host and port.
        server: String,
        /// The generation.
        generation: GenerationName,
    },
    /// Another index of the same generation has taken the place of the one that was opened.
    #[error(
        "the index of generation {generation} in Redis at {server} was built again meanwhile: \
         open it anew"
    )]
    Replaced {
        /// Its host and port.
        server: String,
        /// The generation.
        generation: GenerationName,
    },
    /// A value is not what was written.
    #[error(
        "the index of generation {generation} in Redis at {server} is damaged: {reason}. Run \
         `dataget index` to build it again from the stored documents"
    )]
    Damaged {
        /// Its host and port.
        server: String,
        /// The generation.
        generation: GenerationName,
        /// What is wrong, with the key where it is one value.
        reason: String,
    },
    /// What was written is not there when it is read back.
    #[error(
        "Redis at {server} does not keep what is written to it: {keys} values of the index of \
         generation {generation} are missing or wrong, `{key}` among them. Check its \
         maxmemory-policy, which must be noeviction, and that it keeps running"
    )]
    NotKept {
        /// Its host and port.
        server: String,
        /// The generation.
        generation: GenerationName,
        /// How many values.
        keys: usize,
        /// One of them.
        key: String,
    },
    /// A name in Redis is none of a generation.
    #[error("`{key}` in Redis at {server} is damaged: {reason}")]
    Pointer {
        /// Its host and port.
        server: String,
        /// The key.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The index file to be written to Redis cannot be used.
    #[error(transparent)]
    File(#[from] DamagedIndex),
}

impl Error {
    /// Puts what the driver says into our words.
    pub(super) fn from_driver(server: &str, action: &'static str, error: &RedisError) -> Self {
        let server = server.to_owned();
        match (error.kind(), error.code()) {
            (ErrorKind::AuthenticationFailed, _) | (_, Some("NOAUTH" | "WRONGPASS")) => {
                Self::Login { server }
            }
            (ErrorKind::Server(ServerErrorKind::NoPerm), _) => Self::Permission { server, action },
            (ErrorKind::Server(ServerErrorKind::ReadOnly), _) => Self::ReadOnly { server, action },
            (_, Some("OOM")) => Self::Full { server, action },
            (_, Some("MISCONF")) => Self::NotSaving { server, action },
            (ErrorKind::Server(ServerErrorKind::BusyLoading), _) => {
                Self::Loading { server, action }
            }
            (ErrorKind::InvalidClientConfig, _) => Self::address(error),
            (ErrorKind::Io | ErrorKind::ClusterConnectionNotFound, _) => {
                let reason = match error.is_timeout() {
                    true => "no answer in time".to_owned(),
                    false => error.to_string(),
                };
                Self::Unreachable { server, action, reason }
            }
            (_, code) => {
                let detail = error.detail().map_or_else(|| error.to_string(), str::to_owned);
                let reason = [code.unwrap_or_default(), &detail].join(" ");
                Self::Refused { server, action, reason: reason.trim().to_owned() }
            }
        }
    }

    /// What is wrong with an address. The driver adds details, which may be what it was given:
    /// these are left out.
    pub(super) fn address(error: &RedisError) -> Self {
        let text = error.to_string();
        let reason = text.split(" - ").next().unwrap_or_default().to_owned();
        Self::Address { reason }
    }

    pub(crate) fn damaged(server: &str, generation: GenerationName, damage: &Damage) -> Self {
        Self::Damaged { server: server.to_owned(), generation, reason: damage.to_string() }
    }
}
