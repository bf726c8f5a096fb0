//! The queues: each call is one transaction, and on the disk before it returns.

mod tables;

pub(super) use self::tables::copy;

use self::tables::{Held, Tables};
use super::{Embedded, file::opened};
use crate::{
    queue::{Lengths, Taken},
    state::{Key, Result},
};

type Outcome<T> = std::result::Result<T, redb::Error>;

impl Embedded {
    /// Lets go of whatever was held when the file was open before: whoever held it is gone.
    pub(in crate::state) fn end_leases(&self) -> Result<()> {
        let database = self.database()?;
        self.guarded("write", || {
            let transaction = opened(&database)?.begin_write()?;
            match tables::end_leases(&transaction)? {
                true => transaction.commit()?,
                false => transaction.abort()?,
            }
            Ok(())
        })
    }

    pub(crate) fn push(&self, queue: &Key, id: &str, due: i64) -> Result<()> {
        self.in_queue(queue, |tables| tables.wait(id, due))
    }

    pub(crate) fn take(&self, queue: &Key, now: i64, end: i64) -> Result<Option<Taken>> {
        self.in_queue(queue, |tables| {
            let (due, ended) = (tables.first_due(now)?, tables.first_ended(now)?);
            let id = match (due, ended) {
                (Some((due, id)), Some((end, _))) if due < end => id,
                (_, Some((_, id))) | (Some((_, id)), None) => id,
                (None, None) => return Ok(None),
            };
            // What was pushed while another held it is fulfilled as well, if it is due.
            if tables.due(&id)?.is_some_and(|due| due <= now) {
                tables.wait_no_more(&id)?;
            }
            let tries = tables.held(&id)?.map_or(1, |before| before.tries.saturating_add(1));
            let token = token();
            tables.hold(&id, &Held { token: token.clone(), tries, end })?;
            Ok(Some(Taken { id, tries, token }))
        })
    }

    pub(crate) fn renew(&self, queue: &Key, taken: &Taken, end: i64) -> Result<bool> {
        self.in_queue(queue, |tables| {
            let Some(held) = tables.held_as(taken)? else { return Ok(false) };
            tables.hold(&taken.id, &Held { end, ..held })?;
            Ok(true)
        })
    }

    pub(crate) fn let_go(&self, queue: &Key, taken: &Taken, due: Option<i64>) -> Result<bool> {
        self.in_queue(queue, |tables| {
            if tables.held_as(taken)?.is_none() {
                return Ok(false);
            }
            tables.let_go(&taken.id)?;
            if let Some(due) = due {
                tables.wait(&taken.id, due)?;
            }
            Ok(true)
        })
    }

    pub(crate) fn remove(&self, queue: &Key, id: &str) -> Result<()> {
        self.in_queue(queue, |tables| {
            tables.wait_no_more(id)?;
            tables.let_go(id)
        })
    }

    pub(crate) fn lengths(&self, queue: &Key, now: i64) -> Result<Lengths> {
        self.in_queue(queue, |tables| tables.lengths(now))
    }

    pub(crate) fn next_due(&self, queue: &Key) -> Result<Option<i64>> {
        self.in_queue(queue, |tables| {
            let (due, ended) = (tables.first_due(i64::MAX)?, tables.first_ended(i64::MAX)?);
            Ok(due.into_iter().chain(ended).map(|(time, _)| time).min())
        })
    }

    /// What only looks goes the same way, since a transaction that changes nothing writes nothing;
    /// and so the tables are there, in a file that was made before there were queues as well.
    fn in_queue<T>(
        &self,
        queue: &Key,
        call: impl FnOnce(&mut Tables<'_>) -> Outcome<T>,
    ) -> Result<T> {
        let database = self.database()?;
        self.guarded("write", || {
            let transaction = opened(&database)?.begin_write()?;
            let mut tables = Tables::open(&transaction, queue)?;
            let given = call(&mut tables)?;
            let is_changed = tables.is_changed();
            drop(tables);
            match is_changed {
                true => transaction.commit()?,
                false => transaction.abort()?,
            }
            Ok(given)
        })
    }
}

/// What no other holding has.
fn token() -> String {
    let random = getrandom::u64().expect("the operating system gives random numbers");
    format!("{random:016x}")
}
