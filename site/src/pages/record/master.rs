//! The page of a master.

use apis::{
    catalogue::{ArtistHit, CatalogueError, Hit, credited},
    query::ValueField,
};
use storage::{
    index::Entry,
    model::{Document, Id, Kind, YEARS},
};

use super::{
    Context, elsewhere,
    release::{MORE, heard, hits, values, year},
    said,
};
use crate::{
    pages::{
        address::Asked,
        visit::About,
        works::{artists, format, label, path_of, work},
    },
    view::{layout::Section, link::Link, master::MasterPage, record::Entry as Line},
};

/// Versions on a page.
const VERSIONS: usize = 50;

pub(super) fn fill(context: &Context<'_>, id: Id) -> Result<Option<MasterPage>, CatalogueError> {
    let catalogue = context.catalogue;
    let Some(Document::Master(master)) = catalogue.document(Kind::Masters, id)? else {
        return Ok(None);
    };
    let versions = catalogue.versions(Entry::Master(id), VERSIONS, context.cursor)?;
    let versions = versions.unwrap_or_default();
    let artist = credited(&master.artists);
    let path = format!("/master/{id}");
    let own = hits(&master.videos);
    let others = versions.hits.iter().flat_map(|hit| hit.videos.iter().cloned());
    let (videos, listen) = heard(own.chain(others), &artist, &path, context);
    let about = About {
        title: format!("{artist} – {}", master.title),
        description: format!(
            "{} by {artist}: {} versions, genres, styles and videos.",
            master.title, versions.total
        ),
        path: &path,
        section: Section::Elsewhere,
    };
    let more = catalogue.related(Entry::Master(id), MORE)?;
    let next =
        versions.next.map(|cursor| Asked { cursor: Some(cursor), ..Asked::default() }.at(&path));
    let known = master.year.and_then(|year| u16::try_from(year).ok());
    Ok(Some(MasterPage {
        layout: context.layout(about),
        artists: artists(&master.artists.iter().map(ArtistHit::from).collect::<Vec<_>>()),
        year: known.filter(|year| YEARS.contains(year)).map(year),
        main_release: main_release(context, master.main_release)?,
        genres: values(ValueField::Genre, &master.genres),
        styles: values(ValueField::Style, &master.styles),
        notes: said(master.notes.as_ref()),
        versions_total: versions.total as u64,
        versions: versions.hits.iter().map(|hit| version(hit, master.main_release)).collect(),
        first_page: context.cursor.map(|_| path.clone()),
        next,
        videos,
        listen,
        more: more.iter().map(|hit| work(hit, context.basket())).collect(),
        elsewhere: elsewhere(Kind::Masters, id),
        title: master.title,
    }))
}

/// The release that stands for the master, where it is loaded.
fn main_release(context: &Context<'_>, id: Option<Id>) -> Result<Option<Link>, CatalogueError> {
    let Some(id) = id else { return Ok(None) };
    Ok(match context.catalogue.document(Kind::Releases, id)? {
        Some(Document::Release(release)) => {
            let year = release.year.map(|year| format!(" ({year})")).unwrap_or_default();
            Some(Link { text: format!("{}{year}", release.title), url: format!("/release/{id}") })
        }
        _ => None,
    })
}

fn version(hit: &Hit, main: Option<Id>) -> Line {
    Line {
        title: hit.title.clone(),
        url: path_of(hit),
        artists: Vec::new(),
        year: hit.year,
        country: hit.country.clone(),
        labels: hit.labels.iter().map(label).collect(),
        formats: hit.formats.iter().map(format).collect(),
        videos: hit.videos.len() as u64,
        remark: (main == Some(hit.id)).then(|| "main release".to_owned()),
    }
}
