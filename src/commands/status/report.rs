use std::io::{self, Write};

use etl::load::{IndexReport, Report};

use crate::commands::search::counted;

/// A table of what a load did.
pub(in crate::commands) fn write_report(report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "  {:<9}{:>11}{:>11}{:>10}{:>9}{:>10}{:>9}",
        "", "read", "stored", "rejected", "unknown", "seconds", "MB/s"
    )?;
    for (kind, of) in &report.kinds {
        if let Some(from) = &of.taken_over_from {
            writeln!(
                out,
                "  {:<9}{:>11}{:>11}  taken over from {from}",
                kind.name(),
                "",
                of.stored
            )?;
            continue;
        }
        let unknown: u64 = of.unknown.values().sum();
        writeln!(
            out,
            "  {:<9}{:>11}{:>11}{:>10}{:>9}{:>10.1}{:>9.1}",
            kind.name(),
            of.read,
            of.stored,
            of.rejected,
            unknown,
            of.seconds,
            of.mb_per_second
        )?;
    }
    writeln!(out, "  index: {}", told_index(&report.index))?;
    for (kind, of) in &report.kinds {
        for (path, count) in &of.unknown {
            let times = counted(*count, "time");
            writeln!(out, "  unknown in {kind}: {path}, {times}, kept under `other`")?;
        }
        if of.repeated > 0 {
            writeln!(
                out,
                "  {kind}: {} with an id that comes again; the later stands",
                of.repeated
            )?;
        }
    }
    writeln!(out, "  in all {:.1} s, {:.1} MB/s of XML", report.seconds, report.mb_per_second)
}

/// What an index has, and what it took.
pub(in crate::commands) fn told_index(index: &IndexReport) -> String {
    format!(
        "{}, {}, {}; {:.1} MB in {:.1} s",
        counted(index.totals.releases, "release"),
        counted(index.totals.works, "work"),
        counted(index.totals.videos, "video"),
        index.bytes as f64 / 1e6,
        index.seconds
    )
}
