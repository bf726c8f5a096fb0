use storage::model::{ArtistCredit, LabelCredit, Other};

use super::{
    attribute::Attribute,
    element::{Element, Table},
    fault::Fault,
    rest::Rest,
};

impl Table for ArtistCredit {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn element(&mut self, element: Element<'_, '_>) -> Result<Rest, Fault> {
        match element.name() {
            "id" => element.fill(&mut self.id),
            "name" => element.fill(&mut self.name),
            "anv" => element.fill(&mut self.anv),
            "join" => element.fill(&mut self.join),
            "role" => element.fill(&mut self.role),
            "tracks" => element.fill(&mut self.tracks),
            _ => element.unknown(),
        }
    }
}

impl Table for LabelCredit {
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
