use storage::model::{Image, Other, Video};

use super::{
    attribute::Attribute,
    element::{Element, Table},
    fault::Fault,
    rest::Rest,
};

impl Table for Video {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn attribute(&mut self, attribute: Attribute<'_>) -> Result<Rest, Fault> {
        match attribute.name() {
            "src" => attribute.fill(&mut self.src),
            "duration" => attribute.fill(&mut self.duration),
            "embed" => attribute.fill(&mut self.embed),
            _ => attribute.unknown(),
        }
    }

    fn element(&mut self, element: Element<'_, '_>) -> Result<Rest, Fault> {
        match element.name() {
            "title" => element.fill(&mut self.title),
            "description" => element.fill(&mut self.description),
            _ => element.unknown(),
        }
    }
}

impl Table for Image {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn attribute(&mut self, attribute: Attribute<'_>) -> Result<Rest, Fault> {
        match attribute.name() {
            "type" => attribute.fill(&mut self.kind),
            "uri" => attribute.fill(&mut self.uri),
            "uri150" => attribute.fill(&mut self.uri150),
            "width" => attribute.fill(&mut self.width),
            "height" => attribute.fill(&mut self.height),
            _ => attribute.unknown(),
        }
    }
}
