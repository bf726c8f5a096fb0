//! Names of artists and labels: a function of the number, so that all files agree on them.

use crate::{
    rng::{Rng, Stream},
    vocabulary::Vocabulary,
};

/// Makes names.
#[derive(Debug)]
pub(crate) struct Names {
    seed: u64,
    vocabulary: Vocabulary,
}

impl Names {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, vocabulary: Vocabulary::new() }
    }

    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// An artist's name. One in twelve is a namesake of an earlier artist: `Artefakt (2)`.
    pub(crate) fn artist(&self, index: u32) -> String {
        let mut rng = Rng::new(self.seed, Stream::ArtistName, index.into());
        if index > 10 && rng.chance(80) {
            let namesake = rng.below(index);
            let number = rng.skewed(20) + 2;
            return format!("{} ({number})", self.plain_artist(namesake));
        }
        self.plain_artist(index)
    }

    /// How the artist is called on some sleeves: no suffix, and mostly shorter.
    pub(crate) fn artist_variation(&self, index: u32) -> String {
        let name = self.artist(index);
        let bare = name.split(" (").next().unwrap_or(&name);
        match bare.split_once(' ') {
            Some((first, last)) if index.is_multiple_of(3) => {
                let initial = first.chars().next().unwrap_or('X');
                format!("{initial}. {last}")
            }
            Some((_, last)) => last.into(),
            None => format!("{bare}!"),
        }
    }

    /// A label's or company's name.
    pub(crate) fn label(&self, index: u32) -> String {
        let mut rng = Rng::new(self.seed, Stream::LabelName, index.into());
        let first = &self.vocabulary.rare(&mut rng).title;
        match rng.below(20) {
            0..4 => format!("{first} Records"),
            4..6 => format!("{first} {} Recordings", self.vocabulary.rare(&mut rng).title),
            6..8 => format!("{first} Music"),
            8 => format!("{first} & {} Ltd.", self.vocabulary.rare(&mut rng).title),
            9 => format!(
                "Not On Label ({first} {} Self-released)",
                self.vocabulary.rare(&mut rng).title
            ),
            10 => format!("{first} Studios"),
            11 => format!("{first} ({})", rng.between(2, 9)),
            12..14 => format!("{first}{}", self.vocabulary.rare(&mut rng).lower),
            _ => format!("{first} {}", self.vocabulary.rare(&mut rng).title),
        }
    }

    fn plain_artist(&self, index: u32) -> String {
        let mut rng = Rng::new(self.seed ^ 1, Stream::ArtistName, index.into());
        let first = &self.vocabulary.rare(&mut rng).title;
        let second = self.vocabulary.rare(&mut rng);
        match rng.below(20) {
            0..2 => format!("{first}{}", second.lower),
            2 => format!("The {first} {}", second.title),
            3 => format!("DJ {first}{}", second.lower),
            4 => format!("{first} & The {}s", second.title),
            5 => format!("{first} {} {}", second.title, self.vocabulary.rare(&mut rng).title),
            _ => format!("{first} {}", second.title),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_function_of_the_number() {
        let names = Names::new(7);
        assert_eq!(names.artist(500), Names::new(7).artist(500));
        assert_ne!(names.artist(500), Names::new(8).artist(500));
    }

    #[test]
    fn a_namesake_has_an_elder() {
        let names = Names::new(1);
        let bare = |index: u32| names.artist(index).split(" (").next().unwrap().to_owned();
        let namesake = (11..200).find(|&index| names.artist(index).ends_with(')')).unwrap();
        assert!((0..namesake).any(|elder| names.plain_artist(elder) == bare(namesake)));
    }
}
