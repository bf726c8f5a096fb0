use storage::model::{
    Company, Document, Format, Id, Identifier, Other, Release, Released, Series, Track,
};

use super::{
    attribute::Attribute,
    chunk::Top,
    element::{Element, Table},
    fault::Fault,
    rest::Rest,
};

impl Table for Release {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn attribute(&mut self, attribute: Attribute<'_>) -> Result<Rest, Fault> {
        match attribute.name() {
            "id" => attribute.fill(&mut self.id),
            "status" => attribute.fill(&mut self.status),
            _ => attribute.unknown(),
        }
    }

    fn element(&mut self, element: Element<'_, '_>) -> Result<Rest, Fault> {
        match element.name() {
            "title" => element.fill(&mut self.title),
            "artists" => element.list("artist", &mut self.artists),
            "labels" => element.list("label", &mut self.labels),
            "extraartists" => element.list("artist", &mut self.extraartists),
            "formats" => element.list("format", &mut self.formats),
            "genres" => element.texts("genre", &mut self.genres),
            "styles" => element.texts("style", &mut self.styles),
            "country" => element.fill(&mut self.country),
            "released" => element.fill(&mut self.released),
            "notes" => element.fill(&mut self.notes),
            "data_quality" => element.fill(&mut self.data_quality),
            "master_id" => {
                element.fill_with(&mut self.master_id, |attribute| match attribute.name() {
                    "is_main_release" => attribute.fill(&mut self.is_main_release),
                    _ => attribute.unknown(),
                })
            }
            "tracklist" => element.list("track", &mut self.tracklist),
            "identifiers" => element.list("identifier", &mut self.identifiers),
            "companies" => element.list("company", &mut self.companies),
            "series" => element.list("series", &mut self.series),
            "videos" => element.list("video", &mut self.videos),
            "images" => element.list("image", &mut self.images),
            _ => element.unknown(),
        }
    }
}

impl Top for Release {
    fn id(&self) -> Id {
        self.id
    }

    fn into_document(mut self: Box<Self>) -> Document {
        self.year = self.released.as_deref().and_then(Released::parse).map(|date| date.year);
        Document::Release(self)
    }
}

impl Table for Format {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn attribute(&mut self, attribute: Attribute<'_>) -> Result<Rest, Fault> {
        match attribute.name() {
            "name" => attribute.fill(&mut self.name),
            "qty" => attribute.fill(&mut self.qty),
            "text" => attribute.fill(&mut self.text),
            _ => attribute.unknown(),
        }
    }

    fn element(&mut self, element: Element<'_, '_>) -> Result<Rest, Fault> {
        match element.name() {
            "descriptions" => element.texts("description", &mut self.descriptions),
            _ => element.unknown(),
        }
    }
}

impl Table for Track {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn element(&mut self, element: Element<'_, '_>) -> Result<Rest, Fault> {
        match element.name() {
            "position" => element.fill(&mut self.position),
            "title" => element.fill(&mut self.title),
            "duration" => element.fill(&mut self.duration),
            "artists" => element.list("artist", &mut self.artists),
            "extraartists" => element.list("artist", &mut self.extraartists),
            "sub_tracks" => element.list("track", &mut self.sub_tracks),
            _ => element.unknown(),
        }
    }
}

impl Table for Identifier {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn attribute(&mut self, attribute: Attribute<'_>) -> Result<Rest, Fault> {
        match attribute.name() {
            "type" => attribute.fill(&mut self.kind),
            "description" => attribute.fill(&mut self.description),
            "value" => attribute.fill(&mut self.value),
            _ => attribute.unknown(),
        }
    }
}

impl Table for Company {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn element(&mut self, element: Element<'_, '_>) -> Result<Rest, Fault> {
        match element.name() {
            "id" => element.fill(&mut self.id),
            "name" => element.fill(&mut self.name),
            "catno" => element.fill(&mut self.catno),
            "entity_type" => element.fill(&mut self.entity_type),
            "entity_type_name" => element.fill(&mut self.entity_type_name),
            "resource_url" => element.fill(&mut self.resource_url),
            _ => element.unknown(),
        }
    }
}

impl Table for Series {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn attribute(&mut self, attribute: Attribute<'_>) -> Result<Rest, Fault> {
        match attribute.name() {
            "id" => attribute.fill(&mut self.id),
            "name" => attribute.fill(&mut self.name),
            "catno" => attribute.fill(&mut self.catno),
            _ => attribute.unknown(),
        }
    }
}
