//! Log lines, on stderr.

use std::io::{self, IsTerminal};

use tracing_subscriber::filter::LevelFilter;

use crate::config::Log;

/// Starts logging for the rest of the process. Who serves tells of each request as well.
pub(crate) fn start(log: Log, is_serving: bool) {
    let level = if is_serving { LevelFilter::INFO } else { LevelFilter::WARN };
    let lines = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_max_level(level);
    match (log, is_serving) {
        (Log::Text, false) => lines.without_time().with_target(false).init(),
        (Log::Text, true) => lines.with_target(false).init(),
        (Log::Json, _) => lines.json().flatten_event(true).with_span_list(false).init(),
    }
}
