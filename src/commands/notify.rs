//! Tells somebody that a run has failed.

use std::{
    io::Write,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::Context;
use serde_json::json;
use storage::runs::Runs;

use super::told;
use crate::config::Alarm;

/// How long whoever is told may take.
const PATIENCE: Duration = Duration::from_secs(10);

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
        .env("DATAGET_RUN", run)
        .stdin(Stdio::piped())
        .spawn()
        .context("there is no shell")?;
    if let Some(mut input) = child.stdin.take() {
        // One that does not read it is right as well.
        let _ = writeln!(input, "{message}");
    }
    let status = child.wait()?;
    anyhow::ensure!(status.success(), "it ended with {status}");
    Ok(())
}

fn post(url: &str, body: &serde_json::Value) -> Result<(), reqwest::Error> {
    let client = reqwest::blocking::Client::builder().timeout(PATIENCE).build()?;
    client.post(url).json(body).send()?.error_for_status().map(|_| ())
}
