//! Tells somebody that a run has failed.

use std::{
    io::{self, Write},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::Context;
use serde_json::json;
use storage::runs::Runs;

use super::told;
use crate::config::{Alarm, RUN_VARIABLE};

/// How long the webhook may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long the command may take.
const COMMAND_PATIENCE: Duration = Duration::from_secs(60);

/// How often it is looked whether the command is done.
const BLINK: Duration = Duration::from_millis(50);

/// Tells of a failure, as the settings say. What goes wrong with that is logged.
pub(super) fn failed(alarm: &Alarm, runs: &Runs, error: &anyhow::Error) {
    let process = std::process::id();
    let run = runs.list().into_iter().find(|run| run.process == process);
    let id = run.as_ref().map_or(String::new(), |run| run.id.clone());
    let message = told(error);
    if let Some(command) = given(alarm.failure_command.as_deref())
        && let Err(error) = call(command, &id, &message)
    {
        tracing::warn!(%error, "the failure's command could not be run");
    }
    if let Some(url) = given(alarm.failure_webhook.as_deref()) {
        let stage = run.as_ref().map(|run| run.stage.name());
        let body = json!({"program": "dataget", "run": id, "stage": stage, "error": message});
        if let Err(error) = post(url, &body) {
            // An address may have a secret in it.
            tracing::warn!(error = %error.without_url(), "the failure's webhook was not reached");
        }
    }
}

fn given(setting: Option<&str>) -> Option<&str> {
    setting.map(str::trim).filter(|setting| !setting.is_empty())
}

/// Runs a command of the shell, which reads the message.
fn call(command: &str, run: &str, message: &str) -> anyhow::Result<()> {
    let mut child = Command::new("sh")
        .args(["-c", command])
        .env(RUN_VARIABLE, run)
        .stdin(Stdio::piped())
        // What stands on stdout may be the log.
        .stdout(io::stderr())
        .spawn()
        .context("there is no shell")?;
    if let Some(mut input) = child.stdin.take() {
        // One that does not read it is right as well.
        let _ = writeln!(input, "{message}");
    }
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            anyhow::ensure!(status.success(), "it ended with {status}");
            return Ok(());
        }
        if started.elapsed() > COMMAND_PATIENCE {
            child.kill()?;
            child.wait()?;
            anyhow::bail!("it was not done after {} s", COMMAND_PATIENCE.as_secs());
        }
        std::thread::sleep(BLINK);
    }
}

fn post(url: &str, body: &serde_json::Value) -> Result<(), reqwest::Error> {
    // Whoever was first has installed the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::blocking::Client::builder().timeout(PATIENCE).build()?;
    client.post(url).json(body).send()?.error_for_status().map(|_| ())
}
