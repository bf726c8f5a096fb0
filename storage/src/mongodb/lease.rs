use std::{
    fs, process,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use mongodb::{
    bson::{Document, doc, oid::ObjectId},
    options::ReturnDocument,
};

use super::{Error, Holder, MongoDb, Result, retry::Patience};

/// The collection of the one document.
pub(super) const LOCKS: &str = "locks";
/// Its id.
const WRITER: &str = "writer";

/// How long a lease holds that is not renewed.
const VALID: Duration = Duration::from_secs(60);
/// How often it is renewed.
const RENEWAL: Duration = Duration::from_secs(10);
/// From when on it is taken for lost that was not renewed: before the server gives it away.
const DOUBTFUL: Duration = Duration::from_secs(40);

/// The right to write, held by one process over all machines; given back when dropped.
///
/// It is renewed every 10 seconds and ends by itself after 60, by the server's clock, so that a
/// process that was killed does not keep it.
#[derive(Debug)]
pub struct Lease {
    /// With the number of this right.
    server: MongoDb,
    token: ObjectId,
    renewed: Arc<Renewed>,
    /// Dropped to end the thread.
    stop: Option<Sender<()>>,
    renewing: Option<JoinHandle<()>>,
}

impl Lease {
    pub(super) fn take(server: &MongoDb, folder: &str, command: &str) -> Result<Self> {
        let token = ObjectId::new();
        let renewed = Arc::new(Renewed(Mutex::new(Some(Instant::now()))));
        let server = &server.with_number(claim_last(server, token, folder, command)?);
        let (stop, stopped) = channel();
        let renewing = thread::Builder::new().name("lease".to_owned()).spawn({
            let (server, renewed) = (server.clone(), renewed.clone());
            move || renew(&server, token, &stopped, &renewed)
        });
        let renewing = match renewing {
            Ok(thread) => Some(thread),
            Err(error) => {
                give_back(server, token);
                return Err(Error::Refused {
                    servers: server.servers().to_owned(),
                    action: "renew the right to write".to_owned(),
                    reason: error.to_string(),
                });
            }
        };
        Ok(Self { server: server.clone(), token, renewed, stop: Some(stop), renewing })
    }

    /// The server as it may be written to with this right, and no longer than it is the last
    /// that was taken.
    #[must_use]
    pub fn server(&self) -> &MongoDb {
        &self.server
    }

    /// Makes sure that nobody else has taken the right meanwhile, also where this process slept.
    ///
    /// # Errors
    ///
    /// [`Error::LockLost`], and those of a connection.
    pub fn check(&self) -> Result<()> {
        if self.is_lost() {
            return Err(self.server.lock_lost());
        }
        let outcome = self.server.require_right();
        if let Err(Error::LockLost { .. }) = outcome {
            self.renewed.set(None);
        }
        outcome
    }

    /// Whether it could not be renewed in time, so that another process may write by now.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.renewed.is_lost()
    }
}

/// When the lease was renewed; `None` once another process has it.
#[derive(Debug)]
struct Renewed(Mutex<Option<Instant>>);

impl Renewed {
    fn set(&self, at: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }

    fn is_lost(&self) -> bool {
        let renewed = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        renewed.is_none_or(|renewed| renewed.elapsed() >= DOUBTFUL)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(renewing) = self.renewing.take() {
            // The thread does not panic; and there is nothing to do if it did.
            let _ = renewing.join();
        }
        if !self.is_lost() {
            give_back(&self.server, self.token);
        }
    }
}

/// Takes the right if nobody has it, and raises the fence to its number.
fn claim_last(server: &MongoDb, token: ObjectId, folder: &str, command: &str) -> Result<i64> {
    loop {
        let number = claim(server, token, folder, command)?;
        match server.raise_fence(number) {
            Ok(true) => return Ok(number),
            // Somebody else has had the right, and as great a number, between the two steps.
            Ok(false) => {}
            Err(error) => {
                give_back(server, token);
                return Err(error);
            }
        }
    }
}

/// Takes the right if nobody has it, by one atomic step, and returns its number: greater than that
/// of the one before and than the fence. It may be tried again: the token tells that the first try
/// was ours.
fn claim(server: &MongoDb, token: ObjectId, folder: &str, command: &str) -> Result<i64> {
    let before = doc! { "$max": ["$number", server.fence(Patience::Answering)?] };
    // `$literal`, as a text that begins with `$` would be an expression here.
    let ours = doc! {
        "_id": WRITER,
        "token": token,
        "number": { "$toLong": { "$add": [before, 1] } },
        "host": { "$literal": host() },
        "process": i64::from(process::id()),
        "folder": { "$literal": folder },
        "command": { "$literal": command },
        "since": "$$NOW",
        "until": until(),
    };
    let is_over = doc! { "$lte": [{ "$ifNull": ["$until", "$$NOW"] }, "$$NOW"] };
    // We hold the folder's own lock: who wrote with it before is gone.
    let was_ours = doc! { "$eq": ["$folder", { "$literal": folder }] };
    let is_free = doc! { "$or": [is_over, was_ours] };
    let take = doc! { "$replaceWith": { "$cond": [is_free, ours, "$$ROOT"] } };
    let locks = server.notes(LOCKS);
    let held = server.ask(Patience::Answering, "take the right to write", |limit| {
        locks
            .find_one_and_update(doc! { "_id": WRITER }, vec![take.clone()])
            .upsert(true)
            .return_document(ReturnDocument::After)
            .max_time(limit)
            .run()
    })?;
    match held {
        Some(held) if held.get_object_id("token").is_ok_and(|holds| holds == token) => {
            Ok(held.get_i64("number").expect("the server was asked for it"))
        }
        held => Err(Error::Locked {
            servers: server.servers().to_owned(),
            holder: holder(&held.unwrap_or_default()),
        }),
    }
}

fn holder(held: &Document) -> Holder {
    let text = |name: &str| held.get_str(name).unwrap_or("unknown").to_owned();
    let since = held.get_datetime("since").ok();
    Holder {
        host: text("host"),
        process: held.get_i64("process").ok().and_then(|id| id.try_into().ok()).unwrap_or(0),
        command: text("command"),
        since: since
            .and_then(|since| since.try_to_rfc3339_string().ok())
            .unwrap_or_else(|| "unknown".to_owned()),
    }
}

fn renew(server: &MongoDb, token: ObjectId, stopped: &Receiver<()>, renewed: &Renewed) {
    while stopped.recv_timeout(RENEWAL) == Err(RecvTimeoutError::Timeout) {
        let asked = Instant::now();
        match extend(server, token) {
            Ok(true) => renewed.set(Some(asked)),
            Ok(false) => {
                tracing::error!("another process has taken the right to write");
                return renewed.set(None);
            }
            Err(error) => tracing::warn!(%error, "the right to write was not renewed"),
        }
    }
}

/// Makes a lease of ours hold for longer; `false` if it is ours no more.
fn extend(server: &MongoDb, token: ObjectId) -> Result<bool> {
    let locks = server.notes(LOCKS);
    let change = vec![doc! { "$set": { "until": until() } }];
    let renewed = server.ask(Patience::Answering, "renew the right to write", |limit| {
        let ours = doc! { "_id": WRITER, "token": token };
        locks.find_one_and_update(ours, change.clone()).max_time(limit).run()
    })?;
    Ok(renewed.is_some())
}

fn give_back(server: &MongoDb, token: ObjectId) {
    let locks = server.notes(LOCKS);
    let given = server.ask(Patience::Answering, "give back the right to write", |limit| {
        locks.find_one_and_delete(doc! { "_id": WRITER, "token": token }).max_time(limit).run()
    });
    if let Err(error) = given {
        tracing::warn!(%error, "it ends by itself within a minute");
    }
}

fn until() -> Document {
    let milliseconds = i64::try_from(VALID.as_millis()).expect("a minute");
    doc! { "$add": ["$$NOW", milliseconds] }
}

/// The name of this machine.
fn host() -> String {
    fs::read_to_string("/proc/sys/kernel/hostname")
        .map_or_else(|_| "an unnamed host".to_owned(), |name| name.trim().to_owned())
}
