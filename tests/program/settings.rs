//! Where settings come from: a flag, a variable, a file of settings; and addresses and secrets also
//! from a file that either of them names. No server is needed: each way ends in an error of its own.

use std::fs;

use crate::run::{Dataget, Ended};

/// The names of a server's settings, and how an address that is none is told.
const SERVERS: [(&str, &str, &str); 2] = [
    ("mongodb-url", "DATAGET_MONGODB_URL", "the MongoDB URL is not understood"),
    ("redis-url", "DATAGET_REDIS_URL", "the address of Redis cannot be used"),
];

/// What comes of asking with these variables and flags.
fn ask(dataget: &Dataget, variables: &[(&str, &str)], flags: &[(&str, &str)]) -> Ended {
    let mut command = dataget.command(&["search", "song"]);
    command.envs(variables.iter().copied());
    command.args(flags.iter().flat_map(|(name, value)| [format!("--{name}"), (*value).to_owned()]));
    Ended::of(command.output().unwrap())
}

#[test]
fn a_flag_wins_over_the_variables() {
    let dataget = Dataget::new();
    for (flag, variable, not_understood) in SERVERS {
        let [file_flag, file_variable] = [format!("{flag}-file"), format!("{variable}_FILE")];
        let variables = [(variable, "nonsense"), (&file_variable, "missing")];
        for set in [&variables[..1], &variables[1..]] {
            let error = ask(&dataget, set, &[(flag, "nonsense")]).fails();
            assert!(error.contains(not_understood), "{error}");
            let error = ask(&dataget, set, &[(&file_flag, "other")]).fails();
            assert!(error.contains("cannot read the address from other: "), "{error}");
            // An empty flag switches the server off.
            let error = ask(&dataget, set, &[(flag, "")]).fails();
            assert!(error.contains("nothing is loaded yet"), "{error}");
        }
        let error = ask(&dataget, &variables, &[]);
        assert_eq!(error.code, 2);
    }
}

#[test]
fn an_address_and_a_file_with_it_are_wrong_usage() {
    let dataget = Dataget::new();
    let mut told = Vec::new();
    for (flag, variable, _) in SERVERS {
        let [file_flag, file_variable] = [format!("{flag}-file"), format!("{variable}_FILE")];
        let addresses = ["redis://user:geheim@host/", "missing"];
        for (url, file, is_flag) in
            [(variable, &file_variable[..], false), (flag, &file_flag[..], true)]
        {
            let both = [(url, addresses[0]), (file, addresses[1])];
            let (variables, flags) =
                if is_flag { (&[][..], &both[..]) } else { (&both[..], &[][..]) };
            let ended = ask(&dataget, variables, flags);
            assert_eq!((ended.code, ended.stdout.as_str()), (2, ""));
            assert!(!ended.stderr.contains("geheim"), "{}", ended.stderr);
            told.push(ended.stderr);
        }
    }
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn an_empty_variable_is_one_that_is_not_set() {
    let dataget = Dataget::new();
    for (_, variable, not_understood) in SERVERS {
        let file_variable = format!("{variable}_FILE");
        let error = ask(&dataget, &[(variable, " "), (&file_variable, "")], &[]).fails();
        assert!(error.contains("nothing is loaded yet"), "{error}");
        let error = ask(&dataget, &[(variable, "nonsense"), (&file_variable, "")], &[]).fails();
        assert!(error.contains(not_understood), "{error}");
        let error = ask(&dataget, &[(variable, ""), (&file_variable, "missing")], &[]).fails();
        assert!(error.contains("cannot read the address from missing: "), "{error}");
    }
}

#[test]
fn a_variable_wins_over_the_file_of_settings_and_a_flag_over_both() {
    let dataget = Dataget::new();
    let settings = "DATAGET_REDIS_URL=redis://:geheim@127.0.0.1:1/\nDATAGET_LISTEN='127.0.0.1:2'\n";
    fs::write(dataget.path().join("settings"), settings).unwrap();
    let file = ("DATAGET_CONFIG", "settings");
    let told = |variables: &[(&str, &str)], flags: &[(&str, &str)]| {
        let told = ask(&dataget, variables, flags).fails();
        assert!(!told.contains("geheim"), "{told}");
        told
    };
    for (variables, flags) in [
        (&[file][..], &[][..]),
        (&[file, ("DATAGET_REDIS_URL", " ")], &[]),
        (&[("DATAGET_CONFIG", "missing")], &[("config", "settings")]),
    ] {
        let told = told(variables, flags);
        assert!(told.contains("Redis at 127.0.0.1:1 does not answer"), "{told}");
    }
    let other = ("DATAGET_REDIS_URL", "redis://127.0.0.1:3");
    for variables in [&[file, other][..], &[file, ("DATAGET_REDIS_URL_FILE", "other")]] {
        fs::write(dataget.path().join("other"), other.1).unwrap();
        let told = told(variables, &[]);
        assert!(told.contains("Redis at 127.0.0.1:3 does not answer"), "{told}");
    }
    let told = told(&[file, other], &[("redis-url", "")]);
    assert!(told.contains("nothing is loaded yet"), "{told}");
    let mut health = dataget.command(&["health", "--config=settings"]);
    let told = Ended::of(health.output().unwrap()).fails();
    assert!(told.contains("127.0.0.1:2"), "{told}");
    let help = dataget.run(&["search", "--config", "settings", "--help"]).succeeds().stdout;
    assert!(!help.contains("geheim"), "{help}");
}

#[test]
fn the_users_own_file_of_settings_is_read_unless_another_is_named() {
    let dataget = Dataget::new();
    let folder = dataget.folder("home/.config/dataget");
    let ask = |variables: &[(&str, &str)]| ask(&dataget, variables, &[]).fails();
    assert!(ask(&[("HOME", "home")]).contains("nothing is loaded yet"));
    fs::write(folder.join("config.env"), "DATAGET_REDIS_URL=nonsense").unwrap();
    let (_, _, not_understood) = SERVERS[1];
    for variables in [("HOME", "home"), ("XDG_CONFIG_HOME", "home/.config")] {
        assert!(ask(&[variables]).contains(not_understood));
    }
    fs::write(dataget.path().join("empty"), "").unwrap();
    let told = ask(&[("HOME", "home"), ("DATAGET_CONFIG", "empty")]);
    assert!(told.contains("nothing is loaded yet"), "{told}");
    // An empty flag switches it off; a home that is none has none.
    let mut off = dataget.command(&["search", "song", "--config", ""]);
    let told = Ended::of(off.env("HOME", "home").output().unwrap()).fails();
    assert!(told.contains("nothing is loaded yet"), "{told}");
    assert!(ask(&[("HOME", "/dev/null")]).contains("nothing is loaded yet"));
}

#[test]
fn help_is_there_for_who_has_made_a_mistake_in_the_file_of_settings() {
    let dataget = Dataget::new();
    fs::write(dataget.path().join("wrong"), "DATAGET_NONSENSE=1").unwrap();
    for asks in ["--help", "--version"] {
        let ended = dataget.run(&["--config", "wrong", asks]).succeeds();
        assert!(ended.stdout.starts_with("Load the monthly") || asks == "--version");
    }
    let told = dataget.run(&["--config", "wrong", "status"]).fails();
    assert!(told.contains("wrong, line 1: there is no setting DATAGET_NONSENSE"), "{told}");
}

#[test]
fn what_is_wrong_with_the_file_of_settings_is_told() {
    let dataget = Dataget::new();
    let told = ["missing", "misspelt", "wrong", "both"].map(|name| {
        let text = match name {
            "misspelt" => "\nDATAGET_REDIS_ULR=redis://host/",
            "wrong" => "DATAGET_LISTEN=nonsense",
            "both" => "DATAGET_REDIS_URL=redis://host/\nDATAGET_REDIS_URL_FILE=missing",
            _ => "",
        };
        if !text.is_empty() {
            fs::write(dataget.path().join(name), text).unwrap();
        }
        let ended = dataget.run(&["health", "--config", name]);
        assert_eq!(ended.stdout, "");
        format!("{}: {}", ended.code, ended.stderr)
    });
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_file_with_an_address_is_read_without_its_last_newline() {
    let dataget = Dataget::new();
    let write = |bytes: &[u8]| fs::write(dataget.path().join("address"), bytes).unwrap();
    for (_, variable, not_understood) in SERVERS {
        let file_variable = format!("{variable}_FILE");
        let ask = || ask(&dataget, &[(&file_variable, "address")], &[]).fails();
        write(b"\n");
        assert_eq!(ask(), "error: address is empty: write the address into it");
        write(b"nonsense\n");
        let error = ask();
        assert!(error.contains(not_understood), "{error}");
        write(b"\xff\xfe");
        let error = ask();
        assert!(error.starts_with("error: cannot read the address from address: "), "{error}");
    }
    // Nobody listens there: what is told is the address without the newline.
    write(b"redis://127.0.0.1:1\n");
    let error = ask(&dataget, &[("DATAGET_REDIS_URL_FILE", "address")], &[]).fails();
    assert!(error.contains("Redis at 127.0.0.1:1 does not answer"), "{error}");
}

/// What comes of serving with these variables and flags; there is always something wrong, so that
/// it ends.
fn serve(variables: &[(&str, &str)], flags: &[&str]) -> Ended {
    let dataget = Dataget::new();
    let mut command = dataget.command(&["serve", "--listen", "127.0.0.1:0"]);
    command.env("DATAGET_GOOGLE_CLIENT_ID", "site").envs(variables.iter().copied()).args(flags);
    Ended::of(command.output().unwrap())
}

/// A key that is too short, which is found out last.
const SHORT: (&str, &str) = ("DATAGET_SECRET_KEY", "geheim");

#[test]
fn the_secrets_of_playlists_come_from_a_flag_a_variable_or_a_file() {
    const FILE: (&str, &str) = ("DATAGET_GOOGLE_CLIENT_SECRET_FILE", "missing");
    let told = serve(&[SHORT], &[]).fails();
    assert!(told.contains("DATAGET_GOOGLE_CLIENT_SECRET is not: set both"), "{told}");
    let told = serve(&[FILE, SHORT], &[]).fails();
    assert!(told.contains("cannot read the client's secret from missing: "), "{told}");
    let too_short = "the secret key has 6 bytes: 32 or more are needed";
    for flags in [&["--google-client-secret", "canary"][..], &[]] {
        let variable = ("DATAGET_GOOGLE_CLIENT_SECRET", "canary");
        let variables = if flags.is_empty() { [variable, SHORT] } else { [FILE, SHORT] };
        let told = serve(&variables, flags).fails();
        assert!(told.contains(too_short) && !told.contains("canary"), "{told}");
    }
    let key_file = ("DATAGET_SECRET_KEY_FILE", "missing");
    let flags = ["--google-client-secret", "canary"];
    let told = serve(&[key_file], &flags).fails();
    assert!(told.contains("cannot read the key from missing: "), "{told}");
    let told = serve(&[key_file], &[&flags[..], &["--secret-key", "geheim"]].concat()).fails();
    assert!(told.contains(too_short) && !told.contains("geheim"), "{told}");
}

#[test]
fn a_secret_and_a_file_with_it_are_wrong_usage() {
    for (name, both) in [
        ("client secret", ["DATAGET_GOOGLE_CLIENT_SECRET", "DATAGET_GOOGLE_CLIENT_SECRET_FILE"]),
        ("key", ["DATAGET_SECRET_KEY", "DATAGET_SECRET_KEY_FILE"]),
    ] {
        let ended = serve(&both.map(|name| (name, "geheim")), &[]);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{name}");
        let told = format!("{} and {} are both set: unset one of them", both[0], both[1]);
        assert!(ended.stderr.contains(&told) && !ended.stderr.contains("geheim"), "{ended:?}");
    }
}

#[test]
fn a_worker_of_its_own_needs_redis() {
    let told = Dataget::new().run(&["worker"]).fails();
    assert!(told.contains("set DATAGET_REDIS_URL; without it, `dataget serve`"), "{told}");
}
