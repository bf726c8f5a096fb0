use std::io::{self, BufWriter, IsTerminal, Write};

use apis::{
    playlist::{Format, Options, Order, parse_length},
    query::harmless,
};
use clap::Args;

use super::{open_catalogue, query, warn_of_unknown, whole_number, with_query};
use crate::config::Config;

/// What can be made of it.
const EXAMPLES: &str = "\
Examples:
  dataget playlist 'style:techno year:1990..1995' --order shuffle --seed 7 --per-artist 1
  dataget playlist 'label:\"basic channel\"' --format m3u > list.m3u

`dataget search --help` shows how queries are written.";

/// Turn a query into a playlist.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Playlist {
    /// What to play, in the query language
    #[arg(allow_hyphen_values = true, value_parser = query)]
    query: String,
    /// How many videos at most
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = whole_number::<usize>, allow_negative_numbers = true)]
    limit: usize,
    /// best: the best known first; date: the oldest first; shuffle: by chance
    #[arg(long, value_name = "best|date|shuffle", default_value_t = Order::Best)]
    order: Order,
    /// The same seed gives the same shuffle
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole_number::<u64>, allow_negative_numbers = true)]
    seed: u64,
    /// How many videos of one artist at most
    #[arg(long, value_name = "N", value_parser = whole_number::<u32>, allow_negative_numbers = true)]
    per_artist: Option<u32>,
    /// How many videos of one work (a master with its releases) at most
    #[arg(long, value_name = "N", value_parser = whole_number::<u32>, allow_negative_numbers = true)]
    per_work: Option<u32>,
    /// Leave out what is shorter: 90s, 12m, 3:45
    #[arg(long, value_name = "LENGTH", value_parser = parse_length)]
    min_length: Option<u32>,
    /// Leave out what is longer
    #[arg(long, value_name = "LENGTH", value_parser = parse_length)]
    max_length: Option<u32>,
    /// links open on YouTube, up to 50 videos each
    #[arg(long, value_name = "m3u|xspf|jspf|csv|txt|links", default_value_t = Format::Links)]
    format: Format,
}

impl Playlist {
    pub(crate) fn run(self, config: &Config) -> anyhow::Result<()> {
        let options = Options {
            limit: self.limit,
            order: self.order,
            seed: self.seed,
            per_artist: self.per_artist,
            per_work: self.per_work,
            min_length: self.min_length,
            max_length: self.max_length,
        };
        options.validate(usize::MAX).map_err(super::WrongOptions)?;
        let catalogue = open_catalogue(config)?;
        let playlist =
            catalogue.playlist(&self.query, &options).map_err(with_query(&self.query))?;
        warn_of_unknown(&playlist.unknown)?;
        if playlist.videos.is_empty() {
            writeln!(io::stderr(), "note: no video matches; widen the query or the bounds")?;
        }
        let mut out = BufWriter::new(io::stdout().lock());
        if io::stdout().is_terminal() {
            // A file has what the dump says, but a terminal is not to be steered by it.
            let mut text = Vec::new();
            self.format.write(&playlist.query, &playlist.videos, &mut text)?;
            out.write_all(harmless_lines(&String::from_utf8_lossy(&text)).as_bytes())?;
        } else {
            self.format.write(&playlist.query, &playlist.videos, &mut out)?;
        }
        Ok(out.flush()?)
    }
}

/// The lines as a terminal may show them.
fn harmless_lines(text: &str) -> String {
    text.chars()
        .map(|character| if character == '\n' { '\n' } else { harmless(character) })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn lines_stay_and_nothing_steers_the_terminal() {
        let shown = super::harmless_lines("id,Song\u{9b}31m\u{1b}[2J\u{7}\u{202e}gnos\r\nnext\n");
        assert_eq!(shown, "id,Song\u{fffd}31m\u{fffd}[2J\u{fffd}\u{fffd}gnos \nnext\n");
    }
}
