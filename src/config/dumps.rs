//! Settings of where dumps come from.

use anyhow::Context;
use clap::Args;
use etl::{
    download::{Client, Mirror, Settings},
    load::KEEP,
};

/// Where Discogs publishes.
const DISCOGS: &str = "https://data.discogs.com/";

/// Where dumps come from.
#[derive(Clone, Args)]
pub(crate) struct Dumps {
    /// Where dumps are fetched from: data.discogs.com, a mirror, or a folder
    // Environment: DATAGET_DUMPS_URL.
    #[arg(
        long,
        env = "DATAGET_DUMPS_URL",
        value_name = "URL",
        default_value = DISCOGS,
        hide_env_values = true
    )]
    dumps_url: String,

    /// Who runs this, for the host's operator: a mail address or a page
    // Environment: DATAGET_CONTACT.
    #[arg(long, env = "DATAGET_CONTACT", value_name = "TEXT")]
    contact: Option<String>,
}

impl Dumps {
    /// The way there.
    pub(crate) fn client(&self) -> anyhow::Result<Client> {
        let given = self.dumps_url.trim();
        let given = if given.is_empty() { DISCOGS } else { given };
        let mirror: Mirror = given.parse().context("DATAGET_DUMPS_URL cannot be used")?;
        let defaults = Settings::default();
        let contact = self.contact.as_deref().map(str::trim).filter(|contact| !contact.is_empty());
        let contact = contact.map_or_else(|| defaults.contact.clone(), str::to_owned);
        Ok(Client::new(mirror, Settings { contact, ..defaults })?)
    }
}

/// How many months are kept.
#[derive(Clone, Copy, Args)]
pub(crate) struct Keeping {
    /// How many months stay, the current one included; older ones are dropped after a load
    // Environment: DATAGET_KEEP.
    #[arg(long, env = "DATAGET_KEEP", value_name = "N", default_value_t = KEEP, value_parser = at_least_one)]
    pub(crate) keep: usize,
}

fn at_least_one(text: &str) -> Result<usize, String> {
    let least = || "write a whole number from 1 on, like 2".to_owned();
    if text.trim().is_empty() {
        // As if it were not set.
        return Ok(KEEP);
    }
    text.parse().ok().filter(|&number| number > 0).ok_or_else(least)
}

/// What the failure's command finds the run's name in.
pub(crate) const RUN_VARIABLE: &str = "DATAGET_RUN";

/// Who is told of a run that fails.
#[derive(Clone, Default, Args)]
pub(crate) struct Alarm {
    /// Runs this when an update fails: `mail -s "dataget" me@example.org`; it gets the message
    // Environment: DATAGET_FAILURE_COMMAND.
    #[arg(long, env = "DATAGET_FAILURE_COMMAND", value_name = "COMMAND", hide_env_values = true)]
    pub(crate) failure_command: Option<String>,

    /// Posts the message as JSON to this address when an update fails
    // Environment: DATAGET_FAILURE_WEBHOOK.
    #[arg(long, env = "DATAGET_FAILURE_WEBHOOK", value_name = "URL", hide_env_values = true)]
    pub(crate) failure_webhook: Option<String>,
}
