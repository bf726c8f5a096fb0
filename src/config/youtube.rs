//! Settings of playlists at YouTube.

use std::{ffi::OsString, fs, io::Write, path::Path};

use anyhow::Context;
use apis::{
    account::{Credentials, LEAST_KEY, Secret, Vault},
    clock::Clock,
    jobs::Playlists,
    rest::PublicUrl,
    youtube::Ledger,
};
use clap::{ArgMatches, Args, Command, Error};
use storage::state::State;

use super::{secret, settle, web_address};

/// The file with the key that tokens are sealed with, in the data folder.
const KEY_FILE: &str = "secret.key";

/// What may be asked of YouTube in a day.
#[derive(Clone, Args)]
pub(crate) struct Units {
    /// What may be asked of YouTube in a day, by all visitors together
    // Environment: DATAGET_YOUTUBE_DAILY_UNITS.
    #[arg(
        long,
        env = "DATAGET_YOUTUBE_DAILY_UNITS",
        value_name = "N",
        default_value_t = 10_000,
        hide = true
    )]
    daily_units: u64,

    /// What one visitor may take of it; a quarter, or 2,500 where that is more, if it is not given
    // Environment: DATAGET_YOUTUBE_USER_UNITS.
    #[arg(long, env = "DATAGET_YOUTUBE_USER_UNITS", value_name = "N", hide = true)]
    user_units: Option<u64>,
}

impl Units {
    /// The books of what is asked of YouTube.
    pub(crate) fn ledger(&self, state: &State) -> Ledger {
        Ledger::new(state.clone(), Clock::system(), self.daily_units, self.user_units)
    }
}

/// Settings of playlists at YouTube.
#[derive(Clone, Args)]
pub(crate) struct YouTube {
    /// How Google knows this site; without it visitors make no playlists
    // Environment: DATAGET_GOOGLE_CLIENT_ID.
    #[arg(long, env = "DATAGET_GOOGLE_CLIENT_ID", value_name = "ID")]
    google_client_id: Option<String>,

    /// The client's secret
    // Environment: DATAGET_GOOGLE_CLIENT_SECRET, or a file with it,
    // DATAGET_GOOGLE_CLIENT_SECRET_FILE. The flag is hidden: what stands on a command line is seen
    // by everybody on the machine.
    #[arg(
        long,
        env = "DATAGET_GOOGLE_CLIENT_SECRET",
        value_name = "SECRET",
        hide = true,
        hide_env_values = true
    )]
    google_client_secret: Option<String>,

    /// A file with the client's secret
    #[arg(long, env = "DATAGET_GOOGLE_CLIENT_SECRET_FILE", value_name = "FILE", hide = true)]
    google_client_secret_file: Option<OsString>,

    /// Where visitors are asked for their consent
    // Environment: DATAGET_GOOGLE_AUTH_URL.
    #[arg(
        long,
        env = "DATAGET_GOOGLE_AUTH_URL",
        value_name = "URL",
        value_parser = web_address,
        default_value = "https://accounts.google.com/o/oauth2/v2/auth",
        hide = true
    )]
    google_auth_url: String,

    /// Where codes become tokens
    // Environment: DATAGET_GOOGLE_TOKEN_URL.
    #[arg(
        long,
        env = "DATAGET_GOOGLE_TOKEN_URL",
        value_name = "URL",
        value_parser = web_address,
        default_value = "https://oauth2.googleapis.com/token",
        hide = true
    )]
    google_token_url: String,

    /// Where tokens are given back
    // Environment: DATAGET_GOOGLE_REVOKE_URL.
    #[arg(
        long,
        env = "DATAGET_GOOGLE_REVOKE_URL",
        value_name = "URL",
        value_parser = web_address,
        default_value = "https://oauth2.googleapis.com/revoke",
        hide = true
    )]
    google_revoke_url: String,

    /// Where YouTube's Data API is
    // Environment: DATAGET_YOUTUBE_API_URL.
    #[arg(
        long,
        env = "DATAGET_YOUTUBE_API_URL",
        value_name = "URL",
        value_parser = web_address,
        default_value = "https://www.googleapis.com/youtube/v3",
        hide = true
    )]
    youtube_api_url: String,

    #[command(flatten)]
    units: Units,

    /// What sign-ins are sealed with, any 32 bytes or more; made and kept in the data folder, if
    /// it is not given
    // Environment: DATAGET_SECRET_KEY, or a file with it, DATAGET_SECRET_KEY_FILE.
    #[arg(
        long,
        env = "DATAGET_SECRET_KEY",
        value_name = "KEY",
        hide = true,
        hide_env_values = true
    )]
    secret_key: Option<String>,

    /// A file with that key
    #[arg(long, env = "DATAGET_SECRET_KEY_FILE", value_name = "FILE", hide = true)]
    secret_key_file: Option<OsString>,
}

impl YouTube {
    /// Decides between a secret and the file with it: a flag wins over the environment.
    ///
    /// # Errors
    ///
    /// Wrong usage, when both are flags or both are set in the environment.
    pub(crate) fn settle(
        &mut self,
        matches: &ArgMatches,
        usage: &mut Command,
    ) -> Result<(), Error> {
        let client = (
            &mut self.google_client_secret,
            &mut self.google_client_secret_file,
            "google_client_secret",
        );
        let key = (&mut self.secret_key, &mut self.secret_key_file, "secret_key");
        settle([client, key], matches, usage)
    }

    /// The books of what is asked of YouTube.
    pub(crate) fn ledger(&self, state: &State) -> Ledger {
        self.units.ledger(state)
    }

    /// What playlists need; `None` where there are no credentials. A key that is not given is made
    /// and kept in `folder`; where other nodes share the state (`is_shared`), it has to be given.
    pub(crate) fn playlists(
        &self,
        state: &State,
        site: &PublicUrl,
        folder: &Path,
        is_shared: bool,
    ) -> anyhow::Result<Option<Playlists>> {
        let given = self.google_client_id.as_deref().map(str::trim).filter(|id| !id.is_empty());
        let Some(client_id) = given else {
            let secret = self.google_client_secret.as_deref().map(str::trim);
            anyhow::ensure!(
                secret.is_none_or(str::is_empty) && self.google_client_secret_file.is_none(),
                "DATAGET_GOOGLE_CLIENT_SECRET is set and DATAGET_GOOGLE_CLIENT_ID is not: set \
                 both, as Google gives them together"
            );
            return Ok(None);
        };
        let client_secret = secret(
            self.google_client_secret.as_deref(),
            self.google_client_secret_file.as_ref(),
            "the client's secret",
        )?;
        let client_secret = client_secret.context(
            "DATAGET_GOOGLE_CLIENT_ID is set and DATAGET_GOOGLE_CLIENT_SECRET is not: set both, as \
             Google gives them together",
        )?;
        let credentials = Credentials {
            client_id: client_id.to_owned(),
            client_secret: Secret::new(client_secret),
            auth_url: self.google_auth_url.clone(),
            token_url: self.google_token_url.clone(),
            revoke_url: self.google_revoke_url.clone(),
            redirect_url: format!("{site}/oauth2callback"),
        };
        let vault = self.vault(folder, is_shared)?;
        let (url, clock) = (&self.youtube_api_url, Clock::system());
        let ledger = self.ledger(state);
        Ok(Some(Playlists::build(state, credentials, url, ledger, vault, clock)?))
    }

    /// Seals the tokens with the key that is given, else with one that is made once.
    fn vault(&self, folder: &Path, is_shared: bool) -> anyhow::Result<Vault> {
        let given = secret(self.secret_key.as_deref(), self.secret_key_file.as_ref(), "the key")?;
        if let Some(key) = given {
            return Vault::new(key.as_bytes()).context("DATAGET_SECRET_KEY cannot be used");
        }
        anyhow::ensure!(
            !is_shared,
            "sign-ins are kept in Redis, where all nodes read them: set DATAGET_SECRET_KEY to the \
             same {LEAST_KEY} bytes or more on each, as `openssl rand -hex 32` gives them"
        );
        let path = folder.join(KEY_FILE);
        let key = match fs::read(&path) {
            Ok(key) => key,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => make_key(&path)?,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
        };
        Vault::new(&key).with_context(|| format!("{} cannot be used", path.display()))
    }
}

/// Makes a key that nobody else on the machine can read.
///
/// Whoever makes it has the state open, so nobody else does; killed in the middle, it is made anew.
fn make_key(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut key = vec![0; LEAST_KEY];
    getrandom::fill(&mut key).map_err(std::io::Error::other)?;
    let beside = path.with_extension("key.new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&beside).and_then(|mut file| {
        file.write_all(&key)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    });
    written.with_context(|| format!("cannot write {}", path.display()))?;
    Ok(key)
}
