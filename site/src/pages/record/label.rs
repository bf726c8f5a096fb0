//! The page of a label.

use apis::catalogue::CatalogueError;
use storage::model::{Document, Id, Kind};

use super::{
    Context,
    credited::{Credited, Who, credited, linked, names, namesakes},
    elsewhere, said,
};
use crate::view::label::LabelPage;

pub(super) fn fill(context: &Context<'_>, id: Id) -> Result<Option<LabelPage>, CatalogueError> {
    let stored = match context.catalogue.document(Kind::Labels, id)? {
        Some(Document::Label(label)) => Some(label),
        _ => None,
    };
    let name = stored.as_ref().map(|label| label.name.as_str());
    let Some(credited) = credited(context, Who::Label(id), name)? else { return Ok(None) };
    let Credited { layout, name, discography, more } = credited;
    let label = stored.unwrap_or_default();
    let links = context.catalogue.label_links(id)?;
    Ok(Some(LabelPage {
        layout,
        name,
        parent: links.parent.and_then(|parent| linked(&[parent], "label").pop()),
        profile: said(label.profile.as_ref()),
        contact: said(label.contactinfo.as_ref()),
        names: names(vec![
            ("Sublabels", linked(&links.sublabels, "label")),
            ("Of the same name", namesakes(&links.namesakes, "label")),
        ]),
        web: label.urls,
        discography,
        more,
        elsewhere: elsewhere(Kind::Labels, id),
    }))
}
