//! What is remembered of the mirror from one run to the next.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use storage::generations::{read_json, write_json};

use crate::download::Remembered;

/// What is remembered, and the file that it is kept in.
pub(super) struct Memory {
    path: PathBuf,
    remembered: RefCell<Remembered>,
}

impl Memory {
    /// Reads it. What is damaged is as good as forgotten: the mirror is asked a little more.
    pub(super) fn open(data: &Path) -> Self {
        let path = data.join("update/remembered.json");
        let remembered = read_json(&path).unwrap_or_else(|error| {
            tracing::warn!(%error, "what was known of the mirror is forgotten");
            None
        });
        Self { path, remembered: RefCell::new(remembered.unwrap_or_default()) }
    }

    /// Does something with it, and keeps what it is then.
    pub(super) fn with<T>(&self, act: impl FnOnce(&mut Remembered) -> T) -> T {
        let mut remembered = self.remembered.borrow_mut();
        let before = remembered.clone();
        let given = act(&mut remembered);
        if *remembered != before
            && let Err(error) = write_json(&self.path, &*remembered)
        {
            tracing::warn!(%error, "what is known of the mirror cannot be kept");
        }
        given
    }
}

/// A month that was refused, so that it is not loaded again each day.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Refused {
    /// Changes when the month is published anew.
    pub(super) fingerprint: Option<String>,
    /// Why.
    pub(super) told: String,
}

impl Refused {
    /// The last one, if that is known.
    pub(super) fn kept(data: &Path) -> Option<Self> {
        read_json(&path(data)).ok().flatten()
    }

    pub(super) fn keep(&self, data: &Path) {
        if let Err(error) = write_json(&path(data), self) {
            tracing::warn!(%error, "that the month was refused cannot be kept");
        }
    }
}

fn path(data: &Path) -> PathBuf {
    data.join("update/refused.json")
}
