//! Catalogues on servers, and a look at these behind the program's back.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
    path::Path,
    sync::atomic::{AtomicU32, Ordering},
};

use mongodb::{
    bson::{DateTime, Document, doc},
    sync::{Client, Collection},
};
use redis::{Cmd, ConnectionLike, FromRedisValue, cluster::ClusterClient};
use storage::{
    generations::{GenerationName, Store},
    mongodb::MongoDb,
    redis::Redis,
};

use crate::run::Dataget;

/// Where documents and index are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Home {
    /// The documents in MongoDB, the index in a file.
    MongoDb,
    /// The documents in files, the index in Redis.
    Redis,
    /// In MongoDB and in Redis.
    Both,
    /// In MongoDB and in a Redis Cluster.
    Cluster,
}

impl Home {
    pub(crate) const ALL: [Self; 4] = [Self::MongoDb, Self::Redis, Self::Both, Self::Cluster];

    fn mongodb(self) -> Option<&'static str> {
        (!matches!(self, Self::Redis)).then(servers::mongodb)
    }

    fn redis(self) -> Option<&'static str> {
        match self {
            Self::MongoDb => None,
            Self::Redis | Self::Both => Some(servers::redis()),
            Self::Cluster => Some(servers::redis_cluster()),
        }
    }
}

/// The program with servers that are set, under a name that nobody else uses. At its end they must
/// hold nothing but what is published; it is removed then.
pub(crate) struct Catalogue {
    dataget: Dataget,
    name: String,
    mongodb: Option<String>,
    redis: Option<String>,
    is_cluster: bool,
}

impl Deref for Catalogue {
    type Target = Dataget;

    fn deref(&self) -> &Dataget {
        &self.dataget
    }
}

impl Catalogue {
    pub(crate) fn new(home: Home) -> Self {
        let mut catalogue = Self::on(home.mongodb(), home.redis());
        catalogue.is_cluster = matches!(home, Home::Cluster);
        catalogue
    }

    /// On servers of one's own.
    pub(crate) fn on(mongodb: Option<&str>, redis: Option<&str>) -> Self {
        static NAMES: AtomicU32 = AtomicU32::new(0);
        let number = NAMES.fetch_add(1, Ordering::Relaxed);
        let name = format!("program_{}_{number}", std::process::id());
        let settings = settings(&name, mongodb, redis);
        let owned = |url: Option<&str>| url.map(str::to_owned);
        let dataget = Dataget::with_settings(settings);
        Self { dataget, name, mongodb: owned(mongodb), redis: owned(redis), is_cluster: false }
    }

    /// With a dump loaded.
    pub(crate) fn loaded(self, write: impl FnOnce(&Path)) -> Self {
        write(&self.folder("loaded"));
        self.run(&["load", "loaded"]).succeeds();
        self
    }

    /// The same catalogue from another machine, which may name the servers in other words.
    pub(crate) fn elsewhere(&self, mongodb: Option<&str>, redis: Option<&str>) -> Dataget {
        let mongodb = mongodb.or(self.mongodb.as_deref());
        let redis = redis.or(self.redis.as_deref());
        Dataget::with_settings(settings(&self.name, mongodb, redis))
    }

    /// What it is called on the servers.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The catalogue for a reader in this process.
    pub(crate) fn store(&self) -> Store {
        let mut store = Store::open(self.path().join("data")).unwrap();
        if let Some(url) = &self.mongodb {
            store = store.with_mongodb(MongoDb::connect(url, &self.name).unwrap());
        }
        if let Some(url) = &self.redis {
            store = store.with_redis(Redis::connect(url, &self.name).unwrap());
        }
        store
    }

    pub(crate) fn driver(&self) -> Client {
        Client::with_uri_str(self.mongodb.as_ref().unwrap()).unwrap()
    }

    /// A collection of a generation's database, or of that of the notes.
    pub(crate) fn collection(&self, generation: &str, name: &str) -> Collection<Document> {
        let database = format!("{}{generation}", self.name);
        self.driver().database(&database).collection(name)
    }

    /// What our databases' names end with: the notes' with nothing.
    pub(crate) fn databases(&self) -> BTreeSet<String> {
        if self.mongodb.is_none() {
            return BTreeSet::new();
        }
        let all = self.driver().list_database_names().run().unwrap();
        let ours = all.iter().filter_map(|name| name.strip_prefix(&self.name));
        ours.filter(|end| end.is_empty() || end.starts_with('_')).map(str::to_owned).collect()
    }

    pub(crate) fn ask<T: FromRedisValue>(&self, name: &str, arguments: &[&str]) -> T {
        let url = self.redis.as_ref().unwrap();
        let mut connection: Box<dyn ConnectionLike> = match self.is_cluster {
            true => Box::new(ClusterClient::new([url.as_str()]).unwrap().get_connection().unwrap()),
            false => Box::new(redis::Client::open(url.as_str()).unwrap().get_connection().unwrap()),
        };
        Cmd::new().arg(name).arg(arguments).query(&mut *connection).unwrap()
    }

    /// Our keys in Redis, without the prefix.
    pub(crate) fn keys(&self) -> BTreeSet<String> {
        if self.redis.is_none() {
            return BTreeSet::new();
        }
        let keys: Vec<String> = self.ask("KEYS", &[&format!("{}:*", self.name)]);
        let prefix = format!("{}:", self.name);
        keys.iter().map(|key| key.strip_prefix(&prefix).unwrap().to_owned()).collect()
    }

    /// Lets the minute pass after which the right to write of a killed process ends.
    pub(crate) fn a_minute_later(&self) {
        if self.mongodb.is_some() {
            let past = doc! { "$set": { "until": DateTime::from_millis(0) } };
            self.collection("", "locks").update_many(doc! {}, past).run().unwrap();
        }
    }

    /// Nothing is on the servers but what is published.
    pub(crate) fn assert_tidy(&self) {
        let listed: Vec<GenerationName> = self.store().published().unwrap();
        if self.mongodb.is_some() {
            let mut expected: BTreeSet<String> =
                listed.iter().map(|name| format!("_{name}").replace('-', "_")).collect();
            expected.extend([String::new()].into_iter().filter(|_| !listed.is_empty()));
            let mut found = self.databases();
            if listed.is_empty() {
                found.remove("");
            }
            assert_eq!(found, expected, "are the databases");
            let locks = self.collection("", "locks");
            assert_eq!(
                locks.count_documents(doc! { "_id": "writer" }).run().unwrap(),
                0,
                "is still locked"
            );
            let noted = self.collection("", "generations").distinct("_id", doc! {}).run().unwrap();
            let noted: BTreeSet<&str> = noted.iter().filter_map(|id| id.as_str()).collect();
            let listed: Vec<String> = listed.iter().map(ToString::to_string).collect();
            assert_eq!(noted, listed.iter().map(String::as_str).collect(), "are noted");
        }
        let mut builds = BTreeMap::new();
        for key in self.keys() {
            let build = key.strip_prefix('v').and_then(|rest| rest.split(':').next());
            let is_ours = match build {
                Some(build) => {
                    // Of an index that was built again, the last build is there alone.
                    let name = build.split('+').next().unwrap_or_default();
                    let is_last = key.ends_with(":{about}")
                        || builds.entry(name.to_owned()).or_insert(build.to_owned()) == build;
                    is_last && listed.iter().any(|listed| listed.to_string() == name)
                }
                None => {
                    ["{current}", "{generations}", "{home}"].contains(&key.as_str())
                        || key.starts_with("state:")
                }
            };
            assert!(is_ours, "{key} is left in Redis");
        }
    }

    fn remove(&self) {
        for end in self.databases() {
            self.driver().database(&format!("{}{end}", self.name)).drop().run().unwrap();
        }
        for key in self.keys() {
            self.ask::<u32>("UNLINK", &[&format!("{}:{key}", self.name)]);
        }
    }
}

impl Drop for Catalogue {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.assert_tidy();
            self.remove();
        }
    }
}

/// The environment variables that set the servers.
pub(crate) fn settings(
    name: &str,
    mongodb: Option<&str>,
    redis: Option<&str>,
) -> Vec<(&'static str, String)> {
    let mut settings = Vec::new();
    if let Some(url) = mongodb {
        settings.push(("DATAGET_MONGODB_URL", url.to_owned()));
        settings.push(("DATAGET_MONGODB_DATABASE", name.to_owned()));
    }
    if let Some(url) = redis {
        settings.push(("DATAGET_REDIS_URL", url.to_owned()));
        settings.push(("DATAGET_REDIS_PREFIX", name.to_owned()));
    }
    settings
}
