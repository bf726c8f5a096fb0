use std::io::{self, Write};

use apis::{
    catalogue::{self, ArtistHit, Hit, SearchResult},
    query::harmless,
};
use clap::Args;
use storage::{model::ArtistCredit, text::display_name};

use super::{open_catalogue, query, warn_of_unknown, whole_number, with_query};
use crate::config::Config;

/// How queries are written.
const QUERIES: &str = "\
Examples:
  dataget search 'genre:electronic style:\"deep house\",techno year:1990..1999 -format:compilation'
  dataget search '(label:\"basic channel\" | artist:\"Carl Craig\") has:video'
  dataget search stockholm

Fields: genre, style, country, format, artist, label, year, original, decade, title, has.
Terms side by side must all hold, `|` is or, `-` is not. Bare words are looked for in titles and in
the names of artists and labels.";

/// Search the catalogue.
#[derive(Args)]
#[command(after_help = QUERIES)]
pub(crate) struct Search {
    /// What to look for, in the query language
    #[arg(allow_hyphen_values = true, value_parser = query)]
    query: String,
    /// Write one JSON object, as the API does
    #[arg(long)]
    json: bool,
    /// How many hits to show
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = whole_number::<usize>,
        allow_negative_numbers = true)]
    limit: usize,
}

impl Search {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let catalogue = open_catalogue(config)?;
        let search = catalogue::Search { query: &self.query, limit: self.limit, cursor: None };
        let result = catalogue.search(search).map_err(with_query(&self.query))?;
        warn_of_unknown(&result.unknown)?;
        let mut out = io::stdout().lock();
        if self.json {
            serde_json::to_writer(&mut out, &result).map_err(io::Error::from)?;
            writeln!(out)?;
        } else {
            write_text(&result, &mut out)?;
        }
        Ok(out.flush()?)
    }
}

/// Counts, then a line a hit.
pub(super) fn write_text(result: &SearchResult, out: &mut impl Write) -> io::Result<()> {
    let total = result.total;
    writeln!(
        out,
        "{}, {}, {}   {}",
        counted(total.releases, "release"),
        counted(total.works, "work"),
        counted(total.videos, "video"),
        result.query
    )?;
    for hit in &result.hits {
        writeln!(out, "{}", line(hit))?;
    }
    let left = total.releases.saturating_sub(result.hits.len() as u64);
    if left > 0 && !result.hits.is_empty() {
        writeln!(out, "… and {} more", grouped(left))?;
    }
    Ok(())
}

/// `1 release`, `1,234 releases`.
pub(super) fn counted(count: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `1,234`.
pub(super) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `r1  The Persuader – Stockholm (1999, Sweden, Svek SK032, Vinyl) 3 videos`
fn line(hit: &Hit) -> String {
    let artists: Vec<ArtistCredit> = hit.artists.iter().map(credit).collect();
    let label = hit.labels.first().map(|label| {
        let name = display_name(&label.name);
        format!("{name} {}", label.catno.as_deref().unwrap_or_default()).trim().to_owned()
    });
    let known = [
        hit.year.map(|year| year.to_string()),
        hit.country.clone(),
        label,
        hit.formats.first().map(|format| format.name.clone()),
        Some(hit.styles.join(", ")),
    ];
    let known: Vec<String> = known.into_iter().flatten().filter(|text| !text.is_empty()).collect();
    let videos = match hit.videos.len() {
        0 => String::new(),
        count => format!("  {}", counted(count as u64, "video")),
    };
    let id = format!("{}{}", &hit.kind[..1], hit.id);
    let artist = catalogue::credited(&artists);
    let known = if known.is_empty() { String::new() } else { format!(" ({})", known.join(" · ")) };
    let line = format!("{id:>10}  {artist} – {}{known}{videos}", hit.title);
    // A dump is not to steer the terminal, nor to look like a hit of its own.
    line.chars().map(harmless).collect()
}

fn credit(artist: &ArtistHit) -> ArtistCredit {
    let ArtistHit { id, name, anv, join } = artist.clone();
    ArtistCredit { id, name, anv, join, ..ArtistCredit::default() }
}
