use crate::{
    credit::{Credit, Who, write_artists, write_extra_artists},
    rng::Rng,
    work::Work,
    world::World,
    xml::Xml,
};

/// `<tracklist>`, with headings, index tracks, and credits of single tracks.
pub(crate) fn write_tracklist(
    world: &World,
    work: &Work,
    has_sides: bool,
    regulars: &[u32],
    rng: &mut Rng,
    xml: &mut Xml,
) {
    let timed = rng.chance(720);
    // Whoever enters credits enters them for most tracks of a release.
    let credited = if rng.chance(370) { 420 } else { 0 };
    xml.open("tracklist");
    for track in 0..work.tracks {
        if work.tracks > 14 && rng.chance(12) {
            xml.raw("<track><position/>");
            xml.leaf("title", &world.names.vocabulary().title(rng, 2));
            xml.raw("<duration/></track>");
        }
        let position = position(track, work.tracks, has_sides);
        xml.open("track");
        if rng.chance(6) {
            write_index_track(world, work, track, &position, rng, xml);
        } else {
            xml.leaf("position", &position);
            xml.leaf("title", &work.track_title(world, track));
            xml.leaf("duration", &if timed { duration(rng) } else { String::new() });
        }
        if work.is_various() || rng.chance(30) {
            let who = Who::Artist(world.some_artist(rng));
            write_artists(world, &[Credit { who, variation: rng.chance(60), join: "" }], xml);
        }
        if rng.chance(credited) {
            let count = 1 + rng.skewed(4);
            write_extra_artists(world, count, regulars, None, rng, xml);
        }
        xml.close("track");
    }
    xml.close("tracklist");
}

/// A track that is made of several: a medley, the movements of a symphony.
fn write_index_track(
    world: &World,
    work: &Work,
    track: u32,
    position: &str,
    rng: &mut Rng,
    xml: &mut Xml,
) {
    xml.empty("position");
    xml.leaf("title", &work.track_title(world, track));
    xml.raw("<duration/><sub_tracks>");
    for part in 1..=rng.between(2, 5) {
        xml.open("track");
        xml.leaf("position", &format!("{position}.{part}"));
        xml.leaf("title", &world.names.vocabulary().title(rng, 2));
        xml.leaf("duration", &duration(rng));
        xml.close("track");
    }
    xml.close("sub_tracks");
}

/// `A1` for what has sides, else `1`, and `2-1` from the second disc on.
fn position(track: u32, tracks: u32, has_sides: bool) -> String {
    let per_side = (tracks / 2).clamp(1, 6);
    match (has_sides, track / 25) {
        (true, _) => {
            let side = char::from(b'A' + (track / per_side % 26) as u8);
            format!("{side}{}", track % per_side + 1)
        }
        (false, 0) => (track + 1).to_string(),
        (false, disc) => format!("{}-{}", disc + 1, track % 25 + 1),
    }
}

fn duration(rng: &mut Rng) -> String {
    format!("{}:{:02}", 2 + rng.skewed(8), rng.below(60))
}
