use std::{
    thread,
    time::{Duration, Instant},
};

use mongodb::error::{Error, ErrorKind, WriteFailure};

/// How long a lost connection is made anew before it is an error.
#[derive(Debug, Clone, Copy)]
pub(super) enum Patience {
    /// Somebody waits for an answer.
    Answering,
    /// A load is under way, which a server's restart need not end.
    Loading,
}

/// What the server says of a command that it ended as the time for it was over.
pub(super) const EXPIRED: i32 = 50;

/// A server may take a command for expired a little early by ours, as its clock is a coarse one.
const TICK: Duration = Duration::from_secs(1);

/// The pauses between two tries grow from the one to the other.
const PAUSES: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));

impl Patience {
    /// How long the server may work on one command. It ends the command itself then.
    pub(super) const fn bound(self) -> Duration {
        match self {
            Self::Answering => Duration::from_secs(10),
            // A pass over all documents, or a copy of them.
            Self::Loading => Duration::from_secs(3_600),
        }
    }

    const fn limit(self) -> Duration {
        match self {
            Self::Answering => Duration::from_secs(5),
            Self::Loading => Duration::from_secs(60),
        }
    }

    /// Tries until it works, fails for another reason than the connection, takes the server too
    /// long, or has failed for longer than the limit.
    pub(super) fn last<T>(self, mut attempt: impl FnMut() -> Result<T, Error>) -> Result<T, Error> {
        let (mut pause, longest) = PAUSES;
        let mut failing: Option<Instant> = None;
        loop {
            let began = Instant::now();
            let error = match attempt() {
                Ok(outcome) => return Ok(outcome),
                Err(error) => error,
            };
            let since = *failing.get_or_insert_with(Instant::now);
            // It has had all the time that there is.
            let is_over = code(&error) == Some(EXPIRED) && began.elapsed() + TICK >= self.bound();
            if is_over || !is_passing(&error) || since.elapsed() >= self.limit() {
                return Err(error);
            }
            tracing::debug!(%error, "asking MongoDB again");
            thread::sleep(pause);
            pause = (pause * 2).min(longest);
        }
    }
}

/// Whether it may work the next time: the connection was lost, the server is not up yet, or
/// another one is about to be the primary.
pub(super) fn is_passing(error: &Error) -> bool {
    match &*error.kind {
        ErrorKind::Io(_)
        | ErrorKind::ConnectionPoolCleared { .. }
        | ErrorKind::ServerSelection { .. } => true,
        _ => code(error).is_some_and(is_passing_code),
    }
}

/// As [`is_passing`], of a code that the server gave.
pub(super) const fn is_passing_code(code: i32) -> bool {
    matches!(
        code,
        // HostUnreachable, HostNotFound, MaxTimeMSExpired, WriteConcernFailed, NetworkTimeout, ShutdownInProgress,
        // PrimarySteppedDown, ExceededTimeLimit
        6 | 7 | 50 | 64 | 89 | 91 | 189 | 262
        // SocketException, NotWritablePrimary, InterruptedAtShutdown,
        // InterruptedDueToReplStateChange, NotPrimaryNoSecondaryOk, NotPrimaryOrSecondary
        | 9001 | 10107 | 11600 | 11602 | 13435 | 13436
    )
}

/// The number that the server gave its error.
pub(super) fn code(error: &Error) -> Option<i32> {
    match &*error.kind {
        ErrorKind::Command(error) => Some(error.code),
        ErrorKind::Write(WriteFailure::WriteError(error)) => Some(error.code),
        ErrorKind::Write(WriteFailure::WriteConcernError(error)) => Some(error.code),
        _ => None,
    }
}
