use std::{
    io::{self, Write},
    time::Duration,
};

use clap::Args;
use etl::update::{UpdateError, Updated};
use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use storage::runs::{Outcome, Run};

use super::{
    open_store, runs, say, told,
    update::{Updating, shown},
};
use crate::config::{Config, Log};

/// Whoever was at it so recently need not begin with it.
const RECENT: SignedDuration = SignedDuration::from_hours(20);

/// After how many minutes a mirror that could not be reached is tried again: from, and to.
const AGAIN: (i64, i64) = (90, 180);

/// How often it is looked whether it is to be stopped.
const BLINK: Duration = Duration::from_millis(200);

/// Bring new months in, each day at some minute, until stopped
#[derive(Args)]
pub(crate) struct Schedule {
    #[command(flatten)]
    updating: Updating,
}

impl Schedule {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let shown = shown(config)?;
        let runs = runs(&open_store(config)?);
        let last = runs.list().into_iter().find(|run| run.command == "dataget update");
        let mut next = first(last.as_ref(), Timestamp::now());
        while !shown.is_cancelled() {
            if let Err(error) = runs.set_next(Some(next)) {
                tracing::warn!(%error, "when the next run is cannot be written down");
            }
            if next > Timestamp::now() {
                say(config, &format!("the next run is at {next}"))?;
            }
            while Timestamp::now() < next && !shown.is_cancelled() {
                std::thread::sleep(BLINK);
            }
            if shown.is_cancelled() {
                break;
            }
            let begun = Timestamp::now();
            let updated = self.updating.once(config, &shown);
            if let Err(error) = &updated {
                tell(config, error)?;
            }
            next = after(&updated, begun, Timestamp::now());
        }
        // Nobody waits for a run that does not come.
        Ok(runs.set_next(None)?)
    }
}

/// Tells of a failure, unless the run's own log line has.
fn tell(config: &Config, error: &anyhow::Error) -> io::Result<()> {
    match config.log {
        Log::Text => writeln!(io::stderr(), "error: {}", told(error)),
        Log::Json if error.is::<UpdateError>() => Ok(()),
        Log::Json => {
            tracing::error!("{}", told(error));
            Ok(())
        }
    }
}

/// When to begin, after what the last run came to.
fn first(last: Option<&Run>, now: Timestamp) -> Timestamp {
    let Some(last) = last else { return now };
    match last.outcome {
        Some(Outcome::Wait(until)) => until.max(now),
        // It was in the middle of something.
        None | Some(Outcome::Stopped) => now,
        Some(_) if last.started + RECENT > now => tomorrow(now),
        Some(_) => now,
    }
}

/// When to run next.
fn after(updated: &anyhow::Result<Updated>, begun: Timestamp, now: Timestamp) -> Timestamp {
    let soon = |from: Timestamp, minutes: (i64, i64)| {
        from + SignedDuration::from_mins(minutes.0 + random(minutes.1 - minutes.0))
    };
    match updated {
        // The host said when; not all who wait come in the same second.
        Ok(Updated::Waiting { until }) => soon(*until, (1, 20)).max(now),
        Ok(_) => tomorrow(begun).max(now),
        Err(error) => match error.downcast_ref() {
            Some(UpdateError::Download(_)) => soon(now, AGAIN),
            _ => tomorrow(begun).max(now),
        },
    }
}

/// Some minute of the day after.
fn tomorrow(now: Timestamp) -> Timestamp {
    let day = now.to_zoned(TimeZone::UTC).date();
    let day = day.saturating_add(1.day());
    let midnight = day.to_zoned(TimeZone::UTC).map_or(now, |midnight| midnight.timestamp());
    midnight + SignedDuration::from_secs(random(24 * 60) * 60 + random(60))
}

/// A number below that.
fn random(below: i64) -> i64 {
    let random = getrandom::u64().unwrap_or_default();
    i64::try_from(random % below.unsigned_abs().max(1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_run_is_on_the_next_day() {
        let now: Timestamp = "2026-12-31T23:59:59Z".parse().unwrap();
        for _ in 0..100 {
            let next = tomorrow(now).to_zoned(TimeZone::UTC).date();
            assert_eq!(next.to_string(), "2027-01-01");
        }
    }

    #[test]
    fn a_host_that_asks_to_wait_is_asked_soon_after_that() {
        let now: Timestamp = "2026-11-02T10:00:00Z".parse().unwrap();
        let until = now + SignedDuration::from_hours(1);
        let next = after(&Ok(Updated::Waiting { until }), now, now);
        assert!(next > until && next < until + SignedDuration::from_mins(21), "{next}");
    }
}
