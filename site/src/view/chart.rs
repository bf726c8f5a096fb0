//! A bar a year.

/// The least span of years that a chart shows: fewer would make slabs of the bars.
const LEAST_YEARS: u16 = 20;

/// The width of a year and the height of the highest bar, in the drawing's own units.
const YEAR: u32 = 10;
const HEIGHT: u32 = 100;

/// How many there are a year, to be drawn as bars, with the numbers as a table below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    /// What tells it from other charts of the page, as an HTML id: `releases`.
    pub id: String,
    /// What is drawn: `Releases a year`.
    pub title: String,
    /// What is counted, one of it: `release`.
    pub noun: String,
    /// Whether it is drawn in the colour of what can be heard.
    pub is_playable: bool,
    /// The years that have any, in ascending order.
    pub points: Vec<Point>,
}

/// A year of a [`Chart`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Point {
    /// The year.
    pub year: u16,
    /// How many.
    pub count: u64,
    /// Where they are to be found.
    pub url: Option<String>,
}

/// Where a bar stands in the drawing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bar<'c> {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) height: u32,
    pub(super) point: &'c Point,
}

impl Chart {
    /// The first and the last year of the axis.
    pub(super) fn years(&self) -> (u16, u16) {
        let first = self.points.first().map_or(0, |point| point.year);
        let last = self.points.last().map_or(0, |point| point.year);
        (first, last.max(first.saturating_add(LEAST_YEARS - 1)))
    }

    /// The highest year.
    pub(super) fn highest(&self) -> Option<&Point> {
        // The first of several as high.
        self.points.iter().rev().max_by_key(|point| point.count)
    }

    pub(super) fn width(&self) -> u32 {
        let (first, last) = self.years();
        u32::from(last - first + 1) * YEAR
    }

    /// The bars, each at least as high as can be seen.
    pub(super) fn bars(&self) -> impl Iterator<Item = Bar<'_>> {
        let (first, _) = self.years();
        let highest = self.highest().map_or(1, |point| point.count).max(1);
        self.points.iter().filter(|point| point.count > 0).map(move |point| {
            let part = point.count.saturating_mul(u64::from(HEIGHT)) / highest;
            let height = u32::try_from(part).unwrap_or(HEIGHT).max(2);
            let x = u32::from(point.year.saturating_sub(first)) * YEAR + 1;
            Bar { x, y: HEIGHT - height, height, point }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Bar, Chart, Point};

    fn chart(points: &[(u16, u64)]) -> Chart {
        let point = |&(year, count): &(u16, u64)| Point { year, count, url: None };
        Chart { points: points.iter().map(point).collect(), ..Chart::default() }
    }

    #[test]
    fn years_without_any_keep_their_place() {
        let chart = chart(&[(1990, 1), (1992, 4)]);
        let bars: Vec<_> = chart.bars().map(|Bar { x, y, height, .. }| (x, y, height)).collect();
        assert_eq!(bars, [(1, 75, 25), (21, 0, 100)]);
        assert_eq!(chart.years(), (1990, 2009));
        assert_eq!(chart.width(), 200);
    }

    #[test]
    fn the_least_of_many_can_be_seen() {
        let chart = chart(&[(1990, 1), (1991, 1_000_000)]);
        assert_eq!(chart.bars().next().unwrap().height, 2);
        assert_eq!(chart.highest().unwrap().year, 1991);
    }

    #[test]
    fn no_years_draw_nothing() {
        assert_eq!(chart(&[]).bars().count(), 0);
        assert_eq!(chart(&[]).highest(), None);
    }
}
