use std::{
    io,
    path::{Path, PathBuf},
};

use storage::{
    generations::{self, DumpDate, GenerationName, Holder},
    runs::{Outcome, Run},
};

use crate::{download::DownloadError, load::LoadError};

/// Why an update did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// Another run is at it.
    #[error("{}", busy(.holder.as_ref(), .run.as_deref()))]
    Busy {
        /// Who that is, if it has said so yet.
        holder: Option<Holder>,
        /// How far it is.
        run: Option<Box<Run>>,
    },
    /// The month was refused before, and is the same.
    #[error("the month is still the one that was refused: {told}")]
    Refused {
        /// Why it was.
        told: String,
    },
    /// The month would take kinds away that are read now.
    #[error(
        "{date} would come without {lost}, which the current generation {current} has: leave out \
         --only, or look at the CHECKSUM file; `--force` publishes it all the same"
    )]
    FewerKinds {
        /// The month.
        date: DumpDate,
        /// What is read now.
        current: GenerationName,
        /// The kinds, in words.
        lost: String,
    },
    /// Somebody has published something meanwhile.
    #[error(
        "another generation was published while {date} was on its way: nothing was changed, and \
         the next run looks again"
    )]
    Overtaken {
        /// The month.
        date: DumpDate,
    },
    /// The mirror did not give what was asked for.
    #[error(transparent)]
    Download(Box<DownloadError>),
    /// The files could not be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The data folder or a server cannot be read or written.
    #[error(transparent)]
    Generations(#[from] generations::Error),
    /// A file or folder cannot be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried, to follow “cannot”.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl From<DownloadError> for UpdateError {
    fn from(error: DownloadError) -> Self {
        Self::Download(Box::new(error))
    }
}

impl UpdateError {
    pub(super) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { action, path: path.to_owned(), source }
    }

    /// What a run that ends with it came to.
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            Self::Load(LoadError::Cancelled) => Outcome::Stopped,
            Self::Download(error) => outcome_of(error),
            _ => Outcome::Failed,
        }
    }
}

/// What a run that ends with this came to.
#[must_use]
pub fn outcome_of(error: &DownloadError) -> Outcome {
    match error {
        DownloadError::Cancelled => Outcome::Stopped,
        DownloadError::Wait { until, .. } => Outcome::Wait(*until),
        _ => Outcome::Failed,
    }
}

/// Who is at it, and how far.
fn busy(holder: Option<&Holder>, run: Option<&Run>) -> String {
    let who = holder.map_or_else(|| "another process".to_owned(), ToString::to_string);
    let Some(run) = run else {
        return format!("{who} is updating already: wait for it to end");
    };
    let mut told =
        format!("{who} is updating since {}: it is at ‘{}’", run.started, run.stage.name());
    if let Some(dump) = run.dump {
        told += &format!(" of {dump}");
    }
    if let Some(file) = &run.file {
        told += &format!(", {}", file.name);
        if let Some(percent) = (100 * file.done).checked_div(file.size) {
            told += &format!(", {percent} % of {:.1} MB", file.size as f64 / 1e6);
        }
    }
    told + ". Wait for it to end; `dataget status` shows how far it is"
}
