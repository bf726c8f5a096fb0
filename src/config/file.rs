//! Settings that stand in a file: lines of NAME=VALUE, by the names of the environment's variables.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use clap::{Arg, Command, builder::Resettable};

use super::folder_of;

/// What names the file, unless the flag does.
const VARIABLE: &str = "DATAGET_CONFIG";

/// What all our variables begin with. Others may stand in the file for other programs.
const OURS: &str = "DATAGET_";

/// The settings of a file. Some may be secret: it cannot be printed.
#[derive(Default)]
pub(crate) struct SettingsFile {
    /// Where it is; `None` where there is none.
    path: Option<PathBuf>,
    values: BTreeMap<String, String>,
}

impl SettingsFile {
    /// Reads the file that the command line or the environment names, else the user's own, if there
    /// is one. `usage` knows the names of all settings.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or when a line is no setting: with its number, and never with its
    /// value, which may be a secret.
    pub(crate) fn find(
        arguments: impl Iterator<Item = OsString>,
        usage: &Command,
    ) -> anyhow::Result<Self> {
        let given = match flag(arguments)? {
            Some(given) => Some(given),
            None => std::env::var_os(VARIABLE).filter(|given| !is_blank(given)),
        };
        let (path, is_given) = match given {
            // As with other settings, an empty flag switches it off.
            Some(given) if is_blank(&given) => return Ok(Self::default()),
            Some(given) => (PathBuf::from(given), true),
            None => match folder_of("XDG_CONFIG_HOME", ".config") {
                Some(folder) => (folder.join("dataget").join("config.env"), false),
                None => return Ok(Self::default()),
            },
        };
        let text = match fs::read_to_string(&path) {
            // Nobody has asked for it, and there is none, or it is somebody else's.
            Err(error) if !is_given && is_none_of_ours(&error) => return Ok(Self::default()),
            read => {
                read.with_context(|| format!("cannot read settings from {}", path.display()))?
            }
        };
        let values = read(&text, &path, &names(usage))?;
        Ok(Self { path: Some(path), values })
    }

    /// Where it is, if there is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Lays what the file says under what the environment and the flags say. An empty variable
    /// counts as not set.
    pub(crate) fn under(&self, usage: Command) -> Command {
        usage
            .mut_args(|argument| self.under_argument(argument))
            .mut_subcommands(|command| self.under(command))
    }

    fn under_argument(&self, argument: Arg) -> Arg {
        let Some(name) = argument.get_env().and_then(|name| name.to_str()).map(str::to_owned)
        else {
            return argument;
        };
        let is_empty = std::env::var_os(&name).is_some_and(|value| is_blank(&value));
        let argument = if is_empty { argument.env(Resettable::Reset) } else { argument };
        match self.values.get(&name) {
            Some(value) => {
                let is_secret = argument.is_hide_env_values_set();
                // They are of use for as long as the program runs.
                let value: &'static str = value.clone().leak();
                argument.default_value(value).hide_default_value(is_secret)
            }
            None => argument,
        }
    }
}

fn is_none_of_ours(error: &io::Error) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
    matches!(error.kind(), NotFound | NotADirectory | PermissionDenied)
}

fn is_blank(value: &OsString) -> bool {
    value.to_string_lossy().trim().is_empty()
}

/// The file that the command line names. The line is read in full only when the settings below it
/// are known.
fn flag(mut arguments: impl Iterator<Item = OsString>) -> anyhow::Result<Option<OsString>> {
    let mut found = None;
    while let Some(argument) = arguments.next().filter(|argument| argument != "--") {
        let file = match argument.as_encoded_bytes() {
            b"--config" => arguments.next(),
            _ => argument.to_str().and_then(|text| Some(text.strip_prefix("--config=")?.into())),
        };
        if let Some(file) = file {
            ensure!(found.is_none(), "--config is given twice: leave one of them out");
            found = Some(file);
        }
    }
    Ok(found)
}

/// The names of all settings.
pub(super) fn names(usage: &Command) -> BTreeSet<String> {
    let own = usage.get_arguments().filter_map(|argument| argument.get_env()?.to_str());
    let below = usage.get_subcommands().flat_map(names);
    own.map(str::to_owned).chain(below).collect()
}

/// The settings of a text, empty ones left out.
fn read(
    text: &str,
    path: &Path,
    known: &BTreeSet<String>,
) -> anyhow::Result<BTreeMap<String, String>> {
    let mut values = BTreeMap::new();
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        let place = format!("{}, line {}", path.display(), index + 1);
        let Some((name, value)) = line.split_once('=') else {
            bail!("{place}: write NAME=VALUE, or # before a comment");
        };
        let name = name.strip_prefix("export ").unwrap_or(name).trim();
        if !name.starts_with(OURS) {
            continue;
        }
        ensure!(name != VARIABLE, "{place}: {VARIABLE} names this file, from outside it");
        if !known.contains(name) {
            let near = |other: &&String| strsim::damerau_levenshtein(name, other) <= 3;
            let nearest = known.iter().filter(near);
            let nearest = nearest.min_by_key(|other| strsim::damerau_levenshtein(name, other));
            let hint = nearest.map_or(String::new(), |other| format!(": did you mean {other}?"));
            bail!("{place}: there is no setting {name}{hint}");
        }
        let value = unquoted(value.trim());
        if value.trim().is_empty() {
            continue;
        }
        let is_new = values.insert(name.to_owned(), value.to_owned()).is_none();
        ensure!(is_new, "{place}: {name} is set a second time");
    }
    Ok(values)
}

/// A value without the quotes around it.
fn unquoted(value: &str) -> &str {
    let within = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    within('"').or_else(|| within('\'')).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> anyhow::Result<BTreeMap<String, String>> {
        let known = ["DATAGET_LISTEN", "DATAGET_CONTACT", "DATAGET_CONFIG"].map(str::to_owned);
        read(text, Path::new("file"), &BTreeSet::from(known))
    }

    #[test]
    fn lines_are_settings_comments_or_of_others() {
        let text = "\u{feff}# comment\r\n\n; comment\r\nexport DATAGET_LISTEN = \"[::1]:80\" \r\n\
                    DATAGET_CONTACT='a=$b # \"c'\nOTHER=1\n";
        let expected = [("DATAGET_CONTACT", "a=$b # \"c"), ("DATAGET_LISTEN", "[::1]:80")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(settings(text).unwrap(), BTreeMap::from(expected));
        for empty in ["", "\n", "DATAGET_CONTACT=", "DATAGET_CONTACT=\"\"", "DATAGET_CONTACT=' '"] {
            assert!(settings(empty).unwrap().is_empty(), "{empty:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told_without_its_value() {
        let told = |text| settings(text).unwrap_err().to_string();
        assert_eq!(told("\nsecret"), "file, line 2: write NAME=VALUE, or # before a comment");
        let misspelt =
            "file, line 1: there is no setting DATAGET_LISTN: did you mean DATAGET_LISTEN?";
        assert_eq!(told("DATAGET_LISTN=secret"), misspelt);
        assert_eq!(
            told("DATAGET_XYZXYZ=secret"),
            "file, line 1: there is no setting DATAGET_XYZXYZ"
        );
        let twice = "file, line 2: DATAGET_CONTACT is set a second time";
        assert_eq!(told("DATAGET_CONTACT=secret\nDATAGET_CONTACT=secret"), twice);
        let itself = "file, line 1: DATAGET_CONFIG names this file, from outside it";
        assert_eq!(told("DATAGET_CONFIG=secret"), itself);
    }

    #[test]
    fn the_flag_is_found_before_the_line_is_read() {
        let flag = |line: &str| flag(line.split(' ').map(OsString::from));
        let found = |line: &str| flag(line).unwrap();
        assert_eq!(found("dataget --config a serve"), Some("a".into()));
        assert_eq!(found("dataget serve --config=a"), Some("a".into()));
        assert_eq!(found("dataget search -- --config a"), None);
        assert_eq!(found("dataget serve --config"), None);
        assert!(flag("dataget --config a serve --config=b").is_err());
    }
}
