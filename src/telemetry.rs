//! Log lines: for people on stderr, for machines on stdout, where a service writes nothing else.

use std::io::{self, IsTerminal, Write};

use tracing_subscriber::EnvFilter;

use crate::config::Log;

/// What a command's log is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Voice {
    /// It answers on stdout, and logs what went wrong.
    Command,
    /// It shows on stderr how far it is; only machines want to be told by log lines.
    Run,
    /// It tells of each request.
    Service,
}

/// Starts logging for the rest of the process.
pub(crate) fn start(log: Log, voice: Voice) {
    let filter = match (log, voice) {
        (Log::Json, _) | (Log::Text, Voice::Service) => "info",
        // That a run has failed is said by the command.
        (Log::Text, _) => "warn,run=off",
    };
    let lines = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        // Where nobody reads the log any more, telling that would be a panic, and visitors are
        // answered all the same.
        .log_internal_errors(false)
        .with_env_filter(EnvFilter::new(filter));
    match (log, voice) {
        (Log::Text, Voice::Service) => lines.with_target(false).init(),
        (Log::Text, _) => lines.without_time().with_target(false).init(),
        (Log::Json, _) => {
            let json = lines.json().flatten_event(true).with_span_list(false);
            json.with_ansi(false).with_writer(move || to(voice)).init();
        }
    }
}

/// Where a JSON line goes: results of commands stand on stdout, so theirs are on stderr.
fn to(voice: Voice) -> Box<dyn Write> {
    if voice == Voice::Command { Box::new(io::stderr()) } else { Box::new(io::stdout()) }
}
