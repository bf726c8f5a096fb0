//! The tables of the queues, with the name of the queue first in each key.
//!
//! What waits is in `queue_waiting` by its id and in `queue_due` by its time; what is held is in
//! `queue_held` by its id and in `queue_leases` by the end of its lease.

use redb::{ReadTransaction, ReadableTable, Table, TableDefinition, TableError, WriteTransaction};

use super::Outcome;
use crate::{
    queue::{Lengths, Taken},
    state::Key,
};

/// Of a queue, an id.
type Id = (&'static str, &'static str);
/// Of a queue, a time in milliseconds since 1970 and an id.
type Time = (&'static str, i64, &'static str);

const WAITING: TableDefinition<'static, Id, i64> = TableDefinition::new("queue_waiting");
const DUE: TableDefinition<'static, Time, ()> = TableDefinition::new("queue_due");
/// Token, how often it was taken in a row, end of the lease.
const HELD: TableDefinition<'static, Id, (&'static str, u32, i64)> =
    TableDefinition::new("queue_held");
const LEASES: TableDefinition<'static, Time, ()> = TableDefinition::new("queue_leases");

/// Copies the tables of all queues, where there are any.
pub(in crate::state::embedded) fn copy(
    from: &ReadTransaction,
    to: &WriteTransaction,
) -> Outcome<()> {
    copy_table(from, to, WAITING)?;
    copy_table(from, to, DUE)?;
    copy_table(from, to, HELD)?;
    copy_table(from, to, LEASES)
}

fn copy_table<K: redb::Key + 'static, V: redb::Value + 'static>(
    from: &ReadTransaction,
    to: &WriteTransaction,
    table: TableDefinition<'_, K, V>,
) -> Outcome<()> {
    let from = match from.open_table(table) {
        Err(TableError::TableDoesNotExist(_)) => return Ok(()),
        from => from?,
    };
    let mut to = to.open_table(table)?;
    for entry in from.iter()? {
        let (key, value) = entry?;
        to.insert(key.value(), value.value())?;
    }
    Ok(())
}

/// Ends all leases, and tells whether there were any.
pub(super) fn end_leases(transaction: &WriteTransaction) -> Outcome<bool> {
    let mut leases = transaction.open_table(LEASES)?;
    let mut held = transaction.open_table(HELD)?;
    leases.retain(|_, ()| false)?;
    let before: Vec<(String, String, String, u32)> = held
        .iter()?
        .map(|entry| {
            let (key, value) = entry?;
            let ((queue, id), (token, tries, _)) = (key.value(), value.value());
            Ok((queue.to_owned(), id.to_owned(), token.to_owned(), tries))
        })
        .collect::<Result<_, redb::StorageError>>()?;
    for (queue, id, token, tries) in &before {
        held.insert((&**queue, &**id), (&**token, *tries, i64::MIN))?;
        leases.insert((&**queue, i64::MIN, &**id), ())?;
    }
    Ok(!before.is_empty())
}

/// The tables as they are for one queue.
pub(super) struct Tables<'a> {
    queue: &'a str,
    waiting: Table<'a, Id, i64>,
    due: Table<'a, Time, ()>,
    held: Table<'a, Id, (&'static str, u32, i64)>,
    leases: Table<'a, Time, ()>,
    is_changed: bool,
}

/// How an id is held.
pub(super) struct Held {
    pub(super) token: String,
    pub(super) tries: u32,
    /// The end of the lease, in milliseconds since 1970.
    pub(super) end: i64,
}

impl<'a> Tables<'a> {
    pub(super) fn open(transaction: &'a WriteTransaction, queue: &'a Key) -> Outcome<Self> {
        Ok(Self {
            queue: queue.as_str(),
            waiting: transaction.open_table(WAITING)?,
            due: transaction.open_table(DUE)?,
            held: transaction.open_table(HELD)?,
            leases: transaction.open_table(LEASES)?,
            is_changed: false,
        })
    }

    pub(super) fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// Since when or until when an id waits, in milliseconds since 1970.
    pub(super) fn due(&self, id: &str) -> Outcome<Option<i64>> {
        Ok(self.waiting.get((self.queue, id))?.map(|due| due.value()))
    }

    /// Has an id wait until then, or for less if it waits already.
    pub(super) fn wait(&mut self, id: &str, due: i64) -> Outcome<()> {
        if self.due(id)?.is_some_and(|before| before <= due) {
            return Ok(());
        }
        self.wait_no_more(id)?;
        self.waiting.insert((self.queue, id), due)?;
        self.due.insert((self.queue, due, id), ())?;
        self.is_changed = true;
        Ok(())
    }

    pub(super) fn wait_no_more(&mut self, id: &str) -> Outcome<()> {
        let before = self.waiting.remove((self.queue, id))?.map(|due| due.value());
        if let Some(before) = before {
            self.due.remove((self.queue, before, id))?;
            self.is_changed = true;
        }
        Ok(())
    }

    pub(super) fn held(&self, id: &str) -> Outcome<Option<Held>> {
        Ok(self.held.get((self.queue, id))?.map(|held| {
            let (token, tries, end) = held.value();
            Held { token: token.to_owned(), tries, end }
        }))
    }

    /// How an id is held, if it is by who has taken it so.
    pub(super) fn held_as(&self, taken: &Taken) -> Outcome<Option<Held>> {
        Ok(self.held(&taken.id)?.filter(|held| held.token == taken.token))
    }

    pub(super) fn hold(&mut self, id: &str, held: &Held) -> Outcome<()> {
        self.let_go(id)?;
        self.held.insert((self.queue, id), (held.token.as_str(), held.tries, held.end))?;
        self.leases.insert((self.queue, held.end, id), ())?;
        self.is_changed = true;
        Ok(())
    }

    pub(super) fn let_go(&mut self, id: &str) -> Outcome<()> {
        let before = self.held.remove((self.queue, id))?.map(|held| held.value().2);
        if let Some(end) = before {
            self.leases.remove((self.queue, end, id))?;
            self.is_changed = true;
        }
        Ok(())
    }

    /// Which of those that nobody holds is due first, and when, if it is by then.
    pub(super) fn first_due(&self, until: i64) -> Outcome<Option<(i64, String)>> {
        for found in self.due.range((self.queue, i64::MIN, "")..=(self.queue, until, LAST))? {
            let (key, ()) = found.map(|(key, _)| (key, ()))?;
            let (_, due, id) = key.value();
            if self.held.get((self.queue, id))?.is_none() {
                return Ok(Some((due, id.to_owned())));
            }
        }
        Ok(None)
    }

    /// Whose lease ends first, and when, if it does by then.
    pub(super) fn first_ended(&self, until: i64) -> Outcome<Option<(i64, String)>> {
        let mut found =
            self.leases.range((self.queue, i64::MIN, "")..=(self.queue, until, LAST))?;
        let first = found.next().transpose()?;
        Ok(first.map(|(key, _)| {
            let (_, end, id) = key.value();
            (end, id.to_owned())
        }))
    }

    pub(super) fn lengths(&self, now: i64) -> Outcome<Lengths> {
        let mut lengths = Lengths::default();
        for found in self.leases.range((self.queue, i64::MIN, "")..=(self.queue, i64::MAX, LAST))? {
            let (key, _) = found?;
            let (_, end, _) = key.value();
            *if end <= now { &mut lengths.due } else { &mut lengths.held } += 1;
        }
        for found in self.due.range((self.queue, i64::MIN, "")..=(self.queue, i64::MAX, LAST))? {
            let (key, _) = found?;
            let (_, due, id) = key.value();
            if self.held.get((self.queue, id))?.is_none() {
                *if due <= now { &mut lengths.due } else { &mut lengths.waiting } += 1;
            }
        }
        Ok(lengths)
    }
}

/// No id is after it: they are ASCII.
const LAST: &str = "\u{7f}";
