//! What a run told its operator, as everybody may read it.

/// The first sentence, without the folders of the machine, and of addresses no more than where
/// they lead: no user, no password.
pub(super) fn in_public(told: &str) -> String {
    let line = told.lines().next().unwrap_or_default();
    let sentence = line.split_once(". ").map_or(line, |(sentence, _)| sentence);
    let words: Vec<String> = sentence.split(' ').map(word).collect();
    words.join(" ")
}

/// A word, of which a path or an address is cut, with the marks around it kept.
fn word(word: &str) -> String {
    let is_mark = |mark: char| "`'\"()[]<>,;:!?".contains(mark);
    let inner = word.trim_start_matches(is_mark);
    let before = &word[..word.len() - inner.len()];
    let inner = inner.trim_end_matches(is_mark);
    let after = &word[before.len() + inner.len()..];
    format!("{before}{}{after}", cut(inner))
}

fn cut(inner: &str) -> String {
    // What stands before a path, as in `path=/srv`, is cut as well.
    if let Some((scheme, rest)) = inner.split_once("://") {
        // A password may have slashes in it that should be escaped and are not.
        let host = rest.rsplit('@').next().unwrap_or_default();
        let host = host.split(['/', '?', '#']).next().unwrap_or_default();
        return if host.is_empty() { last(rest) } else { format!("{scheme}://{host}") };
    }
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if inner.contains('\\') || (inner.contains('/') && !inner.split('/').all(is_number)) {
        return last(inner);
    }
    inner.to_owned()
}

/// The last component of a path.
fn last(path: &str) -> String {
    path.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::in_public;

    #[test]
    fn folders_and_passwords_are_for_the_operator() {
        for (told, public) in [
            (
                "/srv/dataget/dump/discogs_20261101_masters.xml.gz: it is cut. Fetch it again.",
                "discogs_20261101_masters.xml.gz: it is cut",
            ),
            ("cannot write `/srv/my data/x.redb`: no room", "cannot write `my x.redb`: no room"),
            ("the lock \"/home/ada/.dataget/LOCK\" is held", "the lock \"LOCK\" is held"),
            (r"C:\Users\ada\dump\ is empty", "dump is empty"),
            ("folder=/srv/dumps/ is away", "dumps is away"),
            (
                "mongodb+srv://ada:s3cr/et@db.example:27017/?tls=true does not answer",
                "mongodb+srv://db.example:27017 does not answer",
            ),
            ("redis://:secret@10.0.0.7:6379: refused", "redis://10.0.0.7:6379: refused"),
            ("GET https://data.example/x?key=1 gave 403", "GET https://data.example gave 403"),
            ("file:///srv/mirror/2026/ has nothing", "2026 has nothing"),
            ("3/4 files are there, 12.5 MB (of 20)", "3/4 files are there, 12.5 MB (of 20)"),
            ("one line\n/srv/another", "one line"),
            ("", ""),
        ] {
            assert_eq!(in_public(told), public, "{told}");
        }
    }
}
