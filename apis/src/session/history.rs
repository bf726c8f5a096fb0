//! What a basket goes back to.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use storage::model::VideoId;

use super::stored::Ids;

/// The most steps.
const STEPS: usize = 100;

/// The most bytes of them as they are stored: twenty full baskets and something for small steps.
/// With the basket itself they remain below what the state takes.
const BYTES: usize = 850_000;

/// How to take back the changes of a basket, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct History(VecDeque<Step>);

/// How to take back one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Step {
    /// Only the first so many videos were there.
    Cut(u32),
    /// The video was at this place.
    Insert(u32, VideoId),
    /// The video at one place was at the other.
    Move {
        /// Where it is.
        from: u32,
        /// Where it was.
        to: u32,
    },
    /// It was these videos.
    Replace(Ids),
}

impl History {
    /// Notes how to take back a change, and forgets the oldest ones beyond what is kept.
    pub(super) fn push(&mut self, step: Step) {
        self.0.push_back(step);
        let mut bytes: usize = self.0.iter().map(Step::bytes).sum();
        while self.0.len() > STEPS || bytes > BYTES {
            let Some(oldest) = self.0.pop_front() else { break };
            bytes -= oldest.bytes();
        }
    }

    pub(super) fn pop(&mut self) -> Option<Step> {
        self.0.pop_back()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Step {
    /// Makes the videos what they were; gives whether they are those that the step is of.
    pub(super) fn take_back(self, videos: &mut Vec<VideoId>) -> bool {
        match self {
            Self::Cut(length) if length as usize <= videos.len() => {
                videos.truncate(length as usize);
            }
            Self::Insert(place, video) if place as usize <= videos.len() => {
                videos.insert(place as usize, video);
            }
            Self::Move { from, to } if from.max(to) < videos.len() as u32 => {
                let video = videos.remove(from as usize);
                videos.insert(to as usize, video);
            }
            Self::Replace(Ids(before)) => *videos = before,
            _ => return false,
        }
        true
    }

    /// The most bytes that it is stored in.
    fn bytes(&self) -> usize {
        match self {
            Self::Replace(ids) => 8 + ids.bytes(),
            _ => 20,
        }
    }
}
