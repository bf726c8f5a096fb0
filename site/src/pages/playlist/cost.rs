//! What a playlist will cost, in few lines.

use apis::jobs::Plan;

use super::moment;
use crate::view::playlist::{Cost, Part};

/// Days that are shown before the last one.
const SHOWN: usize = 3;

/// A plan, of which the days in the middle are only counted.
pub(super) fn cost(plan: &Plan) -> Cost {
    let is_endless = plan.done_at().is_none();
    let part = |(place, part): (usize, &apis::jobs::Part)| Part {
        videos: part.videos,
        from: (place > 0).then(|| moment(part.at)),
    };
    let mut parts: Vec<Part> = plan.parts.iter().enumerate().map(part).collect();
    let between = parts.len().saturating_sub(SHOWN + 1);
    if between > 1 {
        parts.drain(SHOWN..SHOWN + between);
    }
    Cost {
        units: plan.units,
        left: plan.left,
        parts,
        days_between: if between > 1 { between as u64 } else { 0 },
        is_endless,
    }
}

#[cfg(test)]
mod tests {
    use apis::{
        jobs::Plan,
        youtube::{Left, next_day},
    };

    use super::cost;

    fn shown(videos: u64, left: u64, share: u64) -> (Vec<u64>, u64, bool) {
        let now = "2026-11-21T20:00:00Z".parse().unwrap();
        let left = Left { all: 10_000, user: left, resets_at: next_day(now) };
        let cost = cost(&Plan::new(videos, true, left, share, now));
        (cost.parts.iter().map(|part| part.videos).collect(), cost.days_between, cost.is_endless)
    }

    #[test]
    fn the_days_in_the_middle_are_counted() {
        assert_eq!(shown(200, 2_450, 10_000), (vec![48, 152], 0, false));
        assert_eq!(shown(500, 2_450, 5_000), (vec![48, 100, 100, 52], 2, false));
        assert_eq!(shown(400, 2_450, 5_000), (vec![48, 100, 100, 100, 52], 0, false));
        assert_eq!(shown(5, 0, 20), (vec![0], 0, true));
    }
}
