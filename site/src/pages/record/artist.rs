//! The page of an artist.

use apis::catalogue::CatalogueError;
use storage::model::{Document, Id, Kind};

use super::{
    Context,
    credited::{Credited, Who, credited, linked, names, namesakes},
    elsewhere, said,
};
use crate::view::artist::ArtistPage;

pub(super) fn fill(context: &Context<'_>, id: Id) -> Result<Option<ArtistPage>, CatalogueError> {
    let stored = match context.catalogue.document(Kind::Artists, id)? {
        Some(Document::Artist(artist)) => Some(artist),
        _ => None,
    };
    let name = stored.as_ref().map(|artist| artist.name.as_str());
    let Some(credited) = credited(context, Who::Artist(id), name)? else { return Ok(None) };
    let Credited { layout, name, discography, more } = credited;
    let artist = stored.unwrap_or_default();
    let links = context.catalogue.artist_links(id)?;
    Ok(Some(ArtistPage {
        layout,
        name,
        real_name: artist.realname.filter(|name| !name.trim().is_empty()),
        profile: said(artist.profile.as_ref()),
        variations: artist.namevariations,
        names: names(vec![
            ("Aliases", linked(&links.aliases, "artist")),
            ("Groups", linked(&links.groups, "artist")),
            ("Members", linked(&links.members, "artist")),
            ("Of the same name", namesakes(&links.namesakes, "artist")),
        ]),
        web: artist.urls,
        discography,
        more,
        elsewhere: elsewhere(Kind::Artists, id),
    }))
}
