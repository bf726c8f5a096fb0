//! Runs a stand-in for Google, for a command or for whoever wants to try things out.
//!
//! ```sh
//! dataget-fake-google --daily-units 500 -- dataget serve
//! dataget-fake-google --listen 127.0.0.1:9000
//! ```
//!
//! The command finds the stand-in through the environment, and its exit code is passed on. Without
//! one, the program shows the environment and answers until Ctrl-C.

use std::{
    env,
    ffi::OsString,
    io::{self, Write},
    os::unix::process::{CommandExt, ExitStatusExt},
    process::{self, Command, ExitCode, Stdio},
    sync::{Mutex, MutexGuard, mpsc},
};

use anyhow::{Context, bail};
use fake_google::{FakeGoogle, Options};

const USAGE: &str =
    "usage: dataget-fake-google [--listen ADDRESS:PORT] [--daily-units UNITS] [-- COMMAND…]";

/// The number of the command's process, once it runs.
static COMMAND: Mutex<Option<u32>> = Mutex::new(None);

fn main() -> anyhow::Result<ExitCode> {
    let (options, command) = read(env::args_os().skip(1))?;
    let listen = options.listen;
    let google = FakeGoogle::start_with(options);
    let google = google.with_context(|| format!("{listen} cannot be listened on"))?;
    match command.split_first() {
        Some((program, arguments)) => run(&google, program, arguments),
        None => wait(&google),
    }
}

fn read(mut arguments: impl Iterator<Item = OsString>) -> anyhow::Result<(Options, Vec<OsString>)> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        let name = argument.to_str().context(USAGE)?;
        let mut value = || {
            let value = arguments.next().and_then(|value| value.into_string().ok());
            value.with_context(|| format!("{name} needs a value\n{USAGE}"))
        };
        match name {
            "--" => return Ok((options, arguments.collect())),
            "--listen" => {
                let value = value()?;
                options.listen = value.parse().with_context(|| format!("--listen {value}"))?;
            }
            "--daily-units" => {
                let value = value()?;
                options.daily_units =
                    value.parse().with_context(|| format!("--daily-units {value}"))?;
            }
            "--help" | "-h" => {
                writeln!(io::stdout(), "{USAGE}")?;
                process::exit(0);
            }
            _ => bail!("{name} is not known\n{USAGE}"),
        }
    }
    Ok((options, Vec::new()))
}

/// Shows where it is, in a form that a shell reads, and answers until it is asked to end.
fn wait(google: &FakeGoogle) -> anyhow::Result<ExitCode> {
    let (ended, ends) = mpsc::channel();
    ctrlc::set_handler(move || {
        // The first request to end is enough; nobody waits for a second one.
        let _ = ended.send(());
    })?;
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "# A stand-in for Google (this is not Google) answers at {}", google.url())?;
    for (name, value) in google.environment() {
        writeln!(stdout, "export {name}={value}")?;
    }
    stdout.flush()?;
    ends.recv()?;
    Ok(ExitCode::SUCCESS)
}

fn run(
    google: &FakeGoogle,
    program: &OsString,
    arguments: &[OsString],
) -> anyhow::Result<ExitCode> {
    // Who ends this program means the command; its end is then ours.
    ctrlc::set_handler(|| match *running() {
        Some(command) => {
            let arguments = ["-TERM".to_owned(), command.to_string()];
            let _ = Command::new("kill").args(arguments).stderr(Stdio::null()).status();
        }
        None => process::exit(128 + 15),
    })?;
    let mut command = {
        let mut running = running();
        let mut command = Command::new(program);
        // In a group of its own: Ctrl-C at a terminal is passed on once, and does not come twice.
        let command = command.args(arguments).envs(google.environment()).process_group(0).spawn();
        let command = command.with_context(|| format!("{} cannot be run", program.display()))?;
        *running = Some(command.id());
        command
    };
    let ended = command.wait()?;
    let code = ended.code().or_else(|| Some(128 + ended.signal()?)).unwrap_or(1);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

fn running() -> MutexGuard<'static, Option<u32>> {
    COMMAND.lock().expect("nothing panics with it")
}
