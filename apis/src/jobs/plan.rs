//! What a playlist will cost, and when it will be done.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::step::CHECKED_AT_ONCE;
use crate::youtube::{Call, Left, next_day};

/// What becomes of a list of videos, as far as it can be told before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Plan {
    /// How many videos are to be added.
    pub videos: u64,
    /// What it costs in all.
    pub units: u64,
    /// Units that are left today for the user.
    pub left: u64,
    /// What is added when: today first, even if that is nothing.
    pub parts: Vec<Part>,
}

/// What is added on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Part {
    /// From when on: now, or a midnight in California.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// How many videos.
    pub videos: u64,
}

impl Plan {
    /// A plan for so many videos, in a playlist that is new or there already, where a user has so
    /// much left today and `share` units on each day after.
    #[must_use]
    pub fn new(videos: u64, is_new: bool, left: Left, share: u64, now: Timestamp) -> Self {
        let creation = if is_new { Call::CreatePlaylist.units() } else { 0 };
        let units = creation + videos * Call::Insert.units();
        // First it is asked whether the videos are there.
        let first = creation + videos.div_ceil(CHECKED_AT_ONCE as u64) * Call::List.units();
        let mut parts = Vec::new();
        let (mut waiting, mut creation, mut units_left, mut at) = (videos, first, left.user, now);
        loop {
            let fit = units_left.saturating_sub(creation) / Call::Insert.units();
            let part = fit.min(waiting);
            parts.push(Part { at, videos: part });
            waiting -= part;
            if part > 0 {
                creation = 0;
            }
            // Where a day's share is less than a video, it is never done.
            if waiting == 0 || share < creation + Call::Insert.units() {
                return Self { videos, units, left: left.user, parts };
            }
            (units_left, at) = (share, next_day(at));
        }
    }

    /// When the last video is added; `None` where that never is.
    #[must_use]
    pub fn done_at(&self) -> Option<Timestamp> {
        let planned: u64 = self.parts.iter().map(|part| part.videos).sum();
        self.parts.last().filter(|_| planned == self.videos).map(|part| part.at)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::Plan;
    use crate::youtube::{Left, next_day};

    fn plan(videos: u64, is_new: bool, user: u64, share: u64) -> Plan {
        let now: Timestamp = "2026-11-21T20:00:00Z".parse().unwrap();
        let left = Left { all: 10_000, user, resets_at: next_day(now) };
        Plan::new(videos, is_new, left, share, now)
    }

    fn parts(plan: &Plan) -> Vec<(String, u64)> {
        plan.parts.iter().map(|part| (part.at.to_string(), part.videos)).collect()
    }

    #[test]
    fn what_does_not_fit_today_is_added_after_midnight_in_california() {
        let plan = plan(200, true, 2_499, 10_000);
        assert_eq!(plan.units, 10_050);
        let after = "2026-11-22T08:00:00Z".to_owned();
        assert_eq!(parts(&plan), [("2026-11-21T20:00:00Z".to_owned(), 48), (after, 152)]);
        assert_eq!(plan.done_at().unwrap().to_string(), "2026-11-22T08:00:00Z");
    }

    #[test]
    fn a_day_without_units_adds_nothing() {
        let planned = plan(10, true, 60, 2_500);
        assert_eq!(parts(&planned).iter().map(|part| part.1).collect::<Vec<_>>(), [0, 10]);
        assert_eq!(plan(1, false, 50, 0).parts.len(), 1);
        assert_eq!(plan(5, true, 0, 99).done_at(), None);
        assert_eq!(plan(120, false, 2_500, 2_500).parts.len(), 3);
    }
}
