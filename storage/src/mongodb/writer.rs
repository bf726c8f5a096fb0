use mongodb::bson::{Document, RawDocumentBuf, rawdoc, serialize_to_raw_document_buf};
use roaring::RoaringBitmap;

use super::{
    Error, Generation, Result,
    connect::{Run, confirmed},
    encode::push_digits,
    pool::Pool,
    retry::{Patience, is_passing_code},
};
use crate::{
    documents,
    model::{Id, Kind},
};

/// How long the server may work on one command, in milliseconds, before it is sent again.
const PATIENCE_MS: i32 = 60_000;
/// The bytes of documents that are sent together. See docs/adr/0005 for what others cost.
const BATCH: usize = 2 << 20;

/// How many of them are under way at once: the server works on one while another travels.
const WRITERS: usize = 3;

/// What the server takes as one document.
const LARGEST: usize = 16 << 20;

/// More documents than the server takes at once.
const MOST: u32 = 100_000;

/// What the server says of an id that is there already.
const DUPLICATE: i32 = 11_000;

/// One collection while it is filled.
pub(crate) struct Writer {
    generation: Generation,
    kind: Kind,
    /// Which run of the server takes them.
    run: Option<Run>,
    pool: Pool<Command, Error>,
    /// The ids that were given.
    seen: RoaringBitmap,
    /// What will be sent next.
    next: Insert,
}

/// A command that stores documents, and may be given twice.
struct Command {
    body: RawDocumentBuf,
    is_insert: bool,
}

impl Writer {
    pub(crate) fn create(generation: Generation, kind: Kind) -> documents::Result<Self> {
        let noted = generation.server().count_noted(generation.name(), kind)?;
        if noted.is_some() || generation.count(kind)? > 0 {
            return Err(generation.exists(kind));
        }
        let run = generation.server().run()?;
        generation.create_collection(kind)?;
        let target = generation.clone();
        let pool = Pool::start(WRITERS, move |command| send(&target, kind, &command));
        let pool = pool.map_err(|error| Error::Refused {
            servers: generation.server().servers().to_owned(),
            action: "be written to".to_owned(),
            reason: error.to_string(),
        })?;
        Ok(Self {
            kind,
            run,
            pool,
            seen: RoaringBitmap::new(),
            next: Insert::into(kind),
            generation,
        })
    }

    pub(crate) fn put_batch(&mut self, batch: Vec<(Id, Vec<u8>)>) -> documents::Result<u64> {
        let mut repeated = Vec::new();
        for (id, document) in batch {
            if document.len() > LARGEST {
                let collection = self.generation.place(self.kind);
                return Err(Error::TooLarge { collection, id, bytes: document.len() }.into());
            }
            if !self.seen.insert(id) {
                repeated.push(document);
                continue;
            }
            if self.next.is_full_for(&document) {
                self.flush()?;
            }
            self.next.push(&document);
        }
        let replaced = repeated.len() as u64;
        if replaced > 0 {
            self.replace(repeated)?;
        }
        Ok(replaced)
    }

    fn flush(&mut self) -> Result<()> {
        let insert = std::mem::replace(&mut self.next, Insert::into(self.kind));
        if insert.count == 0 {
            return Ok(());
        }
        self.pool.put(Command { body: insert.finish(), is_insert: true })
    }

    /// Puts documents in the place of those with the same id, which have to be there first.
    fn replace(&mut self, documents: Vec<Vec<u8>>) -> documents::Result<()> {
        self.flush()?;
        self.pool.drain()?;
        for document in documents {
            let document = RawDocumentBuf::from_bytes(document).expect("our own encoding");
            let id = document.get("_id").ok().flatten().expect("our own encoding");
            let id: mongodb::bson::RawBson = id.into();
            let update = rawdoc! { "q": { "_id": { "$eq": id } }, "u": document, "upsert": true };
            let body = rawdoc! {
                "update": self.kind.name(),
                "updates": [update],
                "maxTimeMS": PATIENCE_MS,
                "writeConcern": write_concern(),
            };
            // One after the other, as the last one is to stay.
            self.pool.put(Command { body, is_insert: false })?;
            self.pool.drain()?;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> documents::Result<u64> {
        self.flush()?;
        self.pool.drain()?;
        let count = self.seen.len();
        self.generation.check_count(self.kind, count, self.run)?;
        self.generation.complete(self.kind, count)?;
        Ok(count)
    }
}

/// Sends a command until it is confirmed. Its reply may be lost and it may be sent again: ids that
/// are there then are the ones that were stored the first time.
fn send(generation: &Generation, kind: Kind, command: &Command) -> Result<()> {
    let (server, database) = (generation.server(), generation.database());
    let action = format!("store documents in {}", generation.place(kind));
    let mut tries = 0;
    server
        .ask(Patience::Loading, &action, |_| {
            // The command says itself how long it may take.
            tries += 1;
            let reply = database.run_raw_command(command.body.clone()).run()?;
            let may_be_there = command.is_insert && tries > 1;
            match failure(&reply, may_be_there) {
                // As if it had not been reached.
                Some((code, reason)) if is_passing_code(code) => {
                    let kind = std::io::ErrorKind::ConnectionReset;
                    Err(std::io::Error::new(kind, reason).into())
                }
                failure => Ok(failure),
            }
        })?
        .map_or(Ok(()), |(code, reason)| {
            Err(Error::of_code(server.servers(), &action, code, reason))
        })
}

/// The first thing that a reply says went wrong.
fn failure(reply: &Document, may_be_there: bool) -> Option<(i32, String)> {
    let told = |error: &Document| {
        let reason = error.get_str("errmsg").unwrap_or("it does not say why");
        (error.get_i32("code").unwrap_or(0), reason.to_owned())
    };
    let errors = reply.get_array("writeErrors").into_iter().flatten();
    let mut errors = errors.filter_map(|error| error.as_document()).map(told);
    let of_write = errors.find(|&(code, _)| !(may_be_there && code == DUPLICATE));
    of_write.or_else(|| reply.get_document("writeConcernError").ok().map(told))
}

fn write_concern() -> RawDocumentBuf {
    serialize_to_raw_document_buf(&confirmed()).expect("a write concern is BSON")
}

/// An `insert` command under way: its documents are copied once, to where they are sent from.
struct Insert {
    bytes: Vec<u8>,
    /// Where the list of documents begins.
    list: usize,
    count: u32,
}

impl Insert {
    fn into(kind: Kind) -> Self {
        let head = rawdoc! {
            "insert": kind.name(),
            "ordered": false,
            "maxTimeMS": PATIENCE_MS,
            "writeConcern": write_concern(),
        };
        let mut bytes = head.into_bytes();
        // The list comes before the end of the command.
        bytes.pop();
        bytes.extend_from_slice(b"\x04documents\0");
        let list = bytes.len();
        bytes.extend_from_slice(&[0; 4]);
        Self { bytes, list, count: 0 }
    }

    fn is_full_for(&self, document: &[u8]) -> bool {
        let after = self.bytes.len() + document.len();
        self.count > 0 && (after > BATCH || self.count == MOST)
    }

    fn push(&mut self, document: &[u8]) {
        if self.count == 0 {
            self.bytes.reserve(BATCH.max(document.len()));
        }
        self.bytes.push(3);
        push_digits(&mut self.bytes, self.count);
        self.bytes.push(0);
        self.bytes.extend_from_slice(document);
        self.count += 1;
    }

    fn finish(mut self) -> RawDocumentBuf {
        self.bytes.push(0);
        let list = i32::try_from(self.bytes.len() - self.list).expect("a few megabytes");
        self.bytes[self.list..self.list + 4].copy_from_slice(&list.to_le_bytes());
        self.bytes.push(0);
        let all = i32::try_from(self.bytes.len()).expect("a few megabytes");
        self.bytes[..4].copy_from_slice(&all.to_le_bytes());
        RawDocumentBuf::from_bytes(self.bytes).expect("its lengths are right")
    }
}

#[cfg(test)]
mod tests {
    use mongodb::bson::{deserialize_from_slice, doc};

    use super::{Insert, failure};
    use crate::model::Kind;

    #[test]
    fn an_insert_has_all_its_documents() {
        let mut insert = Insert::into(Kind::Masters);
        for number in 0..1_234 {
            let document = doc! { "_id": number };
            insert.push(&mongodb::bson::serialize_to_vec(&document).unwrap());
        }
        let command: mongodb::bson::Document =
            deserialize_from_slice(insert.finish().as_bytes()).unwrap();
        assert_eq!(command.get_str("insert").unwrap(), "masters");
        let documents = command.get_array("documents").unwrap();
        assert!(
            documents.iter().zip(0..).all(|(document, number)| {
                document.as_document() == Some(&doc! { "_id": number })
            })
        );
        assert_eq!(documents.len(), 1_234);
    }

    #[test]
    fn an_id_that_is_there_is_an_error_of_the_first_try_only() {
        let there = doc! { "code": 11_000, "errmsg": "there" };
        let full = doc! { "code": 14_031, "errmsg": "full" };
        let reply = doc! { "ok": 1, "writeErrors": [&there] };
        assert_eq!(failure(&reply, false), Some((11_000, "there".to_owned())));
        assert_eq!(failure(&reply, true), None);
        let reply = doc! { "ok": 1, "writeErrors": [there, &full] };
        assert_eq!(failure(&reply, true), Some((14_031, "full".to_owned())));
        let reply = doc! { "ok": 1, "writeConcernError": full };
        assert_eq!(failure(&reply, true), Some((14_031, "full".to_owned())));
        assert_eq!(failure(&doc! { "ok": 1, "n": 5 }, false), None);
    }
}
