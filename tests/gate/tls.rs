//! What is agreed upon before the first request.

use std::process::{Command, Stdio};

use crate::gate::Gate;

impl Gate {
    /// What `openssl s_client` says of a handshake with these options; whether there was one.
    fn handshake(&self, options: &[&str]) -> (bool, String) {
        let mut command = Command::new("openssl");
        command.args(["s_client", "-connect", &format!("127.0.0.1:{}", self.https)]);
        command.args(["-servername", "localhost", "-CAfile"]).arg(self.authority());
        let told = command.args(options).stdin(Stdio::null()).output().unwrap();
        let text = String::from_utf8_lossy(&told.stdout).into_owned();
        (told.status.success(), text + &String::from_utf8_lossy(&told.stderr))
    }
}

#[test]
fn only_tls_of_today_is_spoken() {
    let gate = Gate::open();
    for version in ["-tls1_2", "-tls1_3"] {
        let (agreed, said) = gate.handshake(&[version, "-verify_return_error"]);
        assert!(agreed && said.contains("Verify return code: 0"), "{version}: {said}");
    }
    // OpenSSL itself has to be talked into these.
    for version in ["-tls1", "-tls1_1"] {
        let (agreed, said) = gate.handshake(&[version, "-cipher", "DEFAULT@SECLEVEL=0"]);
        assert!(!agreed && said.contains("alert protocol version"), "{version}: {said}");
    }
    for weak in
        ["AES128-SHA", "ECDHE-ECDSA-AES128-SHA", "AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-SHA384"]
    {
        let (agreed, said) = gate.handshake(&["-tls1_2", "-cipher", &format!("{weak}@SECLEVEL=0")]);
        assert!(!agreed && said.contains("alert handshake failure"), "{weak}: {said}");
    }
}

#[test]
fn http_2_is_spoken_with_those_who_know_it() {
    let gate = Gate::open();
    let told = Command::new("curl")
        .args(["--silent", "--show-error", "--http2", "--noproxy", "*", "--output", "/dev/null"])
        .args(["--write-out", "%{http_version} %{response_code}", "--cacert"])
        .arg(gate.authority())
        .arg(format!("{}/", gate.url))
        .output()
        .unwrap();
    let told = String::from_utf8(told.stdout).unwrap() + &String::from_utf8_lossy(&told.stderr);
    assert_eq!(told, "2 200");
}

#[test]
fn browsers_are_told_once_to_come_by_tls_only() {
    let gate = Gate::open();
    let browser = gate.browser();
    let asset = site_asset(&browser.get("/").body);
    // The node's own answers, kept ones, and nginx's own.
    for (path, status) in [
        ("/", 200),
        ("/api/v1/genres", 200),
        (&*asset, 200),
        (&asset, 200),
        ("/nothing", 404),
        ("/metrics", 404),
    ] {
        let answer = browser.get(path);
        assert_eq!(answer.status, status, "{path}");
        for name in ["strict-transport-security", "x-request-id"] {
            let said: Vec<_> = answer.headers.get_all(name).iter().collect();
            assert_eq!(said.len(), 1, "{path}: {name}: {said:?}");
        }
        assert_eq!(answer.header("strict-transport-security"), "max-age=15768000", "{path}");
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "x-frame-options",
            "referrer-policy",
        ] {
            let said = answer.headers.get_all(name).iter().count();
            assert_eq!(said, usize::from(path != "/metrics"), "{path}: {name}");
        }
        assert_eq!(answer.header("server"), "nginx", "its version is nobody's business");
    }
}

/// The address of the stylesheet that a page names.
pub(crate) fn site_asset(page: &str) -> String {
    let (_, rest) = page.split_once("rel=\"stylesheet\" href=\"").expect("a page has a stylesheet");
    rest.split('"').next().unwrap().to_owned()
}
