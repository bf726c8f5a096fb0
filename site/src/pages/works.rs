//! From what the catalogue says of a work, or of a video, to what a page shows of it.

use apis::{
    catalogue::{ArtistHit, FormatHit, Hit, LabelHit, VideoHit, WorkHit, credited},
    query::ValueField,
    session::Basket,
};
use storage::{model::ArtistCredit, text::display_name};

use super::address;
use crate::view::{
    link::{CatalogueNumber, Credit, Link},
    video::Video,
    work::{MorePressings, Work},
};

/// The path of an entry's page.
pub(super) fn path_of(hit: &Hit) -> String {
    format!("/{}/{}", hit.kind, hit.id)
}

/// A work by its best entry.
pub(super) fn work(work: &WorkHit, basket: Option<&Basket>) -> Work {
    let best = &work.best;
    let url = path_of(best);
    let artist = credited(&credits_of(&best.artists));
    let more = u64::from(work.matching.saturating_sub(1));
    let more_url = work.master_id.filter(|_| work.has_master);
    let more_url = more_url.map_or_else(|| url.clone(), |id| format!("/master/{id}"));
    Work {
        title: best.title.clone(),
        artists: artists(&best.artists),
        year: best.year,
        country: best.country.as_deref().map(|country| value(ValueField::Country, country)),
        labels: best.labels.iter().map(label).collect(),
        formats: best.formats.iter().map(format).collect(),
        styles: styles(&best.genres, &best.styles),
        videos: work.videos.iter().map(|hit| video(hit, &artist, &url, basket)).collect(),
        more_pressings: (more > 0).then_some(MorePressings { count: more, url: more_url }),
        url,
    }
}

/// A value that leads to a search for it.
pub(super) fn value(field: ValueField, value: &str) -> Link {
    Link { text: value.to_owned(), url: address::search_value(field, value) }
}

/// The styles, or the genres where there are none.
pub(super) fn styles(genres: &[String], styles: &[String]) -> Vec<Link> {
    let (field, values) = match styles {
        [] => (ValueField::Genre, genres),
        styles => (ValueField::Style, styles),
    };
    values.iter().map(|text| value(field, text)).collect()
}

/// A video of a record.
pub(super) fn video(hit: &VideoHit, artist: &str, page: &str, basket: Option<&Basket>) -> Video {
    let id = hit.id.to_string();
    Video {
        title: if hit.title.trim().is_empty() { id.clone() } else { hit.title.clone() },
        id,
        artist: artist.to_owned(),
        duration: hit.duration,
        page: page.to_owned(),
        in_basket: basket.is_some_and(|basket| basket.contains(hit.id)),
    }
}

/// The artists of a record, each leading to its page.
pub(super) fn artists(hits: &[ArtistHit]) -> Vec<Credit> {
    let last = hits.len().saturating_sub(1);
    let credits = hits.iter().enumerate().map(|(place, hit)| Credit {
        name: display_name(hit.anv.as_deref().unwrap_or(&hit.name)).into_owned(),
        url: hit.id.map(|id| format!("/artist/{id}")),
        join: if place < last { joined(hit.join.as_deref()) } else { String::new() },
    });
    credits.collect()
}

/// What stands between two names, with its blanks.
pub(super) fn joined(join: Option<&str>) -> String {
    match join.map(str::trim).unwrap_or_default() {
        "" | "," => ", ".to_owned(),
        join => format!(" {join} "),
    }
}

/// A label and its number of a record.
pub(super) fn label(hit: &LabelHit) -> CatalogueNumber {
    let url = hit.id.map(|id| format!("/label/{id}"));
    let name = display_name(&hit.name).into_owned();
    let number = hit.catno.clone().filter(|number| !number.trim().is_empty());
    CatalogueNumber { label: Credit { name, url, join: String::new() }, number }
}

/// What a record consists of: `2 × Vinyl, 12", 33 ⅓ RPM`.
pub(super) fn format(hit: &FormatHit) -> String {
    let times = match hit.qty.as_deref() {
        None | Some("" | "0" | "1") => String::new(),
        Some(count) => format!("{count} × "),
    };
    let parts = std::iter::once(&hit.name).chain(&hit.descriptions).chain(&hit.text);
    let parts: Vec<&str> =
        parts.map(String::as_str).filter(|part| !part.trim().is_empty()).collect();
    format!("{times}{}", parts.join(", "))
}

pub(super) fn credits_of(hits: &[ArtistHit]) -> Vec<ArtistCredit> {
    let credit = |hit: &ArtistHit| {
        let ArtistHit { id, name, anv, join } = hit.clone();
        ArtistCredit { id, name, anv, join, ..ArtistCredit::default() }
    };
    hits.iter().map(credit).collect()
}

#[cfg(test)]
mod tests {
    use apis::catalogue::{ArtistHit, FormatHit};

    use super::{artists, format};

    #[test]
    fn a_credit_reads_as_printed_without_the_namesake_number() {
        let artist = |name: &str, anv: Option<&str>, join: Option<&str>| ArtistHit {
            id: Some(1),
            name: name.into(),
            anv: anv.map(Into::into),
            join: join.map(Into::into),
        };
        let credits = artists(&[
            artist("Artefakt (2)", None, Some("&")),
            artist("B", Some("Bee"), Some(",")),
        ]);
        let text: String =
            credits.iter().map(|credit| format!("{}{}", credit.name, credit.join)).collect();
        assert_eq!(text, "Artefakt & Bee");
    }

    #[test]
    fn a_format_is_told_in_one_line() {
        let format_of = |qty: &str, descriptions: &[&str]| {
            format(&FormatHit {
                name: "Vinyl".into(),
                qty: Some(qty.into()),
                text: None,
                descriptions: descriptions.iter().map(ToString::to_string).collect(),
            })
        };
        assert_eq!(format_of("2", &["12\"", "33 ⅓ RPM"]), "2 × Vinyl, 12\", 33 ⅓ RPM");
        assert_eq!(format_of("1", &[]), "Vinyl");
    }
}
