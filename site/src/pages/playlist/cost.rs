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
        jobs::{Part, Plan},
        youtube::next_day,
    };

    use super::cost;

    /// What is shown of a plan that adds so many videos a day, of so many in all.
    fn shown(days: &[u64], videos: u64) -> (Vec<u64>, u64, bool) {
        let mut at = "2026-11-21T20:00:00Z".parse().unwrap();
        let mut parts = Vec::new();
        for &videos in days {
            parts.push(Part { at, videos });
            at = next_day(at);
        }
        let cost = cost(&Plan { videos, units: 0, left: 0, parts });
        assert_eq!(cost.parts.iter().filter(|part| part.from.is_none()).count(), 1);
        (cost.parts.iter().map(|part| part.videos).collect(), cost.days_between, cost.is_endless)
    }

    #[test]
    fn the_days_in_the_middle_are_counted() {
        assert_eq!(shown(&[48, 152], 200), (vec![48, 152], 0, false));
        assert_eq!(shown(&[8, 10, 10, 10, 2], 40), (vec![8, 10, 10, 10, 2], 0, false));
        assert_eq!(shown(&[8, 10, 10, 10, 10, 2], 50), (vec![8, 10, 10, 2], 2, false));
        assert_eq!(shown(&[0], 5), (vec![0], 0, true));
    }
}
