use storage::model::{Document, Id, Master, Other};

use super::{
    attribute::Attribute,
    chunk::Top,
    element::{Element, Table},
    fault::Fault,
    rest::Rest,
};

impl Table for Master {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn attribute(&mut self, attribute: Attribute<'_>) -> Result<Rest, Fault> {
        match attribute.name() {
            "id" => attribute.fill(&mut self.id),
            _ => attribute.unknown(),
        }
    }

    fn element(&mut self, element: Element<'_, '_>) -> Result<Rest, Fault> {
        match element.name() {
            "main_release" => element.fill(&mut self.main_release),
            "title" => element.fill(&mut self.title),
            "artists" => element.list("artist", &mut self.artists),
            "genres" => element.texts("genre", &mut self.genres),
            "styles" => element.texts("style", &mut self.styles),
            "year" => element.fill(&mut self.year),
            "data_quality" => element.fill(&mut self.data_quality),
            "notes" => element.fill(&mut self.notes),
            "videos" => element.list("video", &mut self.videos),
            "images" => element.list("image", &mut self.images),
            _ => element.unknown(),
        }
    }
}

impl Top for Master {
    fn id(&self) -> Id {
        self.id
    }

    fn into_document(self: Box<Self>) -> Document {
        Document::Master(self)
    }
}
