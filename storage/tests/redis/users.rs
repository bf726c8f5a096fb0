//! The users of docs/REDIS.md, with exactly the rights that stand there.

use servers::RedisServer;

/// Makes a user of the page on a server, for the keys of a prefix. Gives the address to ask it as
/// that user.
pub(crate) fn documented(server: &RedisServer, user: &str, prefix: &str) -> String {
    let page = include_str!("../../../docs/REDIS.md");
    let start = format!("ACL SETUSER {user} on >PASSWORD ");
    let rights = page.lines().find_map(|line| line.strip_prefix(&start));
    let rights = rights.unwrap_or_else(|| panic!("docs/REDIS.md has no rights of {user}"));
    let keys = format!("~{prefix}:*");
    let rights = rights.replace("~dataget:*", &keys);
    assert!(rights.split(' ').any(|right| right == keys), "{user} has {rights}");
    let rights: Vec<&str> = rights.split(' ').collect();
    let user_of = ["acl", "setuser", user, "on", ">geheim"];
    assert_eq!(server.cli(&[&user_of[..], &rights].concat()), "OK");
    format!("redis://{user}:geheim@127.0.0.1:{}", server.port())
}
