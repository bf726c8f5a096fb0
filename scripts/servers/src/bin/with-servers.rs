//! Runs a command with a MongoDB, a Redis and a Redis Cluster for its tests to share.
//!
//! ```sh
//! with-servers cargo test --workspace
//! ```
//!
//! The command finds them through the environment; see [`servers::MONGODB_URL`] and its
//! neighbours. One that is already given there is left as it is. The servers end when this program
//! does.

use std::{
    env,
    os::unix::process::ExitStatusExt,
    process::{self, Command, ExitCode, Stdio},
    sync::{Mutex, MutexGuard},
    thread,
};

use anyhow::{Context, bail};

/// The number of the command's process, once it runs.
static COMMAND: Mutex<Option<u32>> = Mutex::new(None);

fn main() -> anyhow::Result<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    let Some(program) = arguments.next() else {
        bail!("usage: with-servers COMMAND [ARGUMENT…]")
    };

    // Who ends this program means the command; its end is then ours.
    ctrlc::set_handler(|| match *running() {
        Some(command) => {
            let arguments = ["-TERM".to_owned(), command.to_string()];
            let _ = Command::new("kill").args(arguments).stderr(Stdio::null()).status();
        }
        None => process::exit(128 + 15),
    })?;

    let starts = [servers::mongodb, servers::redis, servers::redis_cluster];
    // All of them come to their end first: each says for itself what it lacks.
    let [mongodb, redis, redis_cluster] = starts
        .map(thread::spawn)
        .map(thread::JoinHandle::join)
        .map(|started| started.expect("a server did not start; see above"));

    let mut command = Command::new(&program);
    command
        .args(arguments)
        .env(servers::MONGODB_URL, mongodb)
        .env(servers::REDIS_URL, redis)
        .env(servers::REDIS_CLUSTER_URL, redis_cluster);
    let mut command = {
        let mut running = running();
        let command = command.spawn();
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
