use crate::{
    images::write_images,
    rng::{Rng, Stream},
    world::World,
    xml::Xml,
};

/// Groups stand at every eighth index, their members right after them.
const BAND: u32 = 8;

/// One `<artist>`.
pub(crate) fn write_artist(world: &World, index: u32, xml: &mut Xml) {
    let mut rng = world.rng(Stream::Artist, index);
    xml.open("artist");
    if rng.chance(120) {
        write_images(world, &mut rng, xml);
    }
    xml.number_leaf("id", world.artist_id(index));
    let name = world.names.artist(index);
    xml.leaf("name", &name);
    let vocabulary = world.names.vocabulary();
    if rng.chance(180) {
        let (first, last) = (vocabulary.rare(&mut rng), vocabulary.rare(&mut rng));
        xml.leaf("realname", &format!("{} {}", first.title, last.title));
    }
    xml.leaf("profile", &profile(world, &mut rng));
    let quality = rng.of(&["Needs Vote", "Needs Vote", "Needs Major Changes", "Correct"]);
    xml.leaf("data_quality", quality);
    if rng.chance(110) {
        xml.open("urls");
        for _ in 0..=rng.repeat(400) {
            let word = &vocabulary.rare(&mut rng).lower;
            xml.leaf("url", &format!("https://www.{word}{}.com/", rng.below(100)));
        }
        xml.close("urls");
    }
    if rng.chance(260) {
        xml.open("namevariations");
        xml.leaf("name", &world.names.artist_variation(index));
        for _ in 0..rng.repeat(300) {
            xml.leaf("name", &format!("{} {name}", vocabulary.rare(&mut rng).title));
        }
        xml.close("namevariations");
    }
    write_references(world, "aliases", &aliases(world, index), xml);
    write_references(world, "groups", &groups(world, index), xml);
    write_references(world, "members", &members(world, index), xml);
    xml.close("artist");
}

fn profile(world: &World, rng: &mut Rng) -> String {
    let mut profile = String::new();
    if rng.chance(170) {
        for place in 0..=rng.skewed(4) {
            if place > 0 {
                profile.push_str("\r\n");
            }
            world.names.vocabulary().sentence(rng, &mut profile);
        }
    }
    profile
}

/// The other of a pair, for some pairs: so that aliases are mutual.
fn aliases(world: &World, index: u32) -> Vec<u32> {
    let mutual = world.rng(Stream::Alias, index / 2).chance(70);
    let other = index ^ 1;
    if mutual && other < world.layout.artists { vec![other] } else { Vec::new() }
}

/// How many members the group of this place has; most places hold no group.
fn band_size(world: &World, place: u32) -> u32 {
    let mut rng = world.rng(Stream::Group, place);
    if rng.chance(250) { rng.between(2, BAND - 1) } else { 0 }
}

fn members(world: &World, index: u32) -> Vec<u32> {
    if !index.is_multiple_of(BAND) {
        return Vec::new();
    }
    let members = index + 1..=index + band_size(world, index / BAND);
    members.filter(|&member| member < world.layout.artists).collect()
}

fn groups(world: &World, index: u32) -> Vec<u32> {
    let place = index % BAND;
    let joined = place > 0 && place <= band_size(world, index / BAND);
    if joined { vec![index - place] } else { Vec::new() }
}

fn write_references(world: &World, element: &str, artists: &[u32], xml: &mut Xml) {
    if artists.is_empty() {
        return;
    }
    xml.open(element);
    for &artist in artists {
        let id = world.artist_id(artist);
        if element == "members" && world.form == crate::Form::Y2020 {
            xml.number_leaf("id", id);
        }
        xml.raw("<name");
        xml.number_attribute("id", id);
        xml.raw(">");
        xml.text(&world.names.artist(artist));
        xml.close("name");
    }
    xml.close(element);
}
