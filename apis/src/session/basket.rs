use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use storage::model::VideoId;

use super::{
    BasketError,
    history::{History, Step},
    stored::{Form, Ids},
};

/// The most videos of a basket: as many as an answer gives at once.
pub const MAX_VIDEOS: usize = 5_000;

/// The videos that a visitor has collected, in his order, each once, and what he can undo.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Form", try_from = "Form")]
pub struct Basket {
    videos: Vec<VideoId>,
    history: History,
}

impl Basket {
    /// The videos in their order.
    #[must_use]
    pub fn videos(&self) -> &[VideoId] {
        &self.videos
    }

    /// How many videos there are, [`MAX_VIDEOS`] at most.
    #[must_use]
    pub fn len(&self) -> usize {
        self.videos.len()
    }

    /// Whether there are none. There may be something to undo all the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.videos.is_empty()
    }

    /// Whether a video is in it.
    #[must_use]
    pub fn contains(&self, video: VideoId) -> bool {
        self.videos.contains(&video)
    }

    /// Adds those videos at the end that are not there yet, and gives how many they were.
    ///
    /// # Errors
    /// [`BasketError::Full`] when not all of them fit; then none is added.
    pub fn add(&mut self, videos: &[VideoId]) -> Result<usize, BasketError> {
        let there = self.len();
        let mut known: HashSet<VideoId> = self.videos.iter().copied().collect();
        let new: Vec<VideoId> = videos.iter().copied().filter(|&id| known.insert(id)).collect();
        if there + new.len() > MAX_VIDEOS {
            return Err(BasketError::Full { there, more: new.len() });
        }
        if !new.is_empty() {
            self.videos.extend(&new);
            self.history.push(Step::Cut(there as u32));
        }
        Ok(new.len())
    }

    /// Removes a video, and gives whether it was there.
    pub fn remove(&mut self, video: VideoId) -> bool {
        let Some(place) = self.place(video) else { return false };
        self.videos.remove(place);
        self.history.push(Step::Insert(place as u32, video));
        true
    }

    /// Moves a video to a place, counted from 0 once it is taken out, or to the end if there are
    /// fewer; gives whether the video was there.
    pub fn move_to(&mut self, video: VideoId, place: usize) -> bool {
        let Some(from) = self.place(video) else { return false };
        let to = place.min(self.len() - 1);
        if to != from {
            self.videos.remove(from);
            self.videos.insert(to, video);
            self.history.push(Step::Move { from: to as u32, to: from as u32 });
        }
        true
    }

    /// Makes these the videos, each where it stands first.
    ///
    /// # Errors
    /// [`BasketError::Full`] when they are too many; then nothing is changed.
    pub fn set(&mut self, videos: Vec<VideoId>) -> Result<(), BasketError> {
        let mut known = HashSet::with_capacity(videos.len());
        let mut videos = videos;
        videos.retain(|&video| known.insert(video));
        if videos.len() > MAX_VIDEOS {
            return Err(BasketError::Full { there: 0, more: videos.len() });
        }
        if videos != self.videos {
            let before = std::mem::replace(&mut self.videos, videos);
            self.history.push(Step::Replace(Ids(before)));
        }
        Ok(())
    }

    /// Removes all videos. It can be undone.
    pub fn clear(&mut self) {
        if !self.is_empty() {
            self.history.push(Step::Replace(Ids(std::mem::take(&mut self.videos))));
        }
    }

    /// Takes back the last change that is not taken back yet; gives whether there was one.
    pub fn undo(&mut self) -> bool {
        self.history.pop().is_some_and(|step| step.take_back(&mut self.videos))
    }

    /// Whether there is a change to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.history.is_empty()
    }

    fn place(&self, video: VideoId) -> Option<usize> {
        self.videos.iter().position(|&other| other == video)
    }
}

impl From<Basket> for Form {
    fn from(basket: Basket) -> Self {
        Self { videos: Ids(basket.videos), history: basket.history }
    }
}

impl TryFrom<Form> for Basket {
    type Error = &'static str;

    fn try_from(form: Form) -> Result<Self, Self::Error> {
        let Form { videos: Ids(videos), history } = form;
        let distinct: HashSet<&VideoId> = videos.iter().collect();
        if distinct.len() != videos.len() {
            return Err("a video is twice in the basket");
        }
        if videos.len() > MAX_VIDEOS {
            return Err("the basket has too many videos");
        }
        Ok(Self { videos, history })
    }
}
