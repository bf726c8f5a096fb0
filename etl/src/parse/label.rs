use storage::model::{Document, Id, Label, Other};

use super::{
    chunk::Top,
    element::{Element, Table},
    fault::Fault,
    rest::Rest,
};

impl Table for Label {
    fn other(&mut self) -> &mut Other {
        &mut self.other
    }

    fn element(&mut self, element: Element<'_, '_>) -> Result<Rest, Fault> {
        match element.name() {
            "id" => element.fill(&mut self.id),
            "name" => element.fill(&mut self.name),
            "contactinfo" => element.fill(&mut self.contactinfo),
            "profile" => element.fill(&mut self.profile),
            "data_quality" => element.fill(&mut self.data_quality),
            "parentLabel" => element.one(&mut self.parent_label),
            "sublabels" => element.references("label", &mut self.sublabels),
            "urls" => element.texts("url", &mut self.urls),
            "images" => element.list("image", &mut self.images),
            _ => element.unknown(),
        }
    }
}

impl Top for Label {
    fn id(&self) -> Id {
        self.id
    }

    fn into_document(self: Box<Self>) -> Document {
        Document::Label(self)
    }
}
