//! The daily look at a mirror whose files have to be guessed.

use jiff::civil::Date;
use storage::generations::DumpDate;

use super::{Outcome, replaced};
use crate::download::{Access, Client, DownloadError, Remembered, Told, calendar};

pub(super) fn look(
    client: &Client,
    remembered: &mut Remembered,
    access: Access,
    current: Option<DumpDate>,
    today: Date,
) -> Result<Outcome, DownloadError> {
    let this = calendar::month_of(today);
    let oldest = current.unwrap_or_else(|| calendar::before(calendar::before(this)));
    let mut candidates = calendar::between(oldest, this);
    let mut refused = None;
    let mut ask = |month| match client.checksums(access, month, None) {
        Ok(Told::Changed(checksums, _)) => {
            let fingerprint = checksums.fingerprint();
            Ok(Some(Outcome::Newer { date: month, fingerprint }))
        }
        Ok(Told::Unchanged) | Err(DownloadError::NotThere { .. }) => Ok(None),
        Err(DownloadError::NoChecksums { .. }) => Ok(None),
        // A bucket that does not list says this of what it does not have.
        Err(error @ DownloadError::Forbidden { .. }) => {
            refused = Some(error);
            Ok(None)
        }
        Err(error) => Err(error),
    };
    if !candidates.is_empty()
        && let Some(newer) = ask(candidates.remove(0))?
    {
        return Ok(newer);
    }
    // Of the others, one a day in turn: two requests find everything within some days.
    let mut others: Vec<Option<DumpDate>> = candidates.into_iter().map(Some).collect();
    others.extend(current.map(|_| None));
    let turn = usize::try_from(today.day_of_year()).unwrap_or_default();
    let found = match (others.get(turn % others.len().max(1)), current) {
        (Some(Some(month)), _) => match ask(*month)? {
            None if refused.is_some() => None,
            found => return Ok(found.unwrap_or(Outcome::Nothing)),
        },
        (Some(None), Some(current)) => {
            let found = replaced::by_checksums(client, remembered, access, current)?;
            return Ok(found.unwrap_or(Outcome::Nothing));
        }
        _ => None,
    };
    match refused {
        // Nothing but refusals: the mirror has closed.
        Some(error) => Err(error),
        None => Ok(found.unwrap_or(Outcome::Nothing)),
    }
}
