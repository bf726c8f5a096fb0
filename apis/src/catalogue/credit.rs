use storage::{model::ArtistCredit, text};

/// An artist credit as people read it: each name as printed on the release, without the namesake
/// number, and what joins it to the next.
///
/// ```
/// use storage::model::ArtistCredit;
///
/// let credit = |name: &str, join: Option<&str>| ArtistCredit {
///     name: name.into(),
///     join: join.map(Into::into),
///     ..ArtistCredit::default()
/// };
/// let credits = [credit("Artefakt (2)", Some("&")), credit("B", Some(",")), credit("C", None)];
/// assert_eq!(apis::catalogue::credited(&credits), "Artefakt & B, C");
/// ```
#[must_use]
pub fn credited(credits: &[ArtistCredit]) -> String {
    let mut text = String::new();
    for (place, credit) in credits.iter().enumerate() {
        let name = credit.anv.as_deref().unwrap_or(&credit.name);
        text.push_str(&text::display_name(name));
        if place + 1 < credits.len() {
            match credit.join.as_deref().map(str::trim).unwrap_or_default() {
                "" | "," => text.push_str(", "),
                join => {
                    text.push(' ');
                    text.push_str(join);
                    text.push(' ');
                }
            }
        }
    }
    text
}
