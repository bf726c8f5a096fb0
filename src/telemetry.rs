//! Log lines, on stderr.

use std::io::{self, IsTerminal};

use tracing_subscriber::filter::LevelFilter;

use crate::config::Log;

/// Starts logging for the rest of the process.
pub(crate) fn start(log: Log) {
    let lines = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_max_level(LevelFilter::WARN);
    match log {
        Log::Text => lines.without_time().with_target(false).init(),
        Log::Json => lines.json().init(),
    }
}
