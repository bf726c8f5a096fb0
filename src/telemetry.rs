//! Log lines: for people on stderr, for machines on stdout, where a service writes nothing else.

use std::io::{self, IsTerminal, Write};

use tracing_subscriber::filter::LevelFilter;

use crate::config::Log;

/// Starts logging for the rest of the process. A service tells of each request or run as well.
pub(crate) fn start(log: Log, is_service: bool) {
    let level = if is_service { LevelFilter::INFO } else { LevelFilter::WARN };
    let lines = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_max_level(level);
    match (log, is_service) {
        (Log::Text, false) => lines.without_time().with_target(false).init(),
        (Log::Text, true) => lines.with_target(false).init(),
        (Log::Json, _) => {
            let json = lines.json().flatten_event(true).with_span_list(false);
            json.with_ansi(false).with_writer(move || to(is_service)).init();
        }
    }
}

/// Where a JSON line goes: results of commands stand on stdout, so theirs are on stderr.
fn to(is_service: bool) -> Box<dyn Write> {
    if is_service { Box::new(io::stdout()) } else { Box::new(io::stderr()) }
}
