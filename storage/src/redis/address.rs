//! Where a server or a cluster is.

use ::redis::{ConnectionInfo, IntoConnectionInfo};

use super::Error;

/// Reads an address: a URL in which there may be several hosts, separated by commas, of the same
/// server or cluster. User, password and all else hold for each of them.
pub(super) fn read(url: &str) -> Result<Vec<ConnectionInfo>, Error> {
    hosts(url)
        .iter()
        .map(|url| {
            let info = url.as_str().into_connection_info();
            let info = info.map_err(|error| Error::address(&error))?;
            // Two answers fewer to wait for.
            let settings = info.redis_settings().clone().set_skip_set_lib_name();
            Ok(info.set_redis_settings(settings))
        })
        .collect()
}

/// A URL for each of the hosts.
fn hosts(url: &str) -> Vec<String> {
    let start = url.find("://").map_or(0, |scheme| scheme + 3);
    let end = url[start..].find(['/', '?', '#']).map_or(url.len(), |length| start + length);
    // A password may have a comma.
    let start = url[start..end].rfind('@').map_or(start, |at| start + at + 1);
    let (before, after) = (&url[..start], &url[end..]);
    url[start..end].split(',').map(|host| [before, host, after].concat()).collect()
}

/// What all of them are called together; users and passwords are left out.
pub(super) fn name(addresses: &[ConnectionInfo]) -> String {
    let names: Vec<String> = addresses.iter().map(|info| info.addr().to_string()).collect();
    names.join(",")
}

/// Refuses prefixes of which no keys can be made that everybody can read and write down.
pub(super) fn check_prefix(prefix: &str) -> Result<(), Error> {
    let is_bad = |c: char| c.is_control() || c.is_whitespace();
    let reason = if prefix.is_empty() {
        "it is empty"
    } else if prefix.contains(['{', '}']) {
        "it has braces, which say on which node of a cluster a key is"
    } else if prefix.contains(is_bad) {
        "it has a blank or a control character"
    } else {
        return Ok(());
    };
    Err(Error::Prefix { reason })
}

#[cfg(test)]
mod tests {
    use super::{hosts, name, read};

    #[test]
    fn each_host_has_all_that_stands_around_it() {
        for (url, expected) in [
            ("redis://a", &["redis://a"][..]),
            ("redis://a:1,b:2", &["redis://a:1", "redis://b:2"]),
            ("rediss://u:p,w@a:1,[::1]:2/0", &["rediss://u:p,w@a:1/0", "rediss://u:p,w@[::1]:2/0"]),
            (
                "redis://u:p@w@a,b/?protocol=resp3",
                &["redis://u:p@w@a/?protocol=resp3", "redis://u:p@w@b/?protocol=resp3"],
            ),
            ("redis+unix:///run/redis,1.sock", &["redis+unix:///run/redis,1.sock"]),
            ("", &[""]),
        ] {
            assert_eq!(hosts(url), expected, "{url}");
        }
    }

    #[test]
    fn the_name_has_no_password() {
        assert_eq!(name(&read("redis://u:secret@a:1,b").unwrap()), "a:1,b:6379");
        for url in ["redis://a,,b", "redis://a,", "redis://a,redis://b", "redis://a:1,b:x"] {
            assert!(read(url).is_err(), "{url}");
        }
    }
}
