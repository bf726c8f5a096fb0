//! The values by key.
//!
//! The table `values` maps the key to the end of its life, a digest and the value; `ends` has the
//! same ends in their order, so that what is over is found without looking at the rest.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use redb::{
    ReadTransaction, ReadableDatabase, ReadableTable, Table, TableDefinition, WriteTransaction,
};
use xxhash_rust::xxh3::xxh3_64;

use super::{Embedded, file::opened};
use crate::state::{Change, Error, Key, Result, check_length, slack};

/// End of its life in milliseconds since 1970, digest of the value, value.
type Value = (u64, u64, &'static [u8]);

const VALUES: TableDefinition<'static, &'static str, Value> = TableDefinition::new("values");
const ENDS: TableDefinition<'static, (u64, &'static str), ()> = TableDefinition::new("ends");
/// How many values that are over go with each one that is written: more than one, so that the
/// file does not grow, and few enough that nobody waits for it.
const REMOVED: usize = 32;

/// Copies the tables, as far as what is in them is not over.
pub(super) fn copy(
    from: &ReadTransaction,
    to: &WriteTransaction,
) -> std::result::Result<(), redb::Error> {
    let (mut values, mut ends) = (to.open_table(VALUES)?, to.open_table(ENDS)?);
    let now = now();
    for entry in from.open_table(VALUES)?.iter()? {
        let (key, entry) = entry?;
        let end = entry.value().0;
        if end > now {
            values.insert(key.value(), entry.value())?;
            ends.insert((end, key.value()), ())?;
        }
    }
    Ok(())
}

/// What is kept under a key.
struct Entry {
    /// In milliseconds since 1970.
    end: u64,
    value: Vec<u8>,
}

impl Embedded {
    pub(in crate::state) fn get(&self, key: &Key, keep: Duration) -> Result<Option<Vec<u8>>> {
        let found = {
            let database = self.database()?;
            self.guarded("read", || {
                find(&opened(&database)?.begin_read()?.open_table(VALUES)?, key)
            })?
        };
        let Some(entry) = self.live(found)? else { return Ok(None) };
        if is_short(entry.end, keep) {
            // Whoever reads has an answer, whatever becomes of this.
            if let Err(error) = self.update(key, keep, |_| (Change::Keep, ())) {
                tracing::warn!(%error, %key, "its life is not prolonged");
            }
        }
        Ok(Some(entry.value))
    }

    pub(in crate::state) fn update<T>(
        &self,
        key: &Key,
        keep: Duration,
        mut change: impl FnMut(Option<&[u8]>) -> (Change, T),
    ) -> Result<T> {
        let database = self.database()?;
        // Another update is waited for here.
        let transaction = self.guarded("write", || Ok(opened(&database)?.begin_write()?))?;
        let found = self.guarded("read", || find(&transaction.open_table(VALUES)?, key))?;
        let live = self.live(found)?;
        let (wanted, given) = change(live.as_ref().map(|entry| &entry.value[..]));
        let value = match (wanted, live) {
            (Change::Put(value), _) => {
                check_length(key, &value)?;
                Some(value)
            }
            (Change::Keep, Some(entry)) if is_short(entry.end, keep) => Some(entry.value),
            (Change::Delete, Some(_)) => None,
            (Change::Keep, _) | (Change::Delete, None) => return Ok(given),
        };
        self.guarded("write", || store(transaction, key, value.as_deref(), keep))?;
        Ok(given)
    }

    pub(in crate::state) fn delete(&self, key: &Key) -> Result<()> {
        let database = self.database()?;
        self.guarded("write", || {
            store(opened(&database)?.begin_write()?, key, None, Duration::ZERO)
        })
    }

    /// What was found, unless its time is over or it is not what was written.
    fn live(&self, found: Option<Found>) -> Result<Option<Entry>> {
        let Some(Found { entry, is_whole }) = found else { return Ok(None) };
        if entry.end <= now() {
            return Ok(None);
        }
        if !is_whole {
            let reason = "a value in it is not as it was written".to_owned();
            return Err(Error::Damaged { path: self.path.clone(), reason });
        }
        Ok(Some(entry))
    }
}

/// Makes the tables of a new file.
pub(super) fn create(transaction: &WriteTransaction) -> std::result::Result<(), redb::Error> {
    transaction.open_table(VALUES)?;
    transaction.open_table(ENDS)?;
    Ok(())
}

/// What the file has under a key, whether its time is over or not.
struct Found {
    entry: Entry,
    is_whole: bool,
}

fn find(
    values: &impl ReadableTable<&'static str, Value>,
    key: &Key,
) -> std::result::Result<Option<Found>, redb::Error> {
    Ok(values.get(key.as_str())?.map(|found| {
        let (end, digest, value) = found.value();
        let is_whole = digest == xxh3_64(value);
        Found { entry: Entry { end, value: value.to_vec() }, is_whole }
    }))
}

/// Puts a value, or removes it, and some whose time is over with it.
fn store(
    transaction: WriteTransaction,
    key: &Key,
    value: Option<&[u8]>,
    keep: Duration,
) -> std::result::Result<(), redb::Error> {
    let now = now();
    let mut values = transaction.open_table(VALUES)?;
    let mut ends = transaction.open_table(ENDS)?;
    let key = key.as_str();
    let before = match value {
        Some(value) => {
            let end = now.saturating_add(milliseconds(keep));
            ends.insert((end, key), ())?;
            values
                .insert(key, (end, xxh3_64(value), value))?
                .map(|before| before.value().0)
                .filter(|&before| before != end)
        }
        None => values.remove(key)?.map(|before| before.value().0),
    };
    if let Some(before) = before {
        ends.remove((before, key))?;
    }
    remove_over(&mut values, &mut ends, now)?;
    drop((values, ends));
    Ok(transaction.commit()?)
}

fn remove_over(
    values: &mut Table<'_, &'static str, Value>,
    ends: &mut Table<'_, (u64, &'static str), ()>,
    now: u64,
) -> std::result::Result<(), redb::Error> {
    let over = ends.range(..(now, ""))?.take(REMOVED).map(|end| {
        let (end, _) = end?;
        let (end, key) = end.value();
        Ok((end, key.to_owned()))
    });
    let over: Vec<(u64, String)> = over.collect::<std::result::Result<_, redb::Error>>()?;
    for (end, key) in over {
        ends.remove((end, key.as_str()))?;
        values.remove(key.as_str())?;
    }
    Ok(())
}

/// Whether a life that ends then is to be prolonged by who reads.
fn is_short(end: u64, keep: Duration) -> bool {
    end.saturating_sub(now()) < milliseconds(keep - slack(keep))
}

/// The time since 1970, which a restart does not set back.
fn now() -> u64 {
    milliseconds(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
