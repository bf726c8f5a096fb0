use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Error, GenerationName, Result, read_json, write_json};

/// Which generations there are to read: what `CURRENT.json` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// The generation that is read.
    pub current: GenerationName,
    /// All that can be read, in the order in which they were first published.
    pub published: Vec<GenerationName>,
}

impl Pointer {
    fn path(data: &Path) -> PathBuf {
        data.join("CURRENT.json")
    }

    /// `None` where nothing has been published yet.
    pub(super) fn read(data: &Path) -> Result<Option<Self>> {
        let path = Self::path(data);
        let pointer: Option<Self> = read_json(&path).map_err(|error| match error {
            Error::DamagedFile { path, reason } => Error::DamagedPointer { path, reason },
            error => error,
        })?;
        match pointer {
            Some(Self { current, published }) if !published.contains(&current) => {
                let reason = format!("{current} is current but not among the published");
                Err(Error::DamagedPointer { path, reason })
            }
            pointer => Ok(pointer),
        }
    }

    /// The atomic step.
    pub(super) fn write(&self, data: &Path) -> Result<()> {
        write_json(&Self::path(data), self)
    }

    /// Which of the published are to go if the generations of only `count` dates may stay: the
    /// current one and the one before it (`previous` where that is known, else the one that was
    /// published last), and of the other dates that were published last the last one each.
    pub(super) fn beyond(
        &self,
        count: usize,
        previous: Option<GenerationName>,
    ) -> Vec<GenerationName> {
        let others = || self.published.iter().copied().filter(|&name| name != self.current);
        let previous = previous.filter(|&previous| others().any(|name| name == previous));
        let mut stay = vec![self.current];
        let mut dates = vec![self.current.date()];
        if let Some(before) = previous.or(others().next_back()).filter(|_| count > 1) {
            stay.push(before);
            // Revisions of a date do not take the place of a month.
            dates.extend(Some(before.date()).filter(|date| !dates.contains(date)));
        }
        for name in others().rev() {
            if !dates.contains(&name.date()) && dates.len() < count {
                dates.push(name.date());
                stay.push(name);
            }
        }
        others().filter(|name| !stay.contains(name)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Pointer;

    fn pointer(current: &str, published: &[&str]) -> Pointer {
        Pointer {
            current: current.parse().unwrap(),
            published: published.iter().map(|name| name.parse().unwrap()).collect(),
        }
    }

    #[test]
    fn the_current_one_stays_and_the_oldest_go() {
        let all = ["20260901", "20261001", "20260801-2", "20261101"];
        for (current, count, gone) in [
            ("20261101", 1, &["20260901", "20261001", "20260801-2"][..]),
            ("20261101", 2, &["20260901", "20261001"]),
            ("20261101", 3, &["20260901"]),
            ("20261101", 4, &[]),
            ("20261101", 9, &[]),
            ("20260901", 2, &["20261001", "20260801-2"]),
            ("20260901", 0, &["20261001", "20260801-2", "20261101"]),
        ] {
            let beyond = pointer(current, &all).beyond(count, None);
            let beyond: Vec<String> = beyond.iter().map(ToString::to_string).collect();
            assert_eq!(beyond, gone, "{current} of {count}");
        }
    }

    #[test]
    fn after_a_way_back_the_month_that_was_read_stays_and_not_the_one_that_was_left() {
        let all = ["20260901", "20261001", "20261101"];
        let beyond = pointer("20261101", &all).beyond(2, "20260901".parse().ok());
        assert_eq!(beyond.iter().map(ToString::to_string).collect::<Vec<_>>(), ["20261001"]);
    }

    #[test]
    fn a_month_that_is_loaded_in_parts_does_not_drop_the_one_before() {
        let all = ["20260901", "20261001", "20261101", "20261101-2", "20261101-3"];
        let beyond = pointer("20261101-3", &all).beyond(2, None);
        let beyond: Vec<String> = beyond.iter().map(ToString::to_string).collect();
        assert_eq!(beyond, ["20260901", "20261101"]);
    }
}
