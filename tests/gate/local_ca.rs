//! The script that makes certificates for one machine.

use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

use crate::configuration::certificate;

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let read = |entry: fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
    };
    entries.map(read).collect()
}

fn told(folder: &Path, arguments: &[&str]) -> String {
    let told = Command::new("openssl").current_dir(folder).args(arguments).output().unwrap();
    String::from_utf8(told.stdout).unwrap()
}

#[test]
fn a_certificate_is_for_the_names_given_and_its_key_for_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    certificate(folder.path(), Some("records.example"));
    let all = files(folder.path());
    assert_eq!(
        all.keys().collect::<Vec<_>>(),
        ["ca.key", "ca.pem", "fullchain.pem", "privkey.pem"]
    );
    for key in ["ca.key", "privkey.pem"] {
        let mode = fs::metadata(folder.path().join(key)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{key}");
    }
    let about = told(folder.path(), &["x509", "-in", "fullchain.pem", "-noout", "-text"]);
    for name in ["DNS:localhost", "DNS:records.example", "IP Address:127.0.0.1"] {
        assert!(about.contains(name), "{about}");
    }
    let verify =
        ["verify", "-CAfile", "ca.pem", "-verify_hostname", "records.example", "fullchain.pem"];
    assert_eq!(told(folder.path(), &verify), "fullchain.pem: OK\n");
    let day = (24 * 3600).to_string();
    let month = (31 * 24 * 3600).to_string();
    let lasts = |seconds: &str| {
        told(folder.path(), &["x509", "-in", "fullchain.pem", "-noout", "-checkend", seconds])
    };
    assert_eq!([lasts(&day), lasts(&month)].map(|said| said.contains("will not")), [true, false]);
}

#[test]
fn what_still_holds_is_left_as_it_is_and_what_is_missing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    certificate(folder.path(), None);
    let first = files(folder.path());
    certificate(folder.path(), None);
    assert_eq!(files(folder.path()), first);
    certificate(folder.path(), Some("records.example"));
    let named = files(folder.path());
    assert_eq!(named["ca.key"], first["ca.key"], "who trusts it need not trust another");
    assert_ne!(named["fullchain.pem"], first["fullchain.pem"]);
    fs::remove_file(folder.path().join("ca.key")).unwrap();
    certificate(folder.path(), Some("records.example"));
    let verify = ["verify", "-CAfile", "ca.pem", "fullchain.pem"];
    assert_eq!(told(folder.path(), &verify), "fullchain.pem: OK\n");
}
