//! Texts that are one typo away: an automaton over the bytes of a finite-state map.

use std::sync::OnceLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};

/// Accepts texts at most a few typos away from a given one, or that begin so.
pub(crate) struct Typo(DFA);

fn builder(typos: u8) -> &'static LevenshteinAutomatonBuilder {
    static ONE: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    static TWO: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    match typos {
        0 | 1 => ONE.get_or_init(|| LevenshteinAutomatonBuilder::new(1, true)),
        _ => TWO.get_or_init(|| LevenshteinAutomatonBuilder::new(2, true)),
    }
}

impl Typo {
    /// A wrong, a missing, a superfluous letter or two swapped ones, anywhere in the text.
    pub(crate) fn whole(text: &str, typos: u8) -> Self {
        Self(builder(typos).build_dfa(text))
    }

    /// The same, for texts that only begin like the given one.
    pub(crate) fn prefix(text: &str, typos: u8) -> Self {
        Self(builder(typos).build_prefix_dfa(text))
    }

    pub(crate) fn accepts(&self, text: &str) -> bool {
        matches!(self.0.eval(text), Distance::Exact(_))
    }
}

impl fst::Automaton for Typo {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}
