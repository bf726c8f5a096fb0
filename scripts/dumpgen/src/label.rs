use crate::{images::write_images, rng::Stream, world::World, xml::Xml};

/// Parents stand at every sixteenth index, their sublabels right after them.
const FAMILY: u32 = 16;

/// One `<label>`.
pub(crate) fn write_label(world: &World, index: u32, xml: &mut Xml) {
    let mut rng = world.rng(Stream::Label, index);
    let vocabulary = world.names.vocabulary();
    xml.open("label");
    if rng.chance(150) {
        write_images(world, &mut rng, xml);
    }
    xml.number_leaf("id", world.id(index));
    xml.leaf("name", &world.names.label(index));
    if rng.chance(100) {
        let street = &vocabulary.rare(&mut rng).title;
        let mail = &vocabulary.rare(&mut rng).lower;
        let (house, code) = (rng.between(1, 200), rng.between(10_000, 99_999));
        let contact = format!("{street} Street {house}\r\n{code}\r\ninfo@{mail}.com");
        xml.leaf("contactinfo", &contact);
    }
    let mut profile = String::new();
    if rng.chance(280) {
        for _ in 0..=rng.skewed(3) {
            vocabulary.sentence(&mut rng, &mut profile);
            profile.push_str("\r\n");
        }
    }
    xml.leaf("profile", &profile);
    xml.leaf(
        "data_quality",
        rng.of(&["Needs Vote", "Needs Vote", "Needs Major Changes", "Correct"]),
    );
    let place = index % FAMILY;
    let family = family_size(world, index / FAMILY);
    if place > 0 && place <= family {
        write_reference(world, "parentLabel", index - place, xml);
    }
    match rng.below(100) {
        ..12 => {
            xml.open("urls");
            xml.leaf("url", &format!("https://{}.com/", vocabulary.rare(&mut rng).lower));
            xml.close("urls");
        }
        12..20 => xml.empty("urls"),
        _ => {}
    }
    let sublabels = (index + 1..=index + family).filter(|&it| it < world.layout.labels);
    if place == 0 && sublabels.clone().next().is_some() {
        xml.open("sublabels");
        for sublabel in sublabels {
            write_reference(world, "label", sublabel, xml);
        }
        xml.close("sublabels");
    }
    xml.close("label");
}

/// How many sublabels the label of this place has; most have none.
fn family_size(world: &World, place: u32) -> u32 {
    let mut rng = world.rng(Stream::Parent, place);
    if rng.chance(300) { rng.between(1, FAMILY - 1) } else { 0 }
}

fn write_reference(world: &World, element: &str, label: u32, xml: &mut Xml) {
    xml.raw("<");
    xml.raw(element);
    xml.number_attribute("id", world.id(label));
    xml.raw(">");
    xml.text(&world.names.label(label));
    xml.close(element);
}
