use crate::{Form, rng::Rng, world::World, xml::Xml};

/// `<images>` of the old form: sizes, and addresses that were left empty.
pub(crate) fn write_images(world: &World, rng: &mut Rng, xml: &mut Xml) {
    let count = 1 + rng.skewed(6);
    if world.form != Form::Y2020 || rng.chance(100) {
        return;
    }
    xml.open("images");
    for place in 0..count {
        xml.raw("<image");
        xml.attribute("type", if place == 0 { "primary" } else { "secondary" });
        xml.raw(" uri=\"\" uri150=\"\" width=\"600\"");
        let height = if rng.chance(500) { 600 } else { rng.between(280, 620) };
        xml.number_attribute("height", height.into());
        xml.raw("/>");
    }
    xml.close("images");
}
