//! Ctrl-C and the signals to end: the first ends what runs in good order, the second at once.

use std::{
    process,
    sync::{Mutex, Once, PoisonError},
};

use anyhow::Context;

type Action = Box<dyn FnOnce() + Send>;

/// What the first interrupt does; taken by it.
static ACTION: Mutex<Option<Action>> = Mutex::new(None);
static LISTENING: Once = Once::new();

/// Lets the next interrupt end the process: nothing is left that could be in the middle.
pub(super) fn ends_at_once() {
    *ACTION.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

/// Sets what the next interrupt does, in place of what it would have done. One more ends the
/// process.
pub(super) fn on_first(action: impl FnOnce() + Send + 'static) -> anyhow::Result<()> {
    *ACTION.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(action));
    let mut listening = Ok(());
    LISTENING.call_once(|| {
        listening = ctrlc::set_handler(|| {
            let action = ACTION.lock().unwrap_or_else(PoisonError::into_inner).take();
            match action {
                Some(action) => action(),
                None => process::exit(1),
            }
        });
    });
    listening.context("cannot wait for signals")
}
