use crate::{
    credit::{Credit, Who},
    facts::Genre,
    rng::{Rng, Stream},
    world::World,
};

/// What a master and its releases have in common; a release without a master has one of its own.
#[derive(Debug)]
pub(crate) struct Work {
    /// Titles and videos are drawn from it.
    seed: u64,
    pub(crate) artists: Vec<Credit>,
    pub(crate) genres: Vec<&'static str>,
    pub(crate) styles: Vec<&'static str>,
    pub(crate) year: u32,
    pub(crate) label: u32,
    pub(crate) tracks: u32,
    pub(crate) videos: u32,
}

impl Work {
    /// The work of a master.
    pub(crate) fn of_master(world: &World, master: u32) -> Self {
        Self::new(world, Stream::MasterWork, master)
    }

    /// The work of a release that has no master.
    pub(crate) fn of_single(world: &World, release: u32) -> Self {
        Self::new(world, Stream::SingleWork, release)
    }

    fn new(world: &World, stream: Stream, index: u32) -> Self {
        let mut rng = world.rng(stream, index);
        let seed = rng.bits();
        let artists = artists(world, &mut rng);
        let genres = genres(world, &artists, &mut rng);
        let styles = styles(&genres, &mut rng);
        let tracks = match rng.below(1000) {
            ..180 => rng.between(1, 2),
            180..370 => rng.between(2, 5),
            370..800 => rng.between(8, 13),
            800..996 => rng.between(10, 22),
            _ => rng.between(30, 200),
        };
        // Someone made the effort of a master: its videos are entered more often, too.
        let seen = if matches!(stream, Stream::MasterWork) { 610 } else { 350 };
        let videos =
            if rng.chance(seen) { 1 + rng.skewed(tracks.min(22)) + rng.repeat(450) } else { 0 };
        Self {
            seed,
            artists,
            genres: genres.iter().map(|genre| genre.name).collect(),
            styles,
            year: world.facts.year(&mut rng, world.last_year),
            label: world.some_label(&mut rng),
            tracks,
            videos,
        }
    }

    /// The title; every fourth work is named after its first track.
    pub(crate) fn title(&self, world: &World) -> String {
        if self.seed.is_multiple_of(4) {
            return self.track_title(world, 0);
        }
        let mut rng = Rng::new(self.seed, Stream::Track, u64::MAX);
        let words = 1 + rng.skewed(5);
        world.names.vocabulary().title(&mut rng, words)
    }

    /// The title of a track, the same on all releases of the work.
    pub(crate) fn track_title(&self, world: &World, track: u32) -> String {
        let mut rng = Rng::new(self.seed, Stream::Track, track.into());
        let vocabulary = world.names.vocabulary();
        let words = 1 + rng.below(4);
        let title = vocabulary.title(&mut rng, words);
        match rng.below(100) {
            ..4 => format!("{title} (Original Mix)"),
            4..8 => format!("{title} ({} Remix)", vocabulary.title(&mut rng, 1)),
            8 => format!("{title} & {}", vocabulary.title(&mut rng, 1)),
            9 => format!("\"{title}\""),
            _ => title,
        }
    }

    /// The numbers of one of the work's videos.
    pub(crate) fn video_rng(&self, video: u64) -> Rng {
        Rng::new(self.seed, Stream::Video, video)
    }

    /// Whether the work is of several artists, so that each track names its own.
    pub(crate) fn is_various(&self) -> bool {
        matches!(self.artists[0].who, Who::Various)
    }
}

fn artists(world: &World, rng: &mut Rng) -> Vec<Credit> {
    let alone = |who| vec![Credit { who, variation: false, join: "" }];
    match rng.below(1000) {
        ..80 => alone(Who::Various),
        80..87 => alone(Who::Unknown),
        87..90 => alone(Who::NoOne),
        _ => {
            let several = rng.repeat(130).min(5);
            let credit = |last: bool, rng: &mut Rng| Credit {
                who: Who::Artist(world.some_artist(rng)),
                variation: rng.chance(80),
                join: if last { "" } else { rng.of(&["&", "&", ",", ",", "Feat.", "And", "vs."]) },
            };
            (0..=several).map(|place| credit(place == several, rng)).collect()
        }
    }
}

/// An artist mostly stays with one genre; every fifth work has a second one.
fn genres<'w>(world: &'w World, artists: &[Credit], rng: &mut Rng) -> Vec<&'w Genre> {
    let taste = match artists[0].who {
        Who::Artist(index) => world.facts.genres.pick(&mut world.rng(Stream::Taste, index)),
        _ => world.facts.genres.pick(rng),
    };
    let mut genres = vec![if rng.chance(850) { taste } else { world.facts.genres.pick(rng) }];
    while rng.chance(220) && genres.len() < 4 {
        let another = world.facts.genres.pick(rng);
        if genres.iter().all(|genre| genre.name != another.name) {
            genres.push(another);
        }
    }
    genres
}

fn styles(genres: &[&Genre], rng: &mut Rng) -> Vec<&'static str> {
    let wanted = match rng.below(100) {
        ..15 => 0,
        15..58 => 1,
        58..82 => 2,
        82..94 => 3,
        _ => rng.between(4, 6),
    };
    let mut styles = Vec::with_capacity(wanted as usize);
    for _ in 0..wanted {
        let known = &genres[rng.below(genres.len() as u32) as usize].styles;
        // Skewed twice: half of a genre's releases share its five or six common styles.
        let bound = rng.skewed(known.len() as u32) + 1;
        let style = known[rng.skewed(bound) as usize];
        if !styles.contains(&style) {
            styles.push(style);
        }
    }
    styles
}
