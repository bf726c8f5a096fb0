use apis::rest::{CurrentRun, EndedRun, RunOutcome};
use jiff::Timestamp;
use storage::runs::Stage;

use super::time;
use crate::{
    pages::visit::day,
    view::status::{File, Going, Mark, Over},
};

/// What is told of a run that did not say how it ended.
const LOST: &str = "it was killed, or its machine went down";

/// A run that goes on.
pub(super) fn going(run: &CurrentRun) -> Going {
    let dump = run.dump.map(|dump| format!("the dump of {}", day(&dump.to_string())));
    let dump = dump.as_deref().unwrap_or("a dump");
    let does = match run.stage {
        Stage::Look => "Looks for a new dump".to_owned(),
        Stage::Download => format!("Downloads {dump}"),
        Stage::Load => format!("Loads {dump}"),
        Stage::Index => format!("Builds the index of {dump}"),
        Stage::Publish => format!("Publishes {dump}"),
    };
    let file = run.file.as_ref().map(|file| File {
        name: file.name.clone(),
        done: file.done,
        size: file.size,
        records: file.records,
        rate: file.bytes_per_second,
    });
    Going {
        command: run.command.clone(),
        does,
        since: time(run.started),
        seconds: seconds(run.started, run.updated),
        file,
    }
}

/// The runs that are over, with how long each took beside the others.
pub(super) fn over(runs: &[EndedRun]) -> Vec<Over> {
    let longest = runs.iter().map(|run| seconds(run.started, run.ended)).max();
    let longest = longest.unwrap_or_default().max(1);
    let over = |run: &EndedRun| {
        let seconds = seconds(run.started, run.ended);
        let (mark, outcome) = outcome(run);
        Over {
            command: run.command.clone(),
            began: time(run.started),
            mark,
            outcome,
            told: match run.outcome {
                RunOutcome::Lost => Some(LOST.to_owned()),
                _ => run.told.clone(),
            },
            seconds,
            share: (seconds * 100 / longest).max(1),
        }
    };
    runs.iter().map(over).collect()
}

fn outcome(run: &EndedRun) -> (Mark, String) {
    let during = match run.stage {
        Stage::Look => "looking",
        Stage::Download => "downloading",
        Stage::Load => "loading",
        Stage::Index => "indexing",
        Stage::Publish => "publishing",
    };
    match run.outcome {
        RunOutcome::Published => {
            let name = run.generation.map(|name| day(&name.to_string()));
            (Mark::Done, format!("published {}", name.unwrap_or_default()))
        }
        RunOutcome::Nothing => (Mark::Done, "nothing new".to_owned()),
        RunOutcome::Done => (Mark::Done, "done".to_owned()),
        RunOutcome::Wait => {
            let until = run.again.map(|at| format!(" until {}", time(at).text));
            (Mark::Waiting, format!("waits{}", until.unwrap_or_default()))
        }
        RunOutcome::Stopped => (Mark::Waiting, format!("stopped while {during}")),
        RunOutcome::Failed => (Mark::Failed, format!("failed while {during}")),
        RunOutcome::Lost => (Mark::Failed, format!("lost while {during}")),
    }
}

fn seconds(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.duration_since(from).as_secs()).unwrap_or_default()
}
