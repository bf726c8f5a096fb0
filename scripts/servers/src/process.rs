//! A server's process, which ends with ours, in a container or not.

use std::{
    ffi::OsString,
    fs,
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::programs::Program;

/// How long a server may take for anything: a loaded machine is slow.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often another port is tried where somebody was quicker.
const TRIES: u32 = 5;

/// Runs the server, or what runs its container, and tells its number. The subshell waits for our end
/// of the pipe to close, which happens however we end; then it kills the server and removes its
/// folder. Where the server ends first, the subshell is ended before the server's number can become
/// somebody else's.
const WATCHDOG: &str = r#"
log=$0 folder=$1 kill=$2
shift 2
exec 3<&0
"$@" </dev/null >>"$log" 2>&1 3<&- &
server=$!
echo "$server"
exec >/dev/null
{
    cat <&3
    trap '' TERM
    eval "$kill"
    for try in 1 2 3 4 5 6 7 8 9; do
        rm -rf "$folder" && break
        sleep 0.2
    done
} 2>/dev/null &
watch=$!
wait "$server"
code=$?
kill "$watch" 2>/dev/null
exit "$code"
"#;

/// What is needed to start a server, again and again.
pub(crate) struct Launch {
    pub(crate) program: Program,
    pub(crate) args: Vec<OsString>,
    /// A folder outside of its own that it writes to.
    pub(crate) data_dir: Option<PathBuf>,
    /// What the server writes to its log when it takes connections.
    pub(crate) ready: &'static str,
}

/// A server in a temporary folder, running or not.
pub(crate) struct Process {
    launch: Launch,
    port: u16,
    folder: TempDir,
    launches: u32,
    running: Option<Running>,
}

struct Running {
    /// The shell around the server. It ends when the server does, with the server's code.
    shell: Child,
    /// The server's process, or until it is ready what runs its container.
    server: u32,
    /// The name of its container, if it has one.
    container: String,
}

impl Process {
    /// Starts a server on one of the free ports, with what it needs in this folder and on this port.
    pub(crate) fn start(
        free_port: impl Fn() -> u16,
        launch: impl Fn(&Path, u16) -> Launch,
    ) -> Process {
        for _ in 1..TRIES {
            match Process::try_start(free_port(), &launch) {
                Ok(process) => return process,
                Err(log) if log.contains("Address already in use") => {}
                Err(log) => panic!("{log}"),
            }
        }
        Process::try_start(free_port(), &launch).unwrap_or_else(|log| panic!("{log}"))
    }

    fn try_start(port: u16, launch: impl Fn(&Path, u16) -> Launch) -> Result<Process, String> {
        let folder = tempfile::Builder::new().prefix("dataget-server-").tempdir();
        let folder = folder.expect("a temporary folder can be made");
        let launch = launch(folder.path(), port);
        let mut process = Process { launch, port, folder, launches: 0, running: None };
        process.launch()?;
        Ok(process)
    }

    /// Starts the server again, on its port and with what it has kept, and waits until it takes
    /// connections.
    pub(crate) fn restart(&mut self) {
        self.kill();
        self.launch().unwrap_or_else(|log| panic!("{log}"));
    }

    fn launch(&mut self) -> Result<(), String> {
        // What it said the last time does not count.
        let said_before = self.log().len();
        let folder = self.folder.path();
        let program = &self.launch.program;
        // A name of its own each time: the last container may still be on its way out.
        self.launches += 1;
        let container = folder.file_name().expect("it has a name").to_string_lossy();
        let container = format!("{container}-{}", self.launches);
        let kill = match program.runtime() {
            None => r#"kill -9 "$server""#.to_owned(),
            // It may be about to start: what runs it ends after it.
            Some(runtime) => format!(
                r#"while kill -0 "$server"; do {}; sleep 0.1; done >/dev/null"#,
                runtime.signal("KILL", &container).join(" ")
            ),
        };
        let mut folders = vec![folder];
        folders.extend(self.launch.data_dir.as_deref());
        let mut shell = Command::new("sh")
            .args(["-c", WATCHDOG])
            .arg(self.log_path())
            .arg(folder)
            .arg(kill)
            .args(program.server(&container, &folders))
            .args(&self.launch.args)
            .current_dir(folder)
            // Ctrl-C is for the tests; they end the servers.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("`sh` runs");
        let mut number = String::new();
        let stdout = shell.stdout.take().expect("it is piped");
        BufReader::new(stdout).read_line(&mut number).expect("the shell can be read");
        let server = number.trim().parse().expect("the shell tells the server's number");
        self.running = Some(Running { shell, server, container });

        let ready = self.launch.ready;
        let is_ready = |log: &str| log.get(said_before..).is_some_and(|new| new.contains(ready));
        let begun = Instant::now();
        while !is_ready(&self.log()) {
            if !self.is_running() || begun.elapsed() > PATIENCE {
                self.kill();
                return Err(self.complaint("did not start"));
            }
            pause();
        }
        let runtime = self.launch.program.runtime();
        if let (Some(runtime), Some(running)) = (runtime, &mut self.running) {
            running.server = runtime.process(&running.container);
        }
        Ok(())
    }

    /// The port that it listens on.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The number of the server's process, while it runs.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.running.as_ref().map(|running| running.server)
    }

    /// Ends the server at once, without a chance to save anything.
    pub(crate) fn kill(&mut self) {
        self.end("KILL");
    }

    /// Asks the server to end, and waits until it has.
    pub(crate) fn stop(&mut self) {
        self.end("TERM");
    }

    fn end(&mut self, signal: &str) {
        let Some(mut running) = self.running.take() else { return };
        let ended = |shell: &mut Child| shell.try_wait().expect("its end can be seen").is_some();
        if !ended(&mut running.shell) {
            self.send(signal, &running);
        }
        let begun = Instant::now();
        while !ended(&mut running.shell) {
            if begun.elapsed() > PATIENCE {
                self.send("KILL", &running);
                panic!("{}", self.complaint("did not end"));
            }
            pause();
        }
    }

    /// Asks until there is an answer.
    ///
    /// # Panics
    ///
    /// With the last refusal, where the server ends or takes too long.
    pub(crate) fn wait_for<Answer>(
        &mut self,
        what: &str,
        mut ask: impl FnMut() -> Result<Answer, String>,
    ) -> Answer {
        let begun = Instant::now();
        loop {
            match ask() {
                Ok(answer) => return answer,
                Err(refusal) if !self.is_running() || begun.elapsed() > PATIENCE => {
                    panic!("{}", self.complaint(&format!("did not {what}: {refusal}")));
                }
                Err(_) => pause(),
            }
        }
    }

    fn send(&self, signal: &str, running: &Running) {
        let command = match self.launch.program.runtime() {
            Some(runtime) => runtime.signal(signal, &running.container).to_vec(),
            None => vec!["kill".to_owned(), format!("-{signal}"), running.server.to_string()],
        };
        // Where it fails, the process has ended meanwhile.
        let (program, arguments) = command.split_first().expect("it has a program");
        let _ = Command::new(program).args(arguments).stderr(Stdio::null()).output();
    }

    fn is_running(&mut self) -> bool {
        let shell = self.running.as_mut().map(|running| running.shell.try_wait());
        matches!(shell, Some(Ok(None)))
    }

    /// What went wrong, with the end of the server's log.
    fn complaint(&self, what: &str) -> String {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        let last = lines[lines.len().saturating_sub(20)..].join("\n");
        format!("{} {what}. Its log ends:\n{last}", self.launch.program)
    }

    fn log(&self) -> String {
        let log = fs::read(self.log_path()).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }

    fn log_path(&self) -> PathBuf {
        self.folder.path().join("log")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Before the folder goes.
        self.kill();
    }
}

/// Lets others work before a condition is looked at again.
pub(crate) fn pause() {
    thread::sleep(Duration::from_millis(20));
}
