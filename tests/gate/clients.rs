//! Who is one client, and who another.

use std::fs;

use crate::{
    configuration::{shipped, user},
    gate::Nginx,
};

#[test]
fn a_network_of_version_6_is_one_client() {
    let folder = tempfile::tempdir().unwrap();
    let (path, port) = (folder.path().display(), servers::free_port());
    fs::create_dir(folder.path().join("log")).unwrap();
    let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary = kinds.map(|kind| format!("{kind}_temp_path {path}/{kind};")).concat();
    let limits = shipped("nginx/snippets/dataget-limits.conf");
    let configuration = folder.path().join("nginx.conf");
    // A header stands in for where they come from.
    let text = format!(
        "user {user}; pid {path}/pid; error_log {path}/log/error.log; events {{}} http {{ \
         {temporary} access_log off; include {limits}; set_real_ip_from 127.0.0.1; \
         real_ip_header X-Address; server {{ listen 127.0.0.1:{port}; location / {{ \
         return 200 $client; }} }} }}",
        user = user(),
        limits = limits.display(),
    );
    fs::write(&configuration, text).unwrap();
    let _nginx = Nginx::start(folder.path(), &configuration, port);
    let http = servers::http().build().unwrap();
    let client = |address: &str| {
        let request = http.get(format!("http://127.0.0.1:{port}/")).header("x-address", address);
        request.send().unwrap().bytes().unwrap()
    };
    for (one, other, is_same) in [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", true),
        ("2001:db8:1:2::", "2001:db8:1:2:3:4:5:6", true),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:3:3:4:5:6", false),
        ("2001:db8:1::1", "2001:db8:1::2", true),
        ("2001:db8:1::1", "2001:db8:2::1", false),
        ("2001:db8::1", "2001:db8::1:2:3:4", true),
        ("2001:db8::1", "2001:db9::1", false),
        ("198.51.100.7", "198.51.100.7", true),
        ("198.51.100.7", "198.51.100.8", false),
    ] {
        assert_eq!(client(one) == client(other), is_same, "{one}, {other}");
    }
}
