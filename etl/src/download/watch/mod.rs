//! What the daily look finds: whether there is a month to load. At most two requests on a day
//! with nothing new.

mod listed;
mod outcome;
mod replaced;
mod unlisted;

use storage::generations::DumpDate;

use super::{Access, Client, DownloadError, Remembered, calendar};

pub use outcome::Outcome;

/// Looks whether there is a month newer than the current one, or whether that one was replaced.
///
/// With a list of files, that is one request; in the first weeks of a year two. Without one, the
/// CHECKSUM file of the current month is asked for, and that of this month; of several months
/// that may have come, one of the older is asked for on each day. Nothing is asked while the
/// mirror wants to be left alone.
///
/// # Errors
/// What a host may answer; nothing is asked a second time in one run.
pub fn look(
    client: &Client,
    remembered: &mut Remembered,
    current: Option<DumpDate>,
) -> Result<Outcome, DownloadError> {
    let clock = &client.settings.clock;
    let this = calendar::month_of(clock.today());
    let mut asked = false;
    let looked = remembered.obeying(client, |remembered| {
        asked = true;
        let access = access(client, remembered, current, this)?;
        if access.listed {
            listed::look(client, remembered, access, current, this)
        } else {
            unlisted::look(client, remembered, access, current, clock.today())
        }
    });
    match looked {
        Err(DownloadError::Wait { until, .. }) if !asked => Ok(Outcome::Waiting { until }),
        looked => looked,
    }
}

/// How the mirror is asked. A month that it surely has tells most.
fn access(
    client: &Client,
    remembered: &mut Remembered,
    current: Option<DumpDate>,
    this: DumpDate,
) -> Result<Access, DownloadError> {
    match remembered.access(client, current.unwrap_or(this)) {
        Err(DownloadError::NoDumps { .. }) => {
            let other = if current.is_some() { this } else { calendar::before(this) };
            remembered.access(client, other)
        }
        access => access,
    }
}
