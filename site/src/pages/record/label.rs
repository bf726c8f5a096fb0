//! The page of a label.

use actix_web::{HttpResponse, web};
use apis::{
    catalogue::CatalogueError,
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
    discography::{discography, query},
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
    let discography = discography(context, &query(NameField::Label, id), &path)?;
    let about = About {
        title: name.clone(),
        description: format!(
            "{name}: {} releases, {} videos, year by year.",
            discography.releases, discography.videos
        ),
        path: &path,
        section: Section::Elsewhere,
    };
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
        more: Vec::new(),
        elsewhere: elsewhere(Kind::Labels, id),
    }))
}
