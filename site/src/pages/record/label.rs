//! The page of a label.

use actix_web::{HttpResponse, web};
use apis::{
    catalogue::{CatalogueError, Hit},
    query::NameField,
    rest::{Api, Parameters, Problem},
};
use storage::{
    index,
    model::{Document, Id, Kind, Label},
    text::display_name,
};

use super::{
    Context,
    artist::{named, names, namesakes},
    discography::{discography, more, query},
    elsewhere, said, show as show_record,
};
use crate::{
    pages::{
        address::Asked,
        visit::{About, Visit},
    },
    view::{label::LabelPage, layout::Section},
};

pub(super) async fn show(
    id: web::Path<String>,
    asked: Parameters<Asked>,
    visit: Visit,
    api: web::Data<Api>,
) -> Result<HttpResponse, Problem> {
    show_record((Kind::Labels, &id), visit, asked.0.cursor, api, fill).await
}

fn fill(context: &Context<'_>, id: Id) -> Result<Option<LabelPage>, CatalogueError> {
    let catalogue = context.catalogue;
    let stored = catalogue.document(Kind::Labels, id)?;
    let known = catalogue.credited_as(index::NameField::Label, id)?;
    // A credited label has a page also where the labels file is not loaded.
    let label = match (stored, known) {
        (Some(Document::Label(label)), _) => *label,
        (_, Some(known)) => Label { id, name: known.value, ..Label::default() },
        _ => return Ok(None),
    };
    let name = display_name(&label.name).into_owned();
    let path = format!("/label/{id}");
    let query = query(NameField::Label, id);
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
    let is_own = |hit: &Hit| hit.labels.iter().any(|label| label.id == Some(id));
    let more = more(context, &query, is_own)?;
    let links = catalogue.label_links(id)?;
    let groups = vec![
        ("Sublabels", named(&links.sublabels, "label")),
        ("Of the same name", namesakes(&links.namesakes, "label")),
    ];
    Ok(Some(LabelPage {
        layout: context.layout(about),
        name,
        parent: links.parent.and_then(|parent| named(&[parent], "label").pop()),
        profile: said(label.profile.as_ref()),
        contact: said(label.contactinfo.as_ref()),
        names: names(groups),
        web: label.urls.clone(),
        discography,
        more,
        elsewhere: elsewhere(Kind::Labels, id),
    }))
}
