//! Which release belongs to which master, without a table as long as the dump.
//!
//! The releases are shuffled by an invertible step, and the shuffled places are dealt out to the
//! masters in blocks of a fixed plan. So a release finds its master and a master its releases by
//! arithmetic alone.

use crate::rng::{Rng, Stream};

/// Masters in a block of the plan.
const BLOCK: u32 = 1024;

/// Of a thousand releases, how many have a master.
const WITH_MASTER: u64 = 700;

/// A release's place among those of its master.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Membership {
    /// The master's index.
    pub(crate) master: u32,
    /// Whether it is the master's main release.
    pub(crate) main: bool,
}

/// How many records of each kind there are, and how releases and masters belong together.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) releases: u32,
    pub(crate) masters: u32,
    pub(crate) artists: u32,
    pub(crate) labels: u32,
    /// Where each master of a block begins, and the block's length at the end.
    starts: Vec<u32>,
    /// The master of each place of a block.
    owners: Vec<u16>,
    step: u64,
    step_back: u64,
    shift: u64,
}

impl Layout {
    pub(crate) fn new(releases: u32, seed: u64) -> Self {
        let (starts, owners) = plan();
        let block = owners.len() as u64;
        let covered = u64::from(releases) * WITH_MASTER / 1000;
        // A master counts when all of its releases are among the covered ones.
        let rest = (covered % block) as u32;
        let complete = starts.iter().skip(1).filter(|&&end| end <= rest).count();
        let modulus = u64::from(releases.max(1));
        let mut step = (modulus * 618 / 1000).max(1);
        while greatest_common_divisor(step, modulus) != 1 {
            step += 1;
        }
        let scaled = |millionths: u64| (u64::from(releases) * millionths / 1_000_000).max(1) as u32;
        Self {
            releases,
            masters: (covered / block * u64::from(BLOCK)) as u32 + complete as u32,
            artists: scaled(526_000).max(40),
            labels: scaled(126_500).max(20),
            starts,
            owners,
            step,
            step_back: inverse(step, modulus),
            shift: Rng::new(seed, Stream::Layout, 0).bits() % modulus,
        }
    }

    /// The master that a release belongs to, if any.
    pub(crate) fn membership(&self, release: u32) -> Option<Membership> {
        let modulus = u64::from(self.releases);
        let place =
            (u64::from(release) + modulus - self.shift) % modulus * self.step_back % modulus;
        let block = self.owners.len() as u64;
        let owner = self.owners[(place % block) as usize];
        let master = (place / block) as u32 * BLOCK + u32::from(owner);
        (master < self.masters)
            .then(|| Membership { master, main: self.main_release(master) == release })
    }

    /// The release that stands for a master.
    pub(crate) fn main_release(&self, master: u32) -> u32 {
        let start = u64::from(self.starts[(master % BLOCK) as usize]);
        let place = u64::from(master / BLOCK) * self.owners.len() as u64 + start;
        let modulus = u64::from(self.releases);
        ((place % modulus * self.step + self.shift) % modulus) as u32
    }
}

/// The plan of a block: most masters have 2 or 3 releases, a few some hundred, 5.3 on average.
fn plan() -> (Vec<u32>, Vec<u16>) {
    let (mut starts, mut owners) = (vec![0], Vec::new());
    for master in 0..BLOCK {
        // Large and small ones mixed, so that a small dump, a part of a block, has both.
        let rank = (master * 389 + 700) % BLOCK;
        let size = 2 + 667 / (rank + 3);
        owners.resize(owners.len() + size as usize, master as u16);
        starts.push(owners.len() as u32);
    }
    (starts, owners)
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// The number that undoes a multiplication by `a` modulo `modulus` (extended Euclid).
fn inverse(a: u64, modulus: u64) -> u64 {
    let (mut old, mut new) = ((a as i64, 1), (modulus as i64, 0));
    while new.0 != 0 {
        let quotient = old.0 / new.0;
        (old, new) = (new, (old.0 - quotient * new.0, old.1 - quotient * new.1));
    }
    old.1.rem_euclid(modulus as i64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_master_has_its_main_release_and_no_other_claims_it() {
        for releases in [0, 1, 2, 3, 10, 1000, 20_011] {
            let layout = Layout::new(releases, 3);
            let mut main_releases = 0;
            for release in 0..releases {
                if let Some(membership) = layout.membership(release) {
                    main_releases += u32::from(membership.main);
                }
            }
            assert_eq!(main_releases, layout.masters, "of {releases} releases");
        }
    }

    #[test]
    fn the_proportions_are_those_of_the_real_dumps() {
        let layout = Layout::new(100_000, 1);
        let with_master = (0..100_000).filter(|&it| layout.membership(it).is_some()).count();
        assert!((69_000..=70_000).contains(&with_master), "{with_master} have a master");
        assert!((12_500..14_000).contains(&layout.masters), "{} masters", layout.masters);
    }
}
