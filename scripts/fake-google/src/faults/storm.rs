//! Faults by chance, the same ones for the same seed and the same calls.

use sha2::{Digest, Sha256};

use super::What;
use crate::call::Call;

/// Some of the calls of the Data API go wrong.
#[derive(Debug)]
pub(crate) struct Storm {
    seed: u64,
    per_mille: u32,
    /// Calls so far: each draws its own lot.
    calls: u64,
}

impl Storm {
    pub(crate) fn new(seed: u64, per_mille: u32) -> Self {
        Self { seed, per_mille, calls: 0 }
    }

    /// What goes wrong with a call, if anything does.
    pub(crate) fn draw(&mut self, call: Call) -> Option<What> {
        if !call.is_api() {
            return None;
        }
        self.calls += 1;
        let [is_hit, which, amount] = lots(self.seed, self.calls);
        if is_hit % 1000 >= u64::from(self.per_mille) {
            return None;
        }
        let mut kinds = vec![
            What::status(500, "backendError"),
            What::status(503, "backendError"),
            What::DropBefore,
            What::DropAfter,
            What::Cut,
            What::Delay(amount % 20),
        ];
        // A client gives up for the day where this happens to the making of a playlist.
        if call != Call::PlaylistsInsert {
            kinds.push(What::RateLimited);
        }
        if call.is_insert() {
            kinds.extend([
                What::applied_then(500, "backendError"),
                What::applied_then(503, "backendError"),
                What::applied_then(409, "SERVICE_UNAVAILABLE"),
                What::DelayApplied(amount % 20),
                What::Hide(1),
            ]);
        }
        if call == Call::PlaylistItemsInsert {
            kinds.push(What::applied_then(404, "videoNotFound"));
        }
        let which = usize::try_from(which % kinds.len() as u64).expect("it is below a length");
        Some(kinds.swap_remove(which))
    }
}

/// Three numbers that nothing but the seed and the call decides.
fn lots(seed: u64, call: u64) -> [u64; 3] {
    let digest = Sha256::digest([seed.to_be_bytes(), call.to_be_bytes()].concat());
    let lot =
        |at: usize| digest[at..at + 8].iter().fold(0, |lot, byte| lot << 8 | u64::from(*byte));
    [lot(0), lot(8), lot(16)]
}
