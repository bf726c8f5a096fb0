use std::{fs, path::PathBuf};

use anyhow::Context;
use clap::{Args, Command};
use clap_complete::Shell;

/// Write the manual pages and the shells' completions into a folder
#[derive(Args)]
pub(crate) struct Manual {
    /// The folder, made if need be
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
}

impl Manual {
    pub(crate) fn run(self, program: Command) -> anyhow::Result<()> {
        let written = self.write(program);
        written.with_context(|| format!("cannot write into {}", self.into.display()))
    }

    fn write(&self, program: Command) -> std::io::Result<()> {
        let [pages, completions] = ["man", "completions"].map(|name| self.into.join(name));
        fs::create_dir_all(&pages)?;
        fs::create_dir_all(&completions)?;
        for shell in [Shell::Bash, Shell::Fish, Shell::Zsh] {
            clap_complete::generate_to(shell, &mut program.clone(), "dataget", &completions)?;
        }
        // Pages of `help` would say what the others say.
        let program = program.disable_help_subcommand(true);
        clap_mangen::generate_to(
            program.mut_subcommands(|command| command.disable_help_subcommand(true)),
            &pages,
        )
    }
}
