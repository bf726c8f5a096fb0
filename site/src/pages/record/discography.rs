//! What an artist or a label has published, year after year.

use apis::{
    catalogue::{CatalogueError, Hit, Listing, WorkHit},
    playlist::{Options, Order},
    query::{Condition, Expr, NameField, Span, Term},
};
use storage::{index, model::Id};

use super::{Context, release::MORE};
use crate::{
    pages::{
        address::{self, Asked},
        charts::chart,
        listen,
        works::{artists, format, label, path_of, work},
    },
    view::{
        record::{Discography, Entry, Year},
        work::Work,
    },
};

/// Works on a page.
const WORKS: usize = 50;

/// Works among which those of others are looked for.
const LOOKED_AT: usize = 24;

/// The query for all that an artist or a label has published.
pub(super) fn query(field: NameField, id: Id) -> Expr {
    Expr::Term(Term { condition: Condition::Id { field, id }, span: Span::default() })
}

/// A page of it, the oldest first, with the chart of all of it.
pub(super) fn discography(
    context: &Context<'_>,
    query: &Expr,
    path: &str,
) -> Result<Discography, CatalogueError> {
    let catalogue = context.catalogue;
    let options = Options { limit: WORKS, order: Order::Date, ..Options::default() };
    let listing = Listing { options, cursor: context.cursor };
    let found = catalogue.works(Some(query), &listing)?;
    let videos = match found.total.videos {
        0 => Vec::new(),
        _ => {
            let options = Options { limit: listen::LISTED, ..Options::default() };
            catalogue.video_ids(query, &options)?
        }
    };
    let points = catalogue.chart_of(Some(query))?;
    let drawn = chart("releases", "Releases a year", "release", &points, Some(query), |point| {
        point.releases
    });
    let at = |cursor| Asked { cursor: Some(cursor), ..Asked::default() }.at(path);
    Ok(Discography {
        releases: found.total.releases,
        works: found.total.works,
        videos: found.total.videos,
        search: address::search(query),
        chart: (drawn.points.len() > 1).then_some(drawn),
        listen: listen::of_search(
            &Asked::default().of_query(Some(query)),
            &videos,
            found.total.videos,
        ),
        years: years(&found.works),
        first_page: context.cursor.map(|_| path.to_owned()),
        next: found.next.map(at),
    })
}

/// Works like the best known one of a query's, by others than those of whom `is_own` says so.
pub(super) fn more(
    context: &Context<'_>,
    query: &Expr,
    is_own: impl Fn(&Hit) -> bool,
) -> Result<Vec<Work>, CatalogueError> {
    let catalogue = context.catalogue;
    let options = Options { limit: 1, ..Options::default() };
    let best = catalogue.works(Some(query), &Listing { options, cursor: None })?;
    let Some(best) = best.works.first().and_then(|work| work.entries.first()) else {
        return Ok(Vec::new());
    };
    let entry = match best.kind {
        "master" => index::Entry::Master(best.id),
        _ => index::Entry::Release(best.id),
    };
    let found = catalogue.related(entry, LOOKED_AT)?;
    let others = found.iter().filter(|work| !work.entries.iter().any(&is_own));
    Ok(others.take(MORE).map(|hit| work(hit, context.basket())).collect())
}

fn years(works: &[WorkHit]) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for (year, entry) in works.iter().filter_map(entry) {
        match years.last_mut().filter(|last| last.year == year) {
            Some(last) => last.entries.push(entry),
            None => years.push(Year { year, entries: vec![entry] }),
        }
    }
    years
}

fn entry(work: &WorkHit) -> Option<(Option<u16>, Entry)> {
    let first = work.entries.first()?;
    // The oldest is what the list goes by.
    let year = work.entries.iter().filter_map(|entry| entry.year).min();
    let url = match work.master_id {
        Some(id) if work.matching > 1 && work.has_master => format!("/master/{id}"),
        _ => path_of(first),
    };
    let entry = Entry {
        title: first.title.clone(),
        url,
        artists: artists(&first.artists),
        year,
        country: first.country.clone(),
        labels: first.labels.iter().map(label).collect(),
        formats: first.formats.iter().map(format).collect(),
        videos: work.videos.len() as u64,
        remark: (work.matching > 1).then(|| format!("{} pressings", work.matching)),
    };
    Some((year, entry))
}
