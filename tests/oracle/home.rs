//! The places where a catalogue is kept: each promise is made for all of them.

use std::{
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};

use mongodb::sync::Client;
use storage::{generations::Store, mongodb::MongoDb, redis::Redis};

/// Where documents and index are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// Both in files.
    Files,
    /// The documents in MongoDB, the index in a file.
    MongoDb,
    /// The documents in files, the index in Redis.
    Redis,
    /// In MongoDB and in Redis.
    Servers,
    /// In MongoDB and in a Redis Cluster.
    Cluster,
}

impl Home {
    /// How many cases are tried here, where so many are in files: servers take their time.
    pub(crate) fn cases(self, in_files: u32) -> u32 {
        match self {
            Self::Files => in_files,
            Self::MongoDb | Self::Redis => in_files / 8,
            Self::Servers | Self::Cluster => in_files.div_ceil(4).min(8),
        }
    }

    /// A place in here that nobody else uses.
    pub(crate) fn place(self, folder: &Path) -> Place {
        static PLACES: AtomicU32 = AtomicU32::new(0);
        let place = PLACES.fetch_add(1, Ordering::Relaxed);
        let name = format!("oracle_{}_{place}", std::process::id());
        let mut store = Store::open(folder).expect("a new folder");
        if let Self::MongoDb | Self::Servers | Self::Cluster = self {
            let server = MongoDb::connect(servers::mongodb(), &name);
            store = store.with_mongodb(server.expect("MongoDB runs"));
        }
        let redis = match self {
            Self::Redis | Self::Servers => Some(servers::redis()),
            Self::Cluster => Some(servers::redis_cluster()),
            Self::Files | Self::MongoDb => None,
        };
        if let Some(url) = redis {
            store = store.with_redis(Redis::connect(url, &name).expect("Redis runs"));
        }
        Place { store, name }
    }
}

/// A place for one catalogue. Dropped, it is left empty.
pub(crate) struct Place {
    pub(crate) store: Store,
    name: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        let names = self.store.published().unwrap_or_default();
        for name in names {
            if let Some(redis) = self.store.redis() {
                let _ = redis.drop_index(name);
            }
            if let Some(mongodb) = self.store.mongodb() {
                let _ = mongodb.drop_generation(name);
            }
        }
        if self.store.mongodb().is_some() {
            // Its notes.
            let client =
                Client::with_uri_str(servers::mongodb()).expect("it was understood before");
            let _ = client.database(&self.name).drop().run();
        }
    }
}

/// Makes a promise for every home: so many cases in files, fewer on servers.
macro_rules! in_every_home {
    (
        $cases:literal,
        fn $name:ident($home:ident, $($argument:pat in $strategy:expr),+ $(,)?) $body:block
    ) => {
        mod $name {
            use super::*;
            use $crate::home::Home;

            fn holds($home: Home) {
                proptest!($crate::config($home.cases($cases)), |($($argument in $strategy),+)| $body);
            }

            #[test]
            fn in_files() {
                holds(Home::Files);
            }

            #[test]
            fn in_mongodb_and_files() {
                holds(Home::MongoDb);
            }

            #[test]
            fn in_files_and_redis() {
                holds(Home::Redis);
            }

            #[test]
            fn in_mongodb_and_redis() {
                holds(Home::Servers);
            }

            #[test]
            fn in_mongodb_and_a_redis_cluster() {
                holds(Home::Cluster);
            }
        }
    };
}

pub(crate) use in_every_home;
