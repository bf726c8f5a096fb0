//! Which right a user is missing, told from what the server says of a command that it refused. The
//! server repeats all of the command, which is nothing for the user.

/// The roles that `docs/MONGODB.md` names, each with the commands that need it.
const ROLES: [(&str, &[&str]); 4] = [
    (
        "readAnyDatabase",
        &["aggregate", "count", "distinct", "find", "getMore", "listCollections", "listDatabases"],
    ),
    ("readWriteAnyDatabase", &["create", "createIndexes", "findAndModify", "insert", "update"]),
    ("dbAdminAnyDatabase", &["dropDatabase"]),
    ("clusterManager", &["shardCollection"]),
];

/// What is missing, to stand in brackets: `findAndModify on discogs needs readWriteAnyDatabase`.
pub(super) fn missing(refusal: &str) -> String {
    let parts = || {
        let (_, rest) = refusal.split_once("not authorized on ")?;
        let (database, command) = rest.split_once(" to execute command { ")?;
        let (command, rest) = command.split_once(':')?;
        // A copy is an aggregation that writes.
        let writes = ["$out:", "$merge:"].iter().any(|stage| rest.contains(stage));
        let name = if writes { "insert" } else { command };
        let role = ROLES.iter().find(|(_, commands)| commands.contains(&name));
        Some(match role {
            Some((role, _)) => format!("{command} on {database} needs the role {role}"),
            None => format!("{command} on {database} needs another role"),
        })
    };
    if refusal.contains("requires authentication") {
        return "it has not logged in: the URL has no user and password".to_owned();
    }
    parts().unwrap_or_else(|| "a role is missing".to_owned())
}

#[cfg(test)]
mod tests {
    use super::missing;

    #[test]
    fn the_role_is_told_and_not_the_command() {
        for (refusal, told) in [
            (
                r#"not authorized on discogs to execute command { find: "current", filter: {} }"#,
                "find on discogs needs the role readAnyDatabase",
            ),
            (
                r#"not authorized on discogs to execute command { findAndModify: "locks", query:
                   { _id: "writer" }, update: [ { $replaceWith: { host: "geheim" } } ] }"#,
                "findAndModify on discogs needs the role readWriteAnyDatabase",
            ),
            (
                r#"not authorized on discogs_20261101 to execute command { aggregate: "artists",
                   pipeline: [ { $out: { db: "discogs_20261101_2" } } ] }"#,
                "aggregate on discogs_20261101 needs the role readWriteAnyDatabase",
            ),
            (
                "not authorized on discogs_20261101 to execute command { dropDatabase: 1 }",
                "dropDatabase on discogs_20261101 needs the role dbAdminAnyDatabase",
            ),
            (
                r#"not authorized on admin to execute command { shutdown: 1, secret: "geheim" }"#,
                "shutdown on admin needs another role",
            ),
            (
                "command find requires authentication",
                "it has not logged in: the URL has no user and password",
            ),
            ("nothing that is known", "a role is missing"),
        ] {
            assert_eq!(missing(refusal), told);
        }
    }
}
