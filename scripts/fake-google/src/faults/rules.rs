//! A fault that is asked for.

use serde::{Deserialize, Serialize};

use super::What;
use crate::call::Call;

/// Something goes wrong with certain calls. Rules are looked at in the order of their coming.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// With which calls.
    pub on: Call,
    /// What goes wrong.
    pub what: What,
    /// With how many of them: one, if nothing is said.
    #[serde(default = "once")]
    pub times: u32,
    /// How many of them go well before.
    #[serde(default)]
    pub after: u32,
}

fn once() -> u32 {
    1
}

impl Fault {
    /// The next call of this kind goes wrong.
    #[must_use]
    pub fn next(on: Call, what: What) -> Self {
        Self { on, what, times: 1, after: 0 }
    }

    /// Counts a call, and tells whether it goes wrong.
    pub(super) fn is_due(&mut self) -> bool {
        if self.after > 0 {
            self.after -= 1;
            return false;
        }
        let is_due = self.times > 0;
        self.times = self.times.saturating_sub(1);
        is_due
    }
}
