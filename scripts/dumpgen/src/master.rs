use crate::{
    credit::write_artists, images::write_images, rng::Stream, video::write_videos, work::Work,
    world::World, xml::Xml,
};

/// One `<master>`.
pub(crate) fn write_master(world: &World, index: u32, xml: &mut Xml) {
    let mut rng = world.rng(Stream::Master, index);
    let work = Work::of_master(world, index);
    xml.raw("<master");
    xml.number_attribute("id", world.id(index));
    xml.raw(">");
    xml.number_leaf("main_release", world.id(world.layout.main_release(index)));
    write_images(world, &mut rng, xml);
    write_artists(world, &work.artists, xml);
    write_genres(&work, xml);
    let year = if rng.chance(30) { 0 } else { work.year };
    xml.number_leaf("year", year.into());
    xml.leaf("title", &work.title(world));
    if rng.chance(60) {
        let mut notes = String::new();
        world.names.vocabulary().sentence(&mut rng, &mut notes);
        xml.leaf("notes", &notes);
    }
    let quality = rng.of(&["Correct", "Correct", "Correct", "Needs Vote", "Needs Minor Changes"]);
    xml.leaf("data_quality", quality);
    let videos: Vec<u64> = (0..work.videos.into()).collect();
    write_videos(world, &work, &videos, xml);
    xml.close("master");
}

/// `<genres>` and, where there are some, `<styles>`.
pub(crate) fn write_genres(work: &Work, xml: &mut Xml) {
    xml.open("genres");
    for genre in &work.genres {
        xml.leaf("genre", genre);
    }
    xml.close("genres");
    if !work.styles.is_empty() {
        xml.open("styles");
        for style in &work.styles {
            xml.leaf("style", style);
        }
        xml.close("styles");
    }
}
