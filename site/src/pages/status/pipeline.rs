use apis::rest::{CurrentRun, EndedRun, RunOutcome};
use storage::runs::Stage;

use crate::view::status::{Mark, Step};

/// The way of a dump: where the run is that goes on, else how far the last one came.
pub(super) fn pipeline(
    going: Option<&CurrentRun>,
    last: Option<&EndedRun>,
    answers: bool,
) -> Vec<Step> {
    let (at, here, after) = match (going, last) {
        (Some(run), _) => (run.stage, Mark::Going, Mark::Waiting),
        // Not every run tells each step.
        (None, Some(run)) if run.outcome == RunOutcome::Published => {
            (Stage::Publish, Mark::Done, Mark::Waiting)
        }
        (None, Some(run)) => {
            let here = match run.outcome {
                RunOutcome::Failed | RunOutcome::Lost => Mark::Failed,
                RunOutcome::Wait | RunOutcome::Stopped => Mark::Waiting,
                RunOutcome::Published | RunOutcome::Nothing | RunOutcome::Done => Mark::Done,
            };
            (run.stage, here, Mark::Waiting)
        }
        (None, None) => (Stage::Look, Mark::Waiting, Mark::Waiting),
    };
    let step = |stage: Stage| {
        let (name, does) = told(stage);
        let state = match stage {
            stage if stage < at => Mark::Done,
            stage if stage == at => here,
            _ => after,
        };
        Step { name, does, state }
    };
    let serve = if answers { Mark::Done } else { Mark::Waiting };
    let serve = Step { name: "Serve", does: "Searches are answered", state: serve };
    Stage::ALL.map(step).into_iter().chain([serve]).collect()
}

fn told(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Look => ("Look", "Discogs is asked for a new month"),
        Stage::Download => ("Download", "Its files are fetched and checked"),
        Stage::Load => ("Load", "Records become documents"),
        Stage::Index => ("Index", "What is in them becomes findable"),
        Stage::Publish => ("Publish", "All readers move to it at once"),
    }
}

#[cfg(test)]
mod tests {
    use apis::rest::{CurrentRun, EndedRun, RunOutcome};
    use storage::runs::Stage;

    use super::pipeline;
    use crate::view::status::Mark::{self, Done, Failed, Going, Waiting};

    fn going(stage: Stage) -> CurrentRun {
        let at = jiff::Timestamp::UNIX_EPOCH;
        CurrentRun {
            id: String::new(),
            command: String::new(),
            stage,
            dump: None,
            file: None,
            started: at,
            updated: at,
        }
    }

    fn over(stage: Stage, outcome: RunOutcome) -> EndedRun {
        let at = jiff::Timestamp::UNIX_EPOCH;
        EndedRun {
            id: String::new(),
            command: String::new(),
            started: at,
            ended: at,
            stage,
            dump: None,
            outcome,
            generation: None,
            again: None,
            told: None,
        }
    }

    fn marks(going: Option<&CurrentRun>, last: Option<&EndedRun>) -> Vec<Mark> {
        pipeline(going, last, true).into_iter().map(|step| step.state).collect()
    }

    #[test]
    fn what_goes_on_stands_before_what_has_been() {
        let failed = over(Stage::Download, RunOutcome::Failed);
        let load = going(Stage::Load);
        assert_eq!(marks(Some(&load), Some(&failed)), [Done, Done, Going, Waiting, Waiting, Done]);
    }

    #[test]
    fn the_last_run_shows_how_far_it_came() {
        for (stage, outcome, marked) in [
            (Stage::Index, RunOutcome::Published, [Done, Done, Done, Done, Done, Done]),
            (Stage::Look, RunOutcome::Nothing, [Done, Waiting, Waiting, Waiting, Waiting, Done]),
            (Stage::Load, RunOutcome::Lost, [Done, Done, Failed, Waiting, Waiting, Done]),
            (Stage::Download, RunOutcome::Wait, [Done, Waiting, Waiting, Waiting, Waiting, Done]),
        ] {
            assert_eq!(marks(None, Some(&over(stage, outcome))), marked, "{outcome:?}");
        }
        assert_eq!(marks(None, None), [Waiting, Waiting, Waiting, Waiting, Waiting, Done]);
    }
}
