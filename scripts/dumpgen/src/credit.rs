use crate::{
    ids::{NO_ARTIST, UNKNOWN_ARTIST, VARIOUS},
    rng::Rng,
    world::World,
    xml::Xml,
};

/// Who is credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// The artist with this index.
    Artist(u32),
    Various,
    Unknown,
    NoOne,
}

/// One of the artists by which a release is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Credit {
    pub(crate) who: Who,
    /// Whether the sleeve writes the name in another way (`anv`).
    pub(crate) variation: bool,
    /// What stands between this name and the next.
    pub(crate) join: &'static str,
}

impl Who {
    fn id(self, world: &World) -> u64 {
        match self {
            Self::Artist(index) => world.artist_id(index),
            Self::Various => VARIOUS.into(),
            Self::Unknown => UNKNOWN_ARTIST.into(),
            Self::NoOne => NO_ARTIST.into(),
        }
    }

    /// The name as the artists file has it.
    pub(crate) fn name(self, world: &World) -> String {
        match self {
            Self::Artist(index) => world.names.artist(index),
            Self::Various => "Various".into(),
            Self::Unknown => "Unknown Artist".into(),
            Self::NoOne => "No Artist".into(),
        }
    }

    fn variation(self, world: &World) -> String {
        match self {
            Self::Artist(index) => world.names.artist_variation(index),
            _ => String::new(),
        }
    }
}

/// `<artists>`: the artists of a release, master or track.
pub(crate) fn write_artists(world: &World, artists: &[Credit], xml: &mut Xml) {
    xml.open("artists");
    for credit in artists {
        xml.open("artist");
        xml.number_leaf("id", credit.who.id(world));
        xml.leaf("name", &credit.who.name(world));
        let variation = if credit.variation { credit.who.variation(world) } else { String::new() };
        xml.leaf("anv", &variation);
        xml.leaf("join", credit.join);
        xml.raw("<role/><tracks/></artist>");
    }
    xml.close("artists");
}

/// `<extraartists>` with this many credits, mostly of the `regulars`: the few people who did most
/// on a release. With `tracks`, some credits name the tracks that they are for.
pub(crate) fn write_extra_artists(
    world: &World,
    count: u32,
    regulars: &[u32],
    tracks: Option<u32>,
    rng: &mut Rng,
    xml: &mut Xml,
) {
    xml.open("extraartists");
    for _ in 0..count {
        let regular = regulars[rng.below(regulars.len() as u32) as usize];
        let who = Who::Artist(if rng.chance(550) { regular } else { world.some_artist(rng) });
        xml.open("artist");
        if !rng.chance(17) {
            xml.number_leaf("id", who.id(world));
        }
        xml.leaf("name", &who.name(world));
        let variation = if rng.chance(220) { who.variation(world) } else { String::new() };
        xml.leaf("anv", &variation);
        xml.empty("join");
        xml.leaf("role", world.facts.roles.pick(rng));
        match tracks {
            Some(tracks) if tracks > 2 && rng.chance(180) => {
                let first = rng.between(1, tracks - 1);
                xml.leaf("tracks", &format!("{first} to {}", rng.between(first + 1, tracks)));
            }
            _ => xml.empty("tracks"),
        }
        xml.close("artist");
    }
    xml.close("extraartists");
}
