//! What the pages of artists and labels have in common: all that is credited to one of them.

use apis::{
    catalogue::{self, CatalogueError, Hit, Listing, WorkHit},
    playlist::{Options, Order},
    query::{self, Condition, Expr, Span, Term},
};
use storage::{index, model::Id, text::display_name};

use super::{Context, release::MORE};
use crate::{
    pages::{
        address::{self, Asked},
        charts::chart,
        listen,
        visit::About,
        works::{artists, format, label, path_of, work},
    },
    view::{
        figures,
        layout::{Layout, Section},
        link::Link,
        record::{Discography, Entry, Names, Year},
        work::Work,
    },
};

/// Works on a page.
const WORKS: usize = 50;

/// Works among which those of others are looked for.
const LOOKED_AT: usize = 24;

/// Who is credited.
#[derive(Debug, Clone, Copy)]
pub(super) enum Who {
    Artist(Id),
    Label(Id),
}

impl Who {
    /// The query for all that is credited to them.
    fn query(self) -> Expr {
        let (field, id) = match self {
            Self::Artist(id) => (query::NameField::Artist, id),
            Self::Label(id) => (query::NameField::Label, id),
        };
        Expr::Term(Term { condition: Condition::Id { field, id }, span: Span::default() })
    }

    fn path(self) -> String {
        match self {
            Self::Artist(id) => format!("/artist/{id}"),
            Self::Label(id) => format!("/label/{id}"),
        }
    }

    fn is_of(self, hit: &Hit) -> bool {
        match self {
            Self::Artist(id) => hit.artists.iter().any(|artist| artist.id == Some(id)),
            Self::Label(id) => hit.labels.iter().any(|label| label.id == Some(id)),
        }
    }
}

/// The part of a page that is the same for both.
pub(super) struct Credited {
    pub(super) layout: Layout,
    /// The name, without the namesake number.
    pub(super) name: String,
    pub(super) discography: Discography,
    /// Works of others like these.
    pub(super) more: Vec<Work>,
}

/// What is credited to somebody. Who has no document, as his file is not loaded, has a page all
/// the same where an entry names him; `None` where none does.
pub(super) fn credited(
    context: &Context<'_>,
    who: Who,
    stored_name: Option<&str>,
) -> Result<Option<Credited>, CatalogueError> {
    let known = match (stored_name, who) {
        (Some(name), _) => Some(name.to_owned()),
        (None, Who::Artist(id)) => named(context, index::NameField::Artist, id)?,
        (None, Who::Label(id)) => named(context, index::NameField::Label, id)?,
    };
    let Some(known) = known else { return Ok(None) };
    let name = display_name(&known).into_owned();
    let path = who.path();
    let discography = discography(context, who, &path)?;
    let about = About {
        title: name.clone(),
        description: format!(
            "{name}: {} and {}, year by year.",
            figures::counted(&discography.releases, "release"),
            figures::counted(&discography.videos, "video"),
        ),
        path: &path,
        section: Section::Elsewhere,
    };
    let layout = context.layout(about);
    Ok(Some(Credited { layout, name, discography, more: more(context, who)? }))
}

fn named(
    context: &Context<'_>,
    field: index::NameField,
    id: Id,
) -> Result<Option<String>, CatalogueError> {
    Ok(context.catalogue.credited_as(field, id)?.map(|known| known.value))
}

/// A page of all works, the oldest first, with the chart of all of them.
fn discography(context: &Context<'_>, who: Who, path: &str) -> Result<Discography, CatalogueError> {
    let catalogue = context.catalogue;
    let options = Options { limit: WORKS, ..Options::default() };
    let listing = Listing { options, cursor: context.cursor };
    let found = match who {
        Who::Artist(id) => catalogue.by_artist(id, &listing)?,
        Who::Label(id) => catalogue.by_label(id, &listing)?,
    };
    let query = &who.query();
    let options = Options { limit: listen::LISTED, ..Options::default() };
    let videos = catalogue.video_ids(query, &options)?;
    let points = catalogue.chart_of(Some(query))?;
    let drawn = chart("releases", "Releases a year", "release", &points, Some(query), |point| {
        point.releases
    });
    let asked = Asked::default().of_query(Some(query));
    let at = |cursor| Asked { cursor: Some(cursor), ..Asked::default() }.at(path);
    Ok(Discography {
        releases: found.total.releases,
        works: found.total.works,
        videos: found.total.videos,
        search: address::search(query),
        chart: (drawn.points.len() > 1).then_some(drawn),
        listen: listen::of_search(&asked, &videos, found.total.videos),
        years: years(&found.works),
        first_page: context.cursor.map(|_| path.to_owned()),
        next: found.next.map(at),
    })
}

/// Works of others like the best known one.
fn more(context: &Context<'_>, who: Who) -> Result<Vec<Work>, CatalogueError> {
    let catalogue = context.catalogue;
    let options = Options { limit: 1, order: Order::Best, ..Options::default() };
    let best = catalogue.works(Some(&who.query()), &Listing { options, cursor: None })?;
    let Some(WorkHit { best, .. }) = best.works.into_iter().next() else { return Ok(Vec::new()) };
    let found = catalogue.related(best.entry(), LOOKED_AT)?;
    let others = found.iter().filter(|work| !who.is_of(&work.best));
    Ok(others.take(MORE).map(|hit| work(hit, context.basket())).collect())
}

fn years(works: &[WorkHit]) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for work in works {
        let entry = entry(work);
        match years.last_mut().filter(|last| last.year == work.year) {
            Some(last) => last.entries.push(entry),
            None => years.push(Year { year: work.year, entries: vec![entry] }),
        }
    }
    years
}

fn entry(work: &WorkHit) -> Entry {
    let best = &work.best;
    let url = match work.master_id {
        Some(id) if work.matching > 1 && work.has_master => format!("/master/{id}"),
        _ => path_of(best),
    };
    Entry {
        title: best.title.clone(),
        url,
        artists: artists(&best.artists),
        year: work.year,
        country: best.country.clone(),
        labels: best.labels.iter().map(label).collect(),
        formats: best.formats.iter().map(format).collect(),
        videos: work.videos.len() as u64,
        remark: (work.matching > 1).then(|| format!("{} pressings", work.matching)),
    }
}

/// Those groups of names that there are.
pub(super) fn names(groups: Vec<(&str, Vec<Link>)>) -> Vec<Names> {
    let named = |(title, names): (&str, Vec<Link>)| Names { title: title.to_owned(), names };
    groups.into_iter().map(named).filter(|names| !names.names.is_empty()).collect()
}

/// Others that a record names, each with its page, where there is one.
pub(super) fn linked(links: &[catalogue::Link], kind: &str) -> Vec<Link> {
    let link = |link: &catalogue::Link| Link {
        text: display_name(&link.name).into_owned(),
        url: page_of(link, kind),
    };
    links.iter().map(link).collect()
}

/// Others of the same name, with the number that tells them apart.
pub(super) fn namesakes(links: &[catalogue::Link], kind: &str) -> Vec<Link> {
    links.iter().map(|link| Link { text: link.name.clone(), url: page_of(link, kind) }).collect()
}

fn page_of(link: &catalogue::Link, kind: &str) -> String {
    let id = link.id.filter(|_| link.in_catalogue);
    id.map(|id| format!("/{kind}/{id}")).unwrap_or_default()
}
