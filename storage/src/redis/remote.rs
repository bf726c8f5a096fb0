//! Fetching an index.

use std::{sync::mpsc, thread, time::Duration};

use ::redis::{Cmd, Value};

use super::{
    About, Digest, Error, Redis, Term, batches::batches, connection::READING, get, layout::Place,
};
use crate::{generations::GenerationName, index::Damage};

const ACTION: &str = "read the index";

/// Connections that fetch at the same time.
const FETCHERS: usize = 4;

/// The index of a generation as it is in Redis.
pub(crate) struct Remote {
    redis: Redis,
    about: About,
}

/// A value to be fetched.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    key: String,
    bytes: usize,
    digest: Digest,
}

impl Remote {
    pub(super) fn open(redis: Redis, generation: GenerationName) -> Result<Self, Error> {
        match redis.about(generation, READING)? {
            Some(about) if about.complete && about.generation == generation => {
                Ok(Self { redis, about })
            }
            _ => Err(Error::Missing { server: redis.server.name.clone(), generation }),
        }
    }

    pub(crate) fn about(&self) -> &About {
        &self.about
    }

    /// The error of an index whose bytes are as they were written, and yet no index.
    pub(crate) fn damaged(&self, damage: &Damage) -> Error {
        Error::damaged(&self.redis.server.name, self.about.generation, damage)
    }

    fn key(&self, place: &Place) -> String {
        self.redis.keys.value(&self.about.build, place)
    }

    /// A piece of the image, by its number.
    pub(crate) fn piece(&self, number: usize) -> Wanted {
        Wanted {
            key: self.key(&Place::Piece(number)),
            bytes: self.about.piece,
            digest: self.about.pieces[number],
        }
    }

    /// The bitmap of a term of a chunk.
    pub(crate) fn bitmap(&self, chunk: usize, term: &Term) -> Wanted {
        let Term(field, value, _, bytes, digest) = term;
        let place = Place::Bitmap(chunk, field.name().to_owned(), value.clone());
        Wanted { key: self.key(&place), bytes: *bytes, digest: *digest }
    }

    /// The terms of each chunk.
    pub(crate) fn terms(&self) -> Result<Vec<Vec<Term>>, Error> {
        let chunks = self.about.chunks.iter().enumerate();
        let lists: Vec<Wanted> = chunks
            .map(|(chunk, &digest)| Wanted {
                key: self.key(&Place::Terms(chunk)),
                bytes: 64 << 10,
                digest,
            })
            .collect();
        let mut terms = vec![Vec::new(); lists.len()];
        self.fetch(&lists, |chunk, bytes| {
            terms[chunk] = Term::read(&bytes).collect();
            Ok(())
        })?;
        Ok(terms)
    }

    /// Fetches and checks values; `take` gets them with their places in the list, in any order.
    pub(crate) fn fetch(
        &self,
        wanted: &[Wanted],
        mut take: impl FnMut(usize, Vec<u8>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut first = 0;
        let batches: Vec<(usize, &[Wanted])> = batches(wanted, |wanted| wanted.bytes)
            .map(|batch| {
                first += batch.len();
                (first - batch.len(), batch)
            })
            .collect();
        if batches.len() <= FETCHERS {
            for (first, batch) in batches {
                for (place, bytes) in self.fetch_batch(batch)?.into_iter().enumerate() {
                    take(first + place, bytes)?;
                }
            }
            return Ok(());
        }
        thread::scope(|scope| {
            let (sender, fetched) = mpsc::sync_channel(FETCHERS);
            for fetcher in 0..FETCHERS {
                let (sender, batches) = (sender.clone(), &batches);
                scope.spawn(move || {
                    for (first, batch) in batches.iter().skip(fetcher).step_by(FETCHERS) {
                        let values = self.fetch_batch(batch);
                        let failed = values.is_err();
                        if sender.send((*first, values)).is_err() || failed {
                            break;
                        }
                    }
                });
            }
            drop(sender);
            // An error ends the receiver, and with it the fetchers.
            fetched.into_iter().try_for_each(|(first, values)| {
                values?.into_iter().enumerate().try_for_each(|(n, bytes)| take(first + n, bytes))
            })
        })
    }

    fn fetch_batch(&self, batch: &[Wanted]) -> Result<Vec<Vec<u8>>, Error> {
        let gets: Vec<Cmd> = batch.iter().map(|wanted| get(&wanted.key)).collect();
        let answers = self.redis.read(ACTION, &gets)?;
        let checked = batch.iter().zip(answers).map(|(wanted, answer)| match answer {
            Value::BulkString(bytes) if Digest::of(&bytes) == wanted.digest => Ok(bytes),
            Value::BulkString(_) => {
                Err(self.not_as_written(format!("the digest of `{}` does not fit", wanted.key)))
            }
            _ => Err(self.not_as_written(format!("`{}` is missing", wanted.key))),
        });
        checked.collect()
    }

    /// Why a value is not what was written: the index is gone, or another one, or damaged.
    fn not_as_written(&self, reason: String) -> Error {
        let (server, generation) = (self.redis.server.name.clone(), self.about.generation);
        match self.redis.about(generation, READING) {
            Err(error) => error,
            Ok(Some(about)) if about.complete => {
                if about.build == self.about.build && about.has_values_of(&self.about) {
                    self.damage(reason)
                } else {
                    Error::Replaced { server, generation }
                }
            }
            Ok(_) => Error::Missing { server, generation },
        }
    }

    fn damage(&self, reason: String) -> Error {
        let (server, generation) = (self.redis.server.name.clone(), self.about.generation);
        Error::Damaged { server, generation, reason }
    }
}

impl Redis {
    /// What is known of an index; `None` when there is none, or none that this program reads.
    pub(super) fn about(
        &self,
        generation: GenerationName,
        patience: Duration,
    ) -> Result<Option<About>, Error> {
        let get = get(&self.keys.about(generation));
        let answer = self.server.ask(ACTION, patience, &[get])?.pop();
        Ok(match answer {
            Some(Value::BulkString(json)) => About::read(&json),
            _ => None,
        })
    }
}
