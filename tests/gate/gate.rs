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
    folder: TempDir,
    nginx: Child,
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
        let nginx = start(&places);
        let served = nodes.remove(0);
        Self { url, https, http, served, others: nodes, google, folder, nginx }
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

impl Drop for Gate {
    fn drop(&mut self) {
        // The master ends its workers.
        signal("TERM", self.nginx.id());
        let _ = self.nginx.wait();
    }
}

/// A node with the hand-made catalogue, for which the stand-in is Google.
fn node(google: &FakeGoogle, options: &[&str]) -> Served {
    let dataget = Dataget::with_settings(google.environment().to_vec());
    dump::catalogue(&dataget.folder("loaded"));
    dataget.run(&["load", "loaded"]).succeeds();
    Served::start(dataget, options)
}

/// Tests the configuration, starts nginx with it, and waits until it listens.
fn start(places: &Places<'_>) -> Child {
    let configuration = install(places);
    let nginx = || {
        let mut command = Command::new("nginx");
        command.arg("-p").arg(places.folder).arg("-c").arg(&configuration);
        command.arg("-e").arg(places.folder.join("log/error.log"));
        command
    };
    let tested = nginx().arg("-t").output();
    let tested = Ended::of(tested.expect("run `scripts/setup gate` first")).succeeds();
    assert!(!tested.stderr.contains("[emerg]"), "{}", tested.stderr);
    let said = File::create(places.folder.join("log/stderr")).unwrap();
    let mut child =
        nginx().args(["-g", "daemon off;"]).stdin(Stdio::null()).stderr(said).spawn().unwrap();
    wait_until("nginx listens", || {
        let said = || fs::read_to_string(places.folder.join("log/error.log"));
        assert!(child.try_wait().unwrap().is_none(), "it has ended: {said:?}", said = said());
        TcpStream::connect(("127.0.0.1", places.https)).is_ok()
    });
    child
}
