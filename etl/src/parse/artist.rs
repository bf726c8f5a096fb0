use storage::model::{Artist, Document, Id, Other, Reference};

use super::{
    attribute::Attribute,
    chunk::Top,
    element::{Element, Table},
    fault::Fault,
    rest::Rest,
};

impl Table for Artist {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn element(&mut self, element: Element<'_, '_>) -> Result<Rest, Fault> {
        match element.name() {
            "id" => element.fill(&mut self.id),
            "name" => element.fill(&mut self.name),
            "realname" => element.fill(&mut self.realname),
            "profile" => element.fill(&mut self.profile),
            "data_quality" => element.fill(&mut self.data_quality),
            "urls" => element.texts("url", &mut self.urls),
            "namevariations" => element.texts("name", &mut self.namevariations),
            "aliases" => element.references("name", &mut self.aliases),
            "groups" => element.references("name", &mut self.groups),
            "members" => element.references("name", &mut self.members),
            "images" => element.list("image", &mut self.images),
            _ => element.unknown(),
        }
    }
}

impl Top for Artist {
    fn id(&self) -> Id {
        self.id
    }

    fn into_document(self: Box<Self>) -> Document {
        Document::Artist(self)
    }
}

impl Table for Reference {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn attribute(&mut self, attribute: Attribute<'_>) -> Result<Rest, Fault> {
        match attribute.name() {
            "id" => attribute.fill(&mut self.id),
            _ => attribute.unknown(),
        }
    }

    fn text(&mut self) -> Option<&mut String> {
        Some(&mut self.name)
    }
}
