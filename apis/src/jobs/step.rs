//! What a job does next, and what follows from what came of it. There is no clock, no network and
//! no chance in here.

use std::{collections::HashSet, ops::Range};

use storage::model::VideoId;

use super::job::{Begun, Item, ItemState, Job, What};

/// How many videos are asked about at once.
pub(super) const CHECKED_AT_ONCE: usize = 50;

/// How often something is looked for before it counts as not there: lists are behind by a moment.
pub(super) const LOOKS: u32 = 3;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// Make the playlist of a part.
    Create(usize),
    /// See what the user's own playlist has.
    Compare,
    /// Ask whether the videos of these items are there.
    Check(Range<usize>),
    /// Add the video of an item.
    Insert(usize),
    /// Look whether the playlist of a part has been made.
    FindList(usize),
    /// Look whether the video of an item has been added.
    FindVideo(usize),
    /// Nothing is left.
    Finish,
}

impl Job {
    /// What is to be done next.
    pub(super) fn next(&self) -> Step {
        match &self.begun {
            Some(Begun { what: What::Create, .. }) => return Step::FindList(self.lists.len()),
            Some(Begun { what: What::Insert(place), .. }) => return Step::FindVideo(*place),
            None => {}
        }
        let Some(place) = self.items.iter().position(|item| item.state == ItemState::Waiting)
        else {
            return Step::Finish;
        };
        if self.lists.is_empty() || self.is_full {
            return Step::Create(self.lists.len());
        }
        if !self.is_compared {
            return Step::Compare;
        }
        if place >= self.checked {
            return Step::Check(place..self.items.len().min(place + CHECKED_AT_ONCE));
        }
        Step::Insert(place)
    }

    /// Notes that a step is about to be done. It is written down before: whoever finds it later
    /// knows that it may have been done.
    pub(super) fn begin(&mut self, step: &Step) {
        let what = match step {
            Step::Create(_) => What::Create,
            Step::Insert(place) => What::Insert(*place),
            _ => return,
        };
        self.begun = Some(Begun { what, said: None, looked: 0 });
    }

    /// What the step has begun was certainly not done.
    pub(super) fn not_done(&mut self, step: &Step) {
        if matches!(step, Step::Create(_) | Step::Insert(_)) {
            self.begun = None;
        }
    }

    /// The playlist of the next part is there.
    pub(super) fn made(&mut self, list: String) {
        self.lists.push(list);
        (self.begun, self.is_full, self.failures) = (None, false, 0);
    }

    /// The last playlist takes no more.
    pub(super) fn full(&mut self) {
        (self.begun, self.is_full) = (None, true);
    }

    /// The user's own playlist has these videos.
    pub(super) fn compared(&mut self, videos: &HashSet<String>) {
        for item in &mut self.items {
            if item.state == ItemState::Waiting && videos.contains(item.video.as_str()) {
                item.state = ItemState::Present;
            }
        }
        (self.is_compared, self.failures) = (true, 0);
    }

    /// The video of an item is in the playlist.
    pub(super) fn settled(&mut self, place: usize, state: ItemState) {
        self.items[place].state = state;
        (self.begun, self.failures) = (None, 0);
    }

    /// YouTube says that the video of an item is not there; whether it was added all the same,
    /// the list tells.
    pub(super) fn doubted(&mut self, said: ItemState) {
        if let Some(begun) = &mut self.begun {
            begun.said = Some(said);
        }
    }

    /// What was begun is not in the list. Gives what that means for the video of the item: `None`
    /// while it is to be looked for again, or is to be tried again.
    pub(super) fn not_found(&mut self) -> Option<(usize, ItemState)> {
        let begun = self.begun.as_mut()?;
        begun.looked += 1;
        if begun.looked < LOOKS {
            return None;
        }
        let begun = self.begun.take()?;
        match begun {
            Begun { what: What::Insert(place), said: Some(said), .. } => Some((place, said)),
            _ => None,
        }
    }

    /// The video of an item is left out; of `others`, the first that the job does not have takes
    /// its place.
    pub(super) fn leave_out(&mut self, place: usize, state: ItemState, others: &[VideoId]) {
        self.settled(place, state);
        let known: HashSet<VideoId> = self.items.iter().map(|item| item.video).collect();
        let gone = self.items[place].video;
        if let Some(&video) = others.iter().find(|other| !known.contains(other)) {
            let instead_of = Some(self.items[place].instead_of.unwrap_or(gone));
            self.items.insert(place + 1, Item { video, state: ItemState::Waiting, instead_of });
            self.checked = self.checked.min(place + 1);
            // The user's own playlist may have that one.
            self.is_compared &= self.wish.playlist.is_none();
        }
    }
}
