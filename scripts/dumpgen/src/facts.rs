//! The fixed lists of the real catalogue: genres, styles, countries, formats, roles.

use crate::weighted::Weighted;

/// A genre and its styles, the common ones first.
#[derive(Debug)]
pub(crate) struct Genre {
    pub(crate) name: &'static str,
    pub(crate) styles: Vec<&'static str>,
}

/// A format with the descriptions that go with it.
#[derive(Debug)]
pub(crate) struct Format {
    pub(crate) name: &'static str,
    pub(crate) descriptions: Vec<&'static str>,
}

/// What a company has to do with a release.
#[derive(Debug)]
pub(crate) struct CompanyRole {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
}

/// All lists, with the frequencies of the real dumps.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) genres: Weighted<Genre>,
    pub(crate) countries: Weighted<&'static str>,
    pub(crate) formats: Weighted<Format>,
    pub(crate) roles: Weighted<&'static str>,
    pub(crate) company_roles: Weighted<CompanyRole>,
    pub(crate) identifiers: Weighted<&'static str>,
    /// First years of a work.
    years: Weighted<u32>,
}

impl Facts {
    pub(crate) fn new() -> Self {
        Self {
            genres: genres(),
            countries: Weighted::parse(include_str!("../data/countries.txt"), |name| name),
            formats: Weighted::parse(include_str!("../data/formats.txt"), format),
            roles: Weighted::parse(include_str!("../data/roles.txt"), |name| name),
            company_roles: Weighted::parse(include_str!("../data/company-roles.txt"), |line| {
                let (code, name) = line.split_once(' ').expect("a code and a name");
                CompanyRole { code, name }
            }),
            identifiers: Weighted::parse(include_str!("../data/identifiers.txt"), |name| name),
            years: years(),
        }
    }

    /// The first year of a work, at most `last`.
    pub(crate) fn year(&self, rng: &mut crate::rng::Rng, last: u32) -> u32 {
        (*self.years.pick(rng)).min(last)
    }
}

/// The list has two lines for each genre: its weight and name, then its styles.
fn genres() -> Weighted<Genre> {
    let lines: Vec<&'static str> = include_str!("../data/styles.txt").lines().collect();
    let (pairs, _) = lines.as_chunks::<2>();
    let genres = pairs.iter().map(|[head, styles]| {
        let (weight, name) = head.split_once(' ').expect("a weight and a name");
        let weight = weight.parse().expect("a weight is a number");
        (weight, Genre { name, styles: styles.split(';').collect() })
    });
    Weighted::new(genres, 1 << 12)
}

fn format(line: &'static str) -> Format {
    let mut parts = line.split(';');
    let name = parts.next().expect("a format has a name");
    Format { name, descriptions: parts.collect() }
}

/// Few releases in the fifties, a first peak about 1980, the highest after 2000.
fn years() -> Weighted<u32> {
    let weight = |year: u32| -> u64 {
        match year {
            ..1950 => 1,
            1950..1970 => 3 + u64::from(year - 1950),
            1970..1985 => 26 + u64::from(year - 1970),
            1985..2000 => 36 + u64::from(year - 1985) / 2,
            2000..2020 => 48,
            _ => 34,
        }
    };
    Weighted::new((1925..=2026).map(|year| (weight(year), year)), 1 << 12)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_have_the_sizes_of_the_real_catalogue() {
        let facts = Facts::new();
        assert_eq!(facts.genres.items().len(), 15);
        let styles: usize = facts.genres.items().iter().map(|genre| genre.styles.len()).sum();
        assert!((450..650).contains(&styles), "{styles} styles");
        assert!(facts.countries.items().len() >= 100);
    }
}
