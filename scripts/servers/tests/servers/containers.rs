//! Servers in containers, as Docker and Podman would run them. Neither is needed here: a script
//! stands in for them, which takes their arguments and runs the program of this machine.

use std::{
    env, fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    process::Command,
};

use crate::started::{SHOW_URLS, Started, with_servers};

/// Runs what a container would, as the process of this script.
const STAND_IN: &str = r#"#!/bin/sh
PATH=$REAL_PATH
echo "$*" >>"$NOTES/calls"
case $1 in
    info) echo 'rootless: true' ;;
    inspect) cat "$NOTES/$4" ;;
    kill) kill -s "$3" "$(cat "$NOTES/$4")" ;;
    run)
        while [ "$1" != --entrypoint ]; do
            if [ "$1" = --name ]; then echo "$$" >"$NOTES/$2"; fi
            shift
        done
        program=$2
        shift 3
        exec "$program" "$@"
        ;;
esac
"#;

/// A runtime of this name on the path, and this one that does not answer.
fn runtimes(folder: &Path, answering: &str, silent: &str) {
    for (name, script) in [(answering, STAND_IN), (silent, "#!/bin/sh\nexit 1\n")] {
        fs::write(folder.join(name), script).unwrap();
        fs::set_permissions(folder.join(name), PermissionsExt::from_mode(0o755)).unwrap();
    }
}

/// The program with a Redis to start, and nothing else.
fn with_redis(shell: &str, folder: &Path) -> Command {
    let mut command = with_servers(shell);
    command
        .env(servers::MONGODB_URL, "mongodb://127.0.0.1:1/")
        .env(servers::REDIS_CLUSTER_URL, "redis://127.0.0.1:1/")
        .env_remove("DATAGET_TEST_CONTAINERS")
        .env_remove("DATAGET_TEST_REDIS_SERVER")
        .env("NOTES", folder)
        .env("REAL_PATH", env::var_os("PATH").unwrap());
    command
}

fn calls(folder: &Path) -> String {
    fs::read_to_string(folder.join("calls")).unwrap_or_default()
}

#[test]
fn where_no_program_is_the_runtime_that_answers_runs_its_image() {
    for (answering, silent) in [("docker", "podman"), ("podman", "docker")] {
        let folder = tempfile::tempdir().unwrap();
        runtimes(folder.path(), answering, silent);
        for tool in ["sh", "cat", "rm", "sleep"] {
            let found = env::split_paths(&env::var_os("PATH").unwrap())
                .map(|folder| folder.join(tool))
                .find(|path| path.is_file());
            symlink(found.unwrap(), folder.path().join(tool)).unwrap();
        }
        let mut command = with_redis(&format!("{SHOW_URLS}; read line; exit 7"), folder.path());
        command.env("PATH", folder.path());
        let mut started = Started::of(command);
        let called = calls(folder.path());
        assert!(called.contains(" --entrypoint redis-server docker.io/library/redis:7 --port "));
        assert!(called.contains(" --entrypoint redis-cli docker.io/library/redis:7 -h "));
        drop(started.program.stdin.take());
        assert_eq!(started.wait(), Some(7));
        assert!(calls(folder.path()).contains("\nkill --signal KILL dataget-server-"));
    }
}

#[test]
fn a_runtime_that_is_asked_for_is_taken_wherever_the_programs_are() {
    let folder = tempfile::tempdir().unwrap();
    runtimes(folder.path(), "podman", "docker");
    let path = env::var_os("PATH").unwrap();
    let path = [folder.path().to_owned()].into_iter().chain(env::split_paths(&path));
    let path = env::join_paths(path).unwrap();
    let with_redis = |runtime| {
        let mut command = with_redis(&format!("{SHOW_URLS}; read line"), folder.path());
        command.env("PATH", &path).env("DATAGET_TEST_CONTAINERS", runtime);
        command
    };
    let mut started = Started::of(with_redis("podman"));
    assert!(calls(folder.path()).contains(" docker.io/library/redis:7 "));
    started.program.kill().unwrap();
    assert_eq!(started.wait(), None);

    for (runtime, told) in [
        ("docker", "DATAGET_TEST_CONTAINERS says docker, and `docker info` fails"),
        ("lxc", "DATAGET_TEST_CONTAINERS is not `docker` or `podman`"),
    ] {
        let said = with_redis(runtime).output().unwrap();
        assert!(!said.status.success());
        let said = String::from_utf8(said.stderr).unwrap();
        assert!(said.contains(told), "{said}");
    }
}
