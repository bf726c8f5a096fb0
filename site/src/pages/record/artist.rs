//! The page of an artist.

use actix_web::{HttpResponse, web};
use apis::{
    catalogue::{CatalogueError, Hit},
    query::NameField,
    rest::{Api, Parameters, Problem},
};
use storage::{
    index,
    model::{Artist, Document, Id, Kind},
    text::display_name,
};

use super::{
    Context,
    discography::{discography, more, query},
    elsewhere, said, show as show_record,
};
use crate::{
    pages::{
        address::Asked,
        visit::{About, Visit},
    },
    view::{artist::ArtistPage, layout::Section, link::Link, record::Names},
};

pub(super) async fn show(
    id: web::Path<String>,
    asked: Parameters<Asked>,
    visit: Visit,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    show_record((Kind::Artists, &id), visit, asked.0.cursor, api, fill).await
}

fn fill(context: &Context<'_>, id: Id) -> Result<Option<ArtistPage>, CatalogueError> {
    let catalogue = context.catalogue;
    let stored = catalogue.document(Kind::Artists, id)?;
    let known = catalogue.credited_as(index::NameField::Artist, id)?;
    // A credited artist has a page also where the artists file is not loaded.
    let artist = match (stored, known) {
        (Some(Document::Artist(artist)), _) => *artist,
        (_, Some(known)) => Artist { id, name: known.value, ..Artist::default() },
        _ => return Ok(None),
    };
    let name = display_name(&artist.name).into_owned();
    let path = format!("/artist/{id}");
    let query = query(NameField::Artist, id);
    let discography = discography(context, &query, &path)?;
    let about = About {
        title: name.clone(),
        description: format!(
            "{name}: {} releases, {} videos, year by year.",
            discography.releases, discography.videos
        ),
        path: &path,
        section: Section::Elsewhere,
    };
    let is_own = |hit: &Hit| hit.artists.iter().any(|artist| artist.id == Some(id));
    let more = more(context, &query, is_own)?;
    let links = catalogue.artist_links(id)?;
    let groups = [
        ("Aliases", named(&links.aliases, "artist")),
        ("Groups", named(&links.groups, "artist")),
        ("Members", named(&links.members, "artist")),
        ("Of the same name", namesakes(&links.namesakes, "artist")),
    ];
    Ok(Some(ArtistPage {
        layout: context.layout(about),
        name,
        real_name: artist.realname.clone().filter(|name| !name.trim().is_empty()),
        profile: said(artist.profile.as_ref()),
        variations: artist.namevariations.clone(),
        names: names(groups.into()),
        web: artist.urls.clone(),
        discography,
        more,
        elsewhere: elsewhere(Kind::Artists, id),
    }))
}

/// Those groups of names that there are.
pub(super) fn names(groups: Vec<(&str, Vec<Link>)>) -> Vec<Names> {
    let named = |(title, names): (&str, Vec<Link>)| Names { title: title.to_owned(), names };
    groups.into_iter().map(named).filter(|names| !names.names.is_empty()).collect()
}

/// Others that a record names, each with its page, where there is one.
pub(super) fn named(links: &[apis::catalogue::Link], kind: &str) -> Vec<Link> {
    let link = |link: &apis::catalogue::Link| Link {
        text: display_name(&link.name).into_owned(),
        url: page_of(link, kind),
    };
    links.iter().map(link).collect()
}

/// Others of the same name, with the number that tells them apart.
pub(super) fn namesakes(links: &[apis::catalogue::Link], kind: &str) -> Vec<Link> {
    links.iter().map(|link| Link { text: link.name.clone(), url: page_of(link, kind) }).collect()
}

fn page_of(link: &apis::catalogue::Link, kind: &str) -> String {
    let id = link.id.filter(|_| link.in_catalogue);
    id.map(|id| format!("/{kind}/{id}")).unwrap_or_default()
}
