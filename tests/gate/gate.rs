//! nginx with the shipped configuration before a running server.

use std::{
    fs::{self, File},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use fake_google::FakeGoogle;
use tempfile::TempDir;

use crate::{
    browser::Browser,
    configuration::{Places, install},
    dump,
    run::{Dataget, Ended, signal, wait_until},
    served::Served,
};

/// A site as visitors find it: nginx, and what answers behind it. Ended with the test.
pub(crate) struct Gate {
    /// Where visitors find it: `https://localhost:12345`.
    pub(crate) url: String,
    pub(crate) https: u16,
    pub(crate) http: u16,
    /// The node, or the first of them.
    pub(crate) served: Served,
    pub(crate) others: Vec<Served>,
    pub(crate) google: FakeGoogle,
    // Before its folder goes.
    _nginx: Nginx,
    folder: TempDir,
}

impl Gate {
    pub(crate) fn open() -> Self {
        Self::with(1, &["--requests-per-second", "100000"])
    }

    /// With so many nodes, started with these options. Each keeps the visitors' state for itself.
    pub(crate) fn with(nodes: usize, options: &[&str]) -> Self {
        let (http, https) = (servers::free_port(), servers::free_port());
        let url = format!("https://localhost:{https}");
        let google = FakeGoogle::start();
        let options = [options, &["--public-url", &url]].concat();
        let mut nodes: Vec<Served> = (0..nodes).map(|_| node(&google, &options)).collect();
        let folder = tempfile::tempdir().unwrap();
        let addresses: Vec<&str> =
            nodes.iter().map(|node| node.url.strip_prefix("http://").unwrap()).collect();
        let places = Places { folder: folder.path(), nodes: &addresses, http, https };
        let nginx = Nginx::start(folder.path(), &install(&places), https);
        let served = nodes.remove(0);
        Self { url, https, http, served, others: nodes, google, _nginx: nginx, folder }
    }

    /// A visitor with a cookie jar of its own.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(&self.url, &fs::read(self.authority()).unwrap())
    }

    /// Who has signed the site's certificate, as a file.
    pub(crate) fn authority(&self) -> PathBuf {
        self.folder.path().join("tls/ca.pem")
    }

    /// What nginx has logged so far: `access.log` or `error.log`.
    pub(crate) fn log(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join("log").join(name)).unwrap()
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// A node with the hand-made catalogue, for which the stand-in is Google.
fn node(google: &FakeGoogle, options: &[&str]) -> Served {
    let dataget = Dataget::with_settings(google.environment().to_vec());
    dump::catalogue(&dataget.folder("loaded"));
    dataget.run(&["load", "loaded"]).succeeds();
    Served::start(dataget, options)
}

/// nginx in the foreground. Ended with the test.
pub(crate) struct Nginx(Child);

impl Nginx {
    /// Tests a configuration, starts nginx with it, and waits until it listens.
    pub(crate) fn start(folder: &Path, configuration: &Path, port: u16) -> Self {
        let nginx = || {
            let mut command = Command::new(program());
            command.arg("-p").arg(folder).arg("-c").arg(configuration);
            command.arg("-e").arg(folder.join("log/error.log"));
            command
        };
        let tested = nginx().arg("-t").output();
        Ended::of(tested.expect("run `scripts/setup gate` first")).succeeds();
        let said = File::create(folder.join("log/stderr")).unwrap();
        let mut command = nginx();
        command.args(["-g", "daemon off;"]).stdin(Stdio::null()).stderr(said);
        let mut nginx = Self(command.spawn().unwrap());
        wait_until("nginx listens", || {
            let said = || fs::read_to_string(folder.join("log/stderr"));
            assert!(nginx.0.try_wait().unwrap().is_none(), "it has ended: {:?}", said());
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        nginx
    }
}

/// Where nginx is; Debian keeps it where only root's `PATH` leads.
fn program() -> PathBuf {
    let given = std::env::var_os("DATAGET_TEST_NGINX").map(PathBuf::from);
    let usual = Path::new("/usr/sbin/nginx").exists().then(|| "/usr/sbin/nginx".into());
    given.or(usual).unwrap_or_else(|| "nginx".into())
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The master ends its workers.
        signal("TERM", self.0.id());
        let _ = self.0.wait();
    }
}
