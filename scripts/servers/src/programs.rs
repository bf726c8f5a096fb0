//! Where the servers' programs are: on this machine, else in an image that Docker or Podman runs.

use std::{
    env,
    ffi::{OsStr, OsString},
    fmt,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

/// Says `docker` or `podman`: every program is then taken from its image, wherever else it is.
const CONTAINERS: &str = "DATAGET_TEST_CONTAINERS";
const MONGO_IMAGE: &str = "docker.io/library/mongo:6";
const REDIS_IMAGE: &str = "docker.io/library/redis:7";

/// Something to run, the same arguments given to it wherever it is.
#[derive(Clone, Debug)]
pub(crate) enum Program {
    /// A program of this machine.
    Here(PathBuf),
    /// A program in an image.
    InImage { program: &'static str, image: &'static str, runtime: &'static Runtime },
}

impl Program {
    /// The command of a client, but for its own arguments.
    pub(crate) fn client(&self) -> Vec<OsString> {
        self.command(["--env", "REDISCLI_AUTH"].map(OsString::from).to_vec())
    }

    /// The command of a server, but for its own arguments. A container has this name. It has these
    /// folders, which are the caller's, at the same place, and leaves them the caller's; it works in
    /// the first.
    pub(crate) fn server(&self, container: &str, folders: &[&Path]) -> Vec<OsString> {
        let mut options = vec!["--name".into(), container.into()];
        options.extend(["--workdir".into(), folders[0].into()]);
        if let Some(runtime) = self.runtime() {
            options.extend(["--user".into(), runtime.user_for(folders[0]).into()]);
        }
        for folder in folders {
            let mut volume = folder.as_os_str().to_owned();
            volume.push(":");
            volume.push(folder);
            options.extend(["--volume".into(), volume]);
        }
        self.command(options)
    }

    fn command(&self, options: Vec<OsString>) -> Vec<OsString> {
        match self {
            Program::Here(path) => vec![path.into()],
            Program::InImage { program, image, runtime } => {
                // With the network and the process numbers of this machine, as a program here has
                // them. SELinux would keep it from the folders.
                let run = "run --rm --network=host --pid=host --security-opt=label=disable";
                let mut command = vec![runtime.name.into()];
                command.extend(run.split(' ').map(OsString::from));
                command.extend(options);
                command.extend(["--entrypoint", program, image].map(OsString::from));
                command
            }
        }
    }

    /// Where a container is needed for it, what runs that.
    pub(crate) fn runtime(&self) -> Option<&'static Runtime> {
        match self {
            Program::Here(_) => None,
            Program::InImage { runtime, .. } => Some(runtime),
        }
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Program::Here(path) => path.display().fmt(f),
            Program::InImage { program, image, runtime } => {
                write!(f, "{program} in {image} ({})", runtime.name)
            }
        }
    }
}

/// Docker or Podman, which answers.
#[derive(Debug)]
pub(crate) struct Runtime {
    name: &'static str,
    /// Its containers' root is the user who started it.
    is_rootless: bool,
}

impl Runtime {
    /// None where it is not there or its daemon does not answer.
    fn asked(name: &'static str) -> Option<Runtime> {
        let asked = Command::new(name).arg("info").stderr(Stdio::null()).output().ok()?;
        let told = String::from_utf8_lossy(&asked.stdout);
        // Docker lists it among its security options; Podman says whether it is so.
        let is_rootless = |line: &str| matches!(line.trim(), "rootless" | "rootless: true");
        let is_rootless = told.lines().any(is_rootless);
        asked.status.success().then_some(Runtime { name, is_rootless })
    }

    /// Who owns this folder, as containers number users.
    fn user_for(&self, folder: &Path) -> String {
        if self.is_rootless {
            return "0:0".to_owned();
        }
        let about = folder.metadata().expect("the folder is the caller's");
        format!("{}:{}", about.uid(), about.gid())
    }

    /// The command that sends a container a signal.
    pub(crate) fn signal(&self, signal: &str, container: &str) -> [String; 5] {
        [self.name, "kill", "--signal", signal, container].map(str::to_owned)
    }

    /// The number of the process that a container runs.
    ///
    /// # Panics
    ///
    /// Where there is no such container.
    pub(crate) fn process(&self, container: &str) -> u32 {
        let ask = ["inspect", "--type=container", "--format={{.State.Pid}}", container];
        let told = Command::new(self.name).args(ask).output().expect("it has run before");
        let told = String::from_utf8_lossy(&told.stdout);
        told.trim().parse().unwrap_or_else(|_| panic!("{} lost {container}", self.name))
    }
}

/// MongoDB's server: what `DATAGET_TEST_MONGOD` says, else the one on the path, else the one that
/// `scripts/setup servers` fetched, else the one in MongoDB's image.
pub(crate) fn mongod() -> Program {
    let here = || {
        given("DATAGET_TEST_MONGOD")
            .or_else(|| on_path("mongod"))
            .or_else(|| Some(fetched()?.join("mongod-6.0.5/mongod")).filter(|path| path.is_file()))
    };
    find("mongod", MONGO_IMAGE, here)
}

/// Redis's server: what `DATAGET_TEST_REDIS_SERVER` says, else the one on the path, else the one in
/// Redis's image.
pub(crate) fn redis_server() -> Program {
    let here = || given("DATAGET_TEST_REDIS_SERVER").or_else(|| on_path("redis-server"));
    find("redis-server", REDIS_IMAGE, here)
}

/// Redis's client: the one beside the given server, else the one on the path, else the one in
/// Redis's image.
pub(crate) fn redis_cli() -> Program {
    let here = || {
        let given = given("DATAGET_TEST_REDIS_SERVER");
        let beside = given.map(|path| path.with_file_name("redis-cli"));
        beside.filter(|path| path.is_file()).or_else(|| on_path("redis-cli"))
    };
    find("redis-cli", REDIS_IMAGE, here)
}

/// Whether the servers are programs of this machine, and not in images.
#[must_use]
pub fn are_programs() -> bool {
    [mongod(), redis_server(), redis_cli()].iter().all(|program| program.runtime().is_none())
}

fn find(
    program: &'static str,
    image: &'static str,
    here: impl FnOnce() -> Option<PathBuf>,
) -> Program {
    static CHOSEN: LazyLock<Option<Runtime>> = LazyLock::new(chosen);
    static ANSWERING: LazyLock<Option<Runtime>> =
        LazyLock::new(|| ["docker", "podman"].into_iter().find_map(Runtime::asked));
    let in_image = |runtime| Program::InImage { program, image, runtime };
    CHOSEN
        .as_ref()
        .map(in_image)
        .or_else(|| here().map(Program::Here))
        .or_else(|| ANSWERING.as_ref().map(in_image))
        .unwrap_or_else(|| panic!("{program} is missing: run `scripts/setup servers`"))
}

/// What [`CONTAINERS`] says.
fn chosen() -> Option<Runtime> {
    let name = env::var_os(CONTAINERS).filter(|name| !name.is_empty())?;
    let known = ["docker", "podman"].into_iter().find(|known| name == OsStr::new(known));
    let known = known.unwrap_or_else(|| panic!("{CONTAINERS} is not `docker` or `podman`"));
    let runtime = Runtime::asked(known);
    Some(runtime.unwrap_or_else(|| panic!("{CONTAINERS} says {known}, and `{known} info` fails")))
}

fn given(variable: &str) -> Option<PathBuf> {
    let path = env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)?;
    assert!(path.is_file(), "{variable} says {}, which is no file", path.display());
    Some(path)
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn fetched() -> Option<PathBuf> {
    let set = |variable| env::var_os(variable).filter(|path| !path.is_empty());
    let cache = set("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(Path::new(&set("HOME")?).join(".cache")))?;
    Some(cache.join("dataget/servers"))
}
