//! Which of the videos are news, and where they belong.

use super::{Index, ValueField};
use crate::model::VideoId;

impl Index {
    /// All videos that the generation has, each once, in no order.
    pub fn video_ids(&self) -> impl Iterator<Item = VideoId> + '_ {
        (0..self.meta.videos).map(|video| self.video_id(video))
    }

    /// How many videos `counts`, in all and by the values of a field: those of the best entry that
    /// brings the video. A video counts with each value of its entry; values without one are left
    /// out.
    pub fn count_videos(
        &self,
        field: ValueField,
        counts: impl Fn(VideoId) -> bool,
    ) -> (u64, Vec<(&str, u64)>) {
        let mut brought = vec![0_u32; self.meta.entries as usize];
        let mut all = 0;
        for video in (0..self.meta.videos).filter(|&video| counts(self.video_id(video))) {
            brought[self.owner_of(video).0 as usize] += 1;
            all += 1;
        }
        let of_value = |value: &super::Value| -> u64 {
            let plan = value.plan();
            self.ranks(&plan).map(|rank| u64::from(brought[rank.0 as usize])).sum()
        };
        let values = self.values(field).iter();
        let found = values.map(|value| (value.value.as_str(), of_value(value)));
        (all, found.filter(|&(_, videos)| videos > 0).collect())
    }
}
