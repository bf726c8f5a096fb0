use std::io::{self, Write};

use etl::load::{REJECTED_FILE, Report};
use serde::Serialize;
use storage::generations::{Changes, GenerationName, Manifest, Store};

use super::report::write_report;
use crate::commands::search::grouped;

/// A generation that is kept.
#[derive(Serialize)]
pub(super) struct Generation {
    pub(super) name: GenerationName,
    pub(super) current: bool,
    pub(super) manifest: Manifest,
    pub(super) report: Option<Report>,
    /// Where the records are that were set aside.
    pub(super) rejected: Option<String>,
    /// Bytes of its folder on this machine.
    bytes: Option<u64>,
    /// How it differs from the one before.
    changes: Option<Changes>,
}

/// The current one and all that are published.
pub(super) fn generations(
    store: &Store,
) -> anyhow::Result<(Option<GenerationName>, Vec<Generation>)> {
    let current = store.current()?;
    let generation = |name| -> anyhow::Result<Generation> {
        let report: Option<Report> = store.report(name)?;
        let has_rejected = report
            .as_ref()
            .is_some_and(|report| report.kinds.values().any(|kind| kind.rejected > 0));
        let rejected = store.path_of(name).join(REJECTED_FILE);
        Ok(Generation {
            name,
            current: current == Some(name),
            manifest: store.manifest(name)?,
            report,
            rejected: has_rejected.then(|| rejected.display().to_string()),
            bytes: store.bytes_here(name),
            changes: store.changes(name)?,
        })
    };
    Ok((current, store.published()?.into_iter().map(generation).collect::<Result<_, _>>()?))
}

impl Generation {
    /// The generation as text.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let current = if self.current { ", current" } else { "" };
        writeln!(out, "\ngeneration {}{current}", self.name)?;
        if let Some(report) = &self.report {
            write_report(report, out)?;
        }
        if let Some(bytes) = self.bytes {
            writeln!(out, "  on this disk: {:.1} MB", bytes as f64 / 1e6)?;
        }
        if let Some(changes) = &self.changes {
            write_changes(changes, out)?;
        }
        if let Some(rejected) = &self.rejected {
            writeln!(out, "  rejected records: {rejected}")?;
        }
        Ok(())
    }
}

fn write_changes(changes: &Changes, out: &mut impl Write) -> io::Result<()> {
    let since = format!("since {}", changes.since);
    writeln!(out, "  {since:<17}{:>11}{:>10}{:>9}", "new", "changed", "gone")?;
    for (kind, of) in &changes.kinds {
        let [new, changed, gone] = [of.new, of.changed, of.vanished].map(grouped);
        writeln!(out, "  {:<17}{new:>11}{changed:>10}{gone:>9}", kind.name())?;
    }
    write!(out, "  {:<17}{:>11}", "videos", grouped(changes.new_videos))?;
    let styles = changes.new_videos_by_style.iter().take(STYLES);
    let styles = styles.map(|of| format!("{} {}", of.style, grouped(of.videos)));
    let styles = styles.collect::<Vec<_>>().join(", ");
    if styles.is_empty() { writeln!(out) } else { writeln!(out, "  {styles}") }
}

/// Styles with new videos that are named.
const STYLES: usize = 5;
