//! What is typed on a server, from the unpacked archive to a certificate. It is one machine, and
//! each block finds there what those before have left.

use std::{fs, os::unix::fs::symlink, path::Path};

use fake_discogs::Layout;
use fake_google::FakeGoogle;

use crate::{
    blocks::Block,
    commands::{Scene, blocks_in},
    machine::{Machine, Rights, on_a_machine},
    read, root,
    scenes::mirror,
};

/// Where the site is for those on the machine.
const SITE: &str = "http://127.0.0.1:8080";
/// A video of the catalogue, which a visitor collects.
const VIDEO: &str = "K0k3qzRdmCs";

#[test]
fn a_server_is_set_up_backed_up_and_put_behind_nginx() {
    on_a_machine(Rights::Root, |machine| {
        let mirror = mirror(machine);
        let google = FakeGoogle::start();
        let mut settings = google.environment().to_vec();
        settings.push(("DATAGET_DUMPS_URL", mirror.url(Layout::Query)));
        let settings = settings.iter().map(|(name, value)| format!("{name}={value}\n"));
        fs::write("/etc/dataget.env", settings.collect::<String>()).unwrap();
        stand_ins(machine);
        unpack_archive(&machine.own("archive"));

        for block in blocks_in(Scene::Host) {
            prepare(machine, &block);
            machine.types(&block.commands);
            check(machine, &block);
        }
        machine.run("systemctl stop dataget nginx");
    });
}

/// What a server has, and this machine may not.
fn stand_ins(machine: &Machine) {
    for entry in fs::read_dir(root().join("tests/docs/stand-ins")).unwrap() {
        let program = entry.unwrap().path();
        symlink(&program, machine.bin().join(program.file_name().unwrap())).unwrap();
    }
    if let Some(nginx) = std::env::var_os("DATAGET_TEST_NGINX") {
        symlink(nginx, machine.bin().join("nginx")).unwrap();
    }
}

/// What the text before a block takes for granted.
fn prepare(machine: &mut Machine, block: &Block) {
    machine.folder = root().to_owned();
    match (block.heading.as_str(), block.number) {
        ("systemd" | "Upgrade", _) => machine.folder = machine.own("archive"),
        ("What to back up", 1) => {
            fs::create_dir("/backup").unwrap();
            fs::create_dir("/safe").unwrap();
            machine.run(&format!("curl --cookie-jar ~/cookies {SITE}/api/v1/session"));
            let headers = format!("-H 'Origin: {SITE}' -H 'Content-Type: application/json'");
            let basket = format!(r#"'{{"videos": ["{VIDEO}"]}}' {SITE}/api/v1/basket"#);
            let put = "curl --cookie ~/cookies --request PUT";
            machine.run(&format!("{put} {headers} --data {basket}"));
        }
        // On a new machine users have other numbers.
        ("What to back up", 2) => {
            machine.run("chown 4321:4321 /backup/state.redb /safe/secret.key");
            machine.run("systemctl stop dataget");
            machine.run("find /var/lib/dataget -mindepth 1 -delete");
            machine.run("systemctl start dataget");
            machine.succeeds_in_time(&format!("curl {SITE}/healthz"));
        }
        // A package of Debian starts what it brings.
        ("On a server", 1) => {
            machine.run("nginx");
        }
        _ => {}
    }
}

/// What a block promises.
fn check(machine: &Machine, block: &Block) {
    let https = |options: &str| {
        machine.succeeds_in_time(&format!("curl {options} https://music.example.org/"));
    };
    match (block.heading.as_str(), block.number) {
        ("systemd" | "Upgrade", _) => machine.succeeds_in_time(&format!("curl {SITE}/readyz")),
        ("What to back up", _) => {
            machine.succeeds_in_time(&format!("curl {SITE}/readyz"));
            let basket = machine.run(&format!("curl --cookie ~/cookies {SITE}/api/v1/basket"));
            assert!(basket.contains(VIDEO), "the visitor's basket is there: {basket}");
        }
        ("The certificate", 1) => https("--cacert ~/certbot/ca.pem"),
        ("The certificate", 2) => https("--cacert ~/.acme.sh/music.example.org_ecc/ca.pem"),
        _ => {}
    }
}

/// Makes what `make release` does, as far as it is installed.
fn unpack_archive(folder: &Path) {
    assert!(read("scripts/release").contains(" scripts/systemd "), "the units are in the archive");
    for name in ["man/dataget.1", "completions/dataget.bash"] {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    symlink(env!("CARGO_BIN_EXE_dataget"), folder.join("dataget")).unwrap();
    symlink(root().join("scripts/systemd"), folder.join("systemd")).unwrap();
}
