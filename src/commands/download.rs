use std::{
    io::{self, Write},
    path::PathBuf,
};

use anyhow::Context;
use clap::Args;
use etl::{
    download::{Client, DownloadError, Downloaded, Remembered, latest, month},
    update::{Memory, Recorded, outcome_of},
};
use storage::{
    generations::DumpDate,
    model::Kind,
    runs::{Outcome, Runs, Stage},
};

use super::progress::Shown;
use crate::config::{Config, Dumps};

/// What can be fetched.
const EXAMPLES: &str = "\
Examples:
  dataget download                             the newest month, into the folder 20261101
  dataget download --month 2026-11 --into ~/discogs
  dataget download --only masters              a small file of it

A download that was interrupted goes on where it was.";

/// Fetch the files of a month, checked, without loading them.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Download {
    /// The month: 2026-11
    #[arg(long, value_name = "MONTH", value_parser = month_of, conflicts_with = "latest")]
    month: Option<DumpDate>,
    /// The newest month that is complete, which is what is taken unless one is named
    #[arg(long)]
    latest: bool,
    /// The folder for the files; one with the month's name unless it is given
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Only these kinds: artists, labels, masters, releases
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    only: Option<Vec<Kind>>,
    #[command(flatten)]
    dumps: Dumps,
}

impl Download {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let client = self.dumps.client()?;
        let shown = Shown::until_interrupted()?;
        let recorder = Runs::new(&config.data_dir, None).begin("dataget download", Stage::Look);
        let recorded = Recorded::new(&recorder, &shown);
        // What the mirror has asked for holds from one call to the next.
        let memory = Memory::of_downloads(&config.data_dir);
        let fetched = memory.with(|remembered| self.fetch(&client, remembered, &recorded));
        match &fetched {
            Ok(Some(fetched)) => {
                let told = format!("{} is in {}", fetched.date, fetched.folder.display());
                recorder.end(Outcome::Done, told);
            }
            Ok(None) => recorder.end(Outcome::Nothing, None),
            Err(error) => recorder.end(outcome_of(error), error.to_string()),
        }
        let fetched = fetched?.with_context(|| {
            format!("no month of the last twelve is published at {}", client.mirror())
        })?;
        let mut out = io::stdout().lock();
        for file in &fetched.files {
            writeln!(out, "{}", file.path.display())?;
        }
        Ok(out.flush()?)
    }
}

impl Download {
    /// Fetches the month; `None` where there is none at all.
    fn fetch(
        &self,
        client: &Client,
        remembered: &mut Remembered,
        recorded: &Recorded<'_, Shown>,
    ) -> Result<Option<Downloaded>, DownloadError> {
        let date = match self.month {
            Some(date) => date,
            None => match latest(client, remembered)? {
                Some(date) => date,
                None => return Ok(None),
            },
        };
        recorded.fetching(date);
        let into = self.into.clone().unwrap_or_else(|| date.to_string().into());
        month(client, remembered, date, self.only.as_deref(), &into, recorded).map(Some)
    }
}

/// Reads a month: `2026-11`, or as generations are named, `20261101`.
fn month_of(text: &str) -> Result<DumpDate, String> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    let date = if digits.len() == 6 { format!("{digits}01") } else { digits };
    date.parse().map_err(|_| "write a month, like 2026-11".to_owned())
}

#[cfg(test)]
mod tests {
    use super::month_of;

    #[test]
    fn a_month_is_read_in_each_of_its_forms() {
        for text in ["2026-11", "202611", "20261101", "2026-11-01"] {
            assert_eq!(month_of(text).unwrap().to_string(), "20261101", "{text}");
        }
        for wrong in ["", "2026", "2026-13", "november"] {
            assert!(month_of(wrong).is_err(), "{wrong}");
        }
    }
}
