use crate::{
    Form,
    credit::{write_artists, write_extra_artists},
    details::{write_companies, write_formats, write_identifiers, write_labels, write_series},
    images::write_images,
    master::write_genres,
    rng::{Rng, Stream},
    tracklist::write_tracklist,
    video::write_videos,
    work::Work,
    world::World,
    xml::Xml,
};

/// One `<release>`.
pub(crate) fn write_release(world: &World, index: u32, xml: &mut Xml) {
    let mut rng = world.rng(Stream::Release, index);
    let membership = world.layout.membership(index);
    let main = membership.is_none_or(|membership| membership.main);
    let work = match membership {
        Some(membership) => Work::of_master(world, membership.master),
        None => Work::of_single(world, index),
    };
    // The main release has the work's year, the others are pressings of the same or a later one.
    let later = if main { 0 } else { rng.skewed(world.last_year - work.year + 1) };
    let year = work.year + rng.skewed(later + 1);

    xml.raw("<release");
    xml.number_attribute("id", world.id(index));
    if world.form == Form::Y2020 {
        xml.attribute("status", "Accepted");
    }
    xml.raw(">");
    write_images(world, &mut rng, xml);
    write_artists(world, &work.artists, xml);
    xml.leaf("title", &work.title(world));
    write_labels(world, &work, &mut rng, xml);
    if world.form == Form::Y2026 {
        write_series(world, &mut rng, xml);
    }
    let regulars: Vec<u32> = (0..rng.between(1, 6)).map(|_| world.some_artist(&mut rng)).collect();
    match rng.below(100) {
        ..38 => xml.empty("extraartists"),
        _ => {
            let count = 1 + rng.skewed(16);
            write_extra_artists(world, count, &regulars, Some(work.tracks), &mut rng, xml);
        }
    }
    let format = write_formats(world, main, &mut rng, xml);
    write_genres(&work, xml);
    if !rng.chance(30) {
        xml.leaf("country", world.facts.countries.pick(&mut rng));
    }
    write_released(year, &mut rng, xml);
    if rng.chance(560) {
        xml.leaf("notes", &notes(world, &mut rng));
    }
    let quality = rng.of(&["Needs Vote", "Needs Vote", "Needs Vote", "Needs Vote", "Correct"]);
    xml.leaf("data_quality", quality);
    match membership {
        Some(membership) => {
            xml.raw("<master_id");
            xml.attribute("is_main_release", if membership.main { "true" } else { "false" });
            xml.raw(">");
            xml.number(world.id(membership.master));
            xml.close("master_id");
        }
        None if world.form == Form::Y2026 => xml.raw("<master_id>0</master_id>"),
        None => {}
    }
    write_tracklist(world, &work, format.has_sides, &regulars, &mut rng, xml);
    write_identifiers(world, &mut rng, xml);
    write_videos(world, &work, &videos(&work, membership.is_some(), index, &mut rng), xml);
    write_companies(world, &mut rng, xml);
    xml.close("release");
}

/// Most of the work's videos, and sometimes one that only this release has.
fn videos(work: &Work, shared: bool, index: u32, rng: &mut Rng) -> Vec<u64> {
    let of_work = 0..u64::from(work.videos);
    let mut videos: Vec<u64> = of_work.filter(|_| !shared || rng.chance(800)).collect();
    if shared && rng.chance(60) {
        videos.push((1 << 20) + u64::from(index));
    }
    videos
}

/// `<released>` in all the forms that occur, or none.
fn write_released(year: u32, rng: &mut Rng, xml: &mut Xml) {
    let (month, day) = (rng.between(1, 12), rng.between(1, 28));
    let text = match rng.below(1000) {
        ..510 => year.to_string(),
        510..820 => format!("{year}-{month:02}-{day:02}"),
        820..850 => format!("{year}-{month:02}-00"),
        850..856 => format!("{year}-00-00"),
        856..862 => format!("{year}-{month:02}"),
        862..868 => format!("{}?", year / 10),
        868..872 => "Unknown".into(),
        872..880 => String::new(),
        _ => return,
    };
    xml.leaf("released", &text);
}

/// A few sentences in lines; some were typed on a machine that ends them with CR LF.
fn notes(world: &World, rng: &mut Rng) -> String {
    let line_end = if rng.chance(300) { "\r\n" } else { "\n" };
    let mut notes = String::new();
    for place in 0..=rng.skewed(10) {
        if place > 0 {
            notes.push_str(line_end);
        }
        match rng.below(12) {
            0 => notes.push_str(line_end),
            1 => notes.push_str("℗ & © 1987 "),
            2 => notes.push_str(&format!("See also [r={}]: ", rng.between(1, 30_000_000))),
            _ => {}
        }
        world.names.vocabulary().sentence(rng, &mut notes);
    }
    notes
}
