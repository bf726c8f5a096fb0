//! The shipped configuration, made fit for a folder and ports of its own.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use crate::run::Ended;

/// What an installation changes, and here also where nginx writes and listens.
pub(crate) struct Places<'a> {
    pub(crate) folder: &'a Path,
    /// The addresses of the nodes.
    pub(crate) nodes: &'a [&'a str],
    pub(crate) http: u16,
    pub(crate) https: u16,
}

pub(crate) fn shipped(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Writes the configuration, and a certificate for `localhost`. Gives the path of `nginx.conf`.
pub(crate) fn install(places: &Places<'_>) -> PathBuf {
    let Places { folder, .. } = places;
    for made in ["etc/snippets", "lib", "log"] {
        fs::create_dir_all(folder.join(made)).unwrap();
    }
    certificate(&folder.join("tls"), None);
    let snippets = fs::read_dir(shipped("nginx/snippets")).unwrap();
    let snippets = snippets.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let snippets = snippets.map(|name| format!("snippets/{name}"));
    for name in ["nginx.conf", "dataget.conf"].map(str::to_owned).into_iter().chain(snippets) {
        let text = fs::read_to_string(shipped("nginx").join(&name)).unwrap();
        fs::write(folder.join("etc").join(&name), placed(&text, places)).unwrap();
    }
    folder.join("etc/nginx.conf")
}

/// Runs the script that makes certificates.
pub(crate) fn certificate(folder: &Path, name: Option<&str>) -> Ended {
    let made = Command::new(shipped("scripts/local-ca")).arg(folder).args(name).output().unwrap();
    Ended::of(made).succeeds()
}

fn placed(shipped: &str, places: &Places<'_>) -> String {
    let folder = places.folder.to_str().unwrap();
    let nodes: Vec<String> =
        places.nodes.iter().map(|node| format!("server {node} max_fails")).collect();
    let mut text = shipped.to_owned();
    for (shipped, here) in [
        ("user www-data;", format!("user {};", user())),
        ("/run/nginx.pid", format!("{folder}/nginx.pid")),
        ("/var/log/nginx/", format!("{folder}/log/")),
        ("/var/lib/nginx/", format!("{folder}/lib/")),
        ("/var/www/acme", format!("{folder}/acme")),
        (
            "/etc/letsencrypt/live/records.example/fullchain.pem",
            format!("{folder}/tls/fullchain.pem"),
        ),
        ("/etc/letsencrypt/live/records.example/privkey.pem", format!("{folder}/tls/privkey.pem")),
        ("server_name records.example;", "server_name localhost;".to_owned()),
        ("server 127.0.0.1:8080 max_fails", nodes.join("=3 fail_timeout=5s;\n    ")),
        ("listen 80", format!("listen 127.0.0.1:{}", places.http)),
        ("listen 443", format!("listen 127.0.0.1:{}", places.https)),
        ("listen [::]:80", format!("listen [::1]:{}", places.http)),
        ("listen [::]:443", format!("listen [::1]:{}", places.https)),
    ] {
        text = text.replace(shipped, &here);
    }
    // Not every machine has addresses of version 6.
    if TcpListener::bind("[::1]:0").is_err() {
        text = text
            .lines()
            .filter(|line| !line.contains("[::1]"))
            .fold(String::new(), |all, line| all + line + "\n");
    }
    let said = |line: &str| line.split('#').next().unwrap_or_default().to_owned();
    let strange = text.lines().map(said).find(|line| {
        ["/var/", "/run/", "/etc/", "records.example"].iter().any(|place| line.contains(place))
    });
    assert_eq!(strange, None, "is not replaced");
    text
}

/// Whose the temporary folder is: nginx's workers write into it.
pub(crate) fn user() -> String {
    let told = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(told.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_linter_finds_nothing_of_weight_in_the_shipped_configuration() {
    let tool = std::env::var_os("DATAGET_TEST_GIXY").map(PathBuf::from);
    let home = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".cache")));
    let tool = tool.or_else(|| Some(home?.join("dataget/gixy/bin/gixy")));
    let tool = tool.filter(|tool| tool.exists()).expect("run `scripts/setup gate` first");
    let linted = Command::new(tool).arg("-ll").arg(shipped("nginx/nginx.conf")).output().unwrap();
    let told = String::from_utf8_lossy(&linted.stdout);
    assert!(linted.status.success(), "{told}");
}
