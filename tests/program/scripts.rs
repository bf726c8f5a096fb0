//! What runs the program on a server: cron and systemd.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use fake_discogs::{FakeDiscogs, Fault, Layout, On};

use crate::{dump, run::Dataget};

fn script(name: &str) -> String {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "scripts", name].iter().collect();
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The command of the crontab's line, after the times and the user.
fn command_of_cron() -> String {
    let table = script("cron/dataget");
    let line = table.lines().find(|line| line.starts_with(|c: char| c.is_ascii_digit())).unwrap();
    let mut fields = line.splitn(7, ' ');
    let times: Vec<&str> = fields.by_ref().take(5).collect();
    assert_eq!(times.len(), 5);
    assert!(times[0].parse::<u8>().unwrap() < 60 && times[1].parse::<u8>().unwrap() < 24);
    assert_eq!(times[2..], ["*"; 3]);
    assert_eq!(fields.next(), Some("dataget"), "is the user");
    fields.next().unwrap().to_owned()
}

#[test]
fn the_line_for_cron_brings_a_month_in_and_says_nothing_unless_something_is_wrong() {
    let discogs = FakeDiscogs::start();
    let dataget = Dataget::new();
    let settings = format!("DATAGET_DUMPS_URL={}\n", discogs.url(Layout::Query));
    fs::write(dataget.path().join("dataget.env"), settings).unwrap();
    let file = |kind: &&str| ((*kind).to_owned(), dump::gzip(dump::many(kind, 5).as_bytes()));
    discogs.put_month("20261001", dump::KINDS.iter().map(file));
    let line = command_of_cron().replace("/var/lib/dataget", ".").replace("/etc/", "");
    let cron = || {
        let mut shell = Command::new("sh");
        dataget.surround(shell.args(["-c", &line]));
        let programs = Path::new(env!("CARGO_BIN_EXE_dataget")).parent().unwrap();
        let path = format!("{}:/usr/bin:/bin", programs.display());
        shell.env("PATH", path).output().unwrap()
    };
    let quiet = cron();
    assert_eq!((quiet.stdout.as_slice(), quiet.stderr.as_slice()), (&b""[..], &b""[..]));
    assert_eq!(dataget.generations(), ["*20261001"]);
    discogs.fail_next(On::Listing, Fault::Forbidden);
    let mailed = String::from_utf8(cron().stdout).unwrap();
    assert!(mailed.contains("error: ") && mailed.contains("403"), "{mailed}");
}

#[test]
fn the_units_for_systemd_are_in_order_and_run_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["dataget.service", "dataget-update.service", "dataget-update.timer"];
    let dataget = Dataget::new();
    for name in names {
        let unit = script(&format!("systemd/{name}"));
        for line in unit.lines().filter_map(|line| line.strip_prefix("ExecStart=")) {
            let arguments = line.strip_prefix("/usr/local/bin/dataget ").unwrap();
            let mut asked: Vec<&str> = arguments.split(' ').collect();
            asked.push("--help");
            dataget.run(&asked).succeeds();
        }
        let here = unit.replace("/usr/local/bin/dataget", env!("CARGO_BIN_EXE_dataget"));
        fs::write(folder.path().join(name), here).unwrap();
    }
    // Where there is no systemd, its units cannot be tried.
    let Ok(verified) = Command::new("systemd-analyze")
        .arg("verify")
        .args(names.map(|name| folder.path().join(name)))
        .output()
    else {
        return;
    };
    let told = String::from_utf8(verified.stderr).unwrap();
    let of_ours: Vec<&str> = told.lines().filter(|line| line.contains("dataget")).collect();
    assert_eq!(of_ours, [""; 0], "{told}");
}
