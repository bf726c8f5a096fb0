use crate::rng::Rng;

/// A list of which some items are drawn more often than others.
#[derive(Debug)]
pub(crate) struct Weighted<T> {
    items: Vec<T>,
    /// Each item's place, as often as its weight asks: a draw is one look-up.
    slots: Vec<u16>,
}

impl<T> Weighted<T> {
    /// A list whose item weights are rounded to 1/`slots`. Sums are of integers, so that the
    /// table is the same on every machine.
    pub(crate) fn new(weighted: impl IntoIterator<Item = (u64, T)>, slots: usize) -> Self {
        let (weights, items): (Vec<u64>, Vec<T>) = weighted.into_iter().unzip();
        let total: u64 = weights.iter().sum();
        let mut table = Vec::with_capacity(slots);
        let mut sum = 0;
        for (place, weight) in weights.iter().enumerate() {
            sum += weight;
            table.resize((sum * slots as u64 / total) as usize, place as u16);
        }
        Self { items, slots: table }
    }

    /// Reads lines of `weight item`.
    pub(crate) fn parse(lines: &'static str, item: impl Fn(&'static str) -> T) -> Self {
        let parsed = lines.lines().map(|line| {
            let (weight, rest) = line.split_once(' ').expect("a line is a weight and an item");
            (weight.parse().expect("a weight is a number"), item(rest))
        });
        Self::new(parsed, 1 << 12)
    }

    /// One of the items, by weight.
    pub(crate) fn pick(&self, rng: &mut Rng) -> &T {
        let slot = rng.below(self.slots.len() as u32);
        &self.items[usize::from(self.slots[slot as usize])]
    }

    /// All items, in the order in which they were given.
    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }
}
