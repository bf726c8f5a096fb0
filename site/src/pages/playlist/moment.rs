//! Times as people say them: the day's units are counted by the clock of California.

use apis::youtube::pacific;
use jiff::{Timestamp, civil::Time};

use crate::view::playlist::Moment;

/// A time in words, with the one of California, as scripts and people read it.
pub(in crate::pages) fn moment(at: Timestamp) -> Moment {
    let utc = at.strftime("%H:%M UTC");
    let pacific = pacific(at);
    let text = match pacific.time() {
        time if time == Time::midnight() => {
            format!("midnight Pacific on {} ({utc})", pacific.strftime("%A %-d %B"))
        }
        _ => {
            let day = at.strftime("%A %-d %B, %H:%M UTC");
            format!("{day} ({} Pacific)", pacific.strftime("%H:%M"))
        }
    };
    Moment { datetime: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), text }
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_midnight_in_california_is_called_one_in_winter_and_in_summer() {
        let said = |at: &str| moment(at.parse().unwrap()).text;
        assert_eq!(
            said("2026-11-22T08:00:00Z"),
            "midnight Pacific on Sunday 22 November (08:00 UTC)"
        );
        assert_eq!(
            said("2026-07-01T07:00:00Z"),
            "midnight Pacific on Wednesday 1 July (07:00 UTC)"
        );
        assert_eq!(said("2026-11-22T08:05:30Z"), "Sunday 22 November, 08:05 UTC (00:05 Pacific)");
    }
}
