//! The known value that a wrong one was perhaps meant to be.

use storage::text::fold;

/// The value of `known` that is nearest to `wrong`, case and accents ignored; `None` where
/// nothing is near enough to be worth a suggestion.
///
/// Near is, from three characters on: about one typing error in three characters at most, or a
/// value that starts with what was written. Of values equally near it is the first.
///
/// ```
/// use apis::query::nearest;
///
/// let genres = ["Electronic", "Hip Hop", "Rock"];
/// assert_eq!(nearest("electornic", genres), Some("Electronic"));
/// assert_eq!(nearest("electro", genres), Some("Electronic"));
/// assert_eq!(nearest("gardening", genres), None);
/// ```
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = fold(wrong);
    let length = wrong.chars().count();
    let allowed = if length < 3 { 0 } else { (length + 1) / 3 };
    let mut best: Option<(usize, &str)> = None;
    for value in known {
        let folded = fold(value);
        let starts_so = length >= 3 && folded.starts_with(&wrong);
        // A length that differs by more than the allowed errors needs no comparison, so that a
        // long text costs nothing.
        let near = folded.chars().count().abs_diff(length) <= allowed;
        let distance = match near.then(|| strsim::osa_distance(&wrong, &folded)) {
            Some(distance) if distance <= allowed => distance,
            _ if starts_so => allowed,
            _ => continue,
        };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, value));
        }
    }
    best.map(|(_, value)| value)
}
