//! What goes wrong on purpose.

mod rules;
mod storm;

use serde::{Deserialize, Serialize};

pub use self::rules::Fault;
use self::storm::Storm;
use crate::call::Call;

/// How a call goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Nothing is done; the answer is an error of this status and reason.
    Status(u16, String),
    /// It is done; the answer is an error of this status and reason all the same. What cannot be
    /// done is refused as ever.
    AppliedThen(u16, String),
    /// It is done after so many milliseconds, even where the client has gone.
    Delay(u64),
    /// It is done at once and answered after so many milliseconds.
    DelayApplied(u64),
    /// Nothing is done, and the connection is closed without an answer.
    DropBefore,
    /// It is done, and the connection is closed without an answer.
    DropAfter,
    /// It is done; the head of the answer and half of its body are sent, then the connection is
    /// closed.
    Cut,
    /// Nothing is done; the answer is 429 `RATE_LIMIT_EXCEEDED`.
    RateLimited,
    /// Nothing goes wrong, but so many lists do not show what is newest. On an insert: what it adds
    /// (an item in its playlist, a playlist among the user's own). On a list, which is then the
    /// first of them: its last item or newest playlist. Goes together with another fault of the same
    /// call.
    Hide(u32),
}

impl What {
    /// An error before anything is done.
    #[must_use]
    pub fn status(code: u16, reason: &str) -> Self {
        Self::Status(code, reason.to_owned())
    }

    /// It is done, and an error is told.
    #[must_use]
    pub fn applied_then(code: u16, reason: &str) -> Self {
        Self::AppliedThen(code, reason.to_owned())
    }
}

/// What becomes of one call.
#[derive(Debug, Default)]
pub(crate) struct Fate {
    pub(crate) what: Option<What>,
    /// How many lists do not show what is newest.
    pub(crate) hide: u32,
}

/// The rules and the storm that are in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Vec<Fault>,
    storm: Option<Storm>,
}

impl Faults {
    pub(crate) fn add(&mut self, rule: Fault) {
        self.rules.push(rule);
    }

    pub(crate) fn storm(&mut self, seed: u64, per_mille: u32) {
        self.storm = (per_mille > 0).then(|| Storm::new(seed, per_mille));
    }

    /// Everything goes well again.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// How many faults of rules are still to come.
    pub(crate) fn left(&self) -> u32 {
        self.rules.iter().map(|rule| rule.times).sum()
    }

    /// Decides about a call that has come. A rule goes before the storm.
    pub(crate) fn decide(&mut self, call: Call) -> Fate {
        let mut fate = Fate::default();
        for rule in self.rules.iter_mut().filter(|rule| rule.on == call) {
            let is_hiding = matches!(rule.what, What::Hide(_));
            if fate.what.is_some() && !is_hiding && rule.after == 0 {
                // It waits for a call that nothing else happens to.
                continue;
            }
            if rule.is_due() {
                match &rule.what {
                    What::Hide(lists) => fate.hide = fate.hide.max(*lists),
                    what => fate.what = Some(what.clone()),
                }
            }
        }
        self.rules.retain(|rule| rule.times > 0);
        if let Some(storm) = &mut self.storm {
            let drawn = storm.draw(call);
            match drawn {
                Some(What::Hide(lists)) => fate.hide = fate.hide.max(lists),
                drawn => fate.what = fate.what.or(drawn),
            }
        }
        fate
    }
}
