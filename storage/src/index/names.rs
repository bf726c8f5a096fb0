//! Artists and labels: found by name, by id, and by what somebody begins to type.

use fst::{IntoStreamer, Map, Streamer};

use super::{
    Damage, Index, Plan, PostingsRef, ValueField,
    field::{NameField, NameSections, WordField},
    file::{IndexFile, Section},
    typo::Typo,
    varint,
};
use crate::{model::Id, text};

/// Names that a suggestion looks at before it settles for what it has.
const LOOKED_AT: usize = 4096;

/// Names under one prefix from which on the best of them are kept with the prefix.
pub(crate) const CROWDED: usize = 1024;

/// How many are kept with a crowded prefix: the most that one suggestion gives.
pub(crate) const TOP: usize = 20;

/// Bytes from which on nobody types a prefix, and nobody is helped with a misspelt name.
const LONGEST: usize = 64;

/// Characters from which on a typo is forgiven.
const TYPO_FROM: usize = 3;

/// Something to complete what was typed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The name of the value, the artist or the label.
    pub value: String,
    /// The Discogs id of the artist or label.
    pub id: Option<Id>,
    /// Entries that have it.
    pub releases: u32,
}

/// The artists or the labels that some entry credits.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    file: &'a IndexFile,
    field: NameField,
}

/// Checks that the sections of a field fit each other; they have to be there.
pub(crate) fn check(file: &IndexFile, field: NameField) -> Result<(), Damage> {
    let NameSections { ids, releases, postings, name_starts, keys, tops, .. } = field.sections();
    let count = file.u32s(ids).len();
    file.expect(releases, count, 4)?;
    file.expect(postings, count + 1, 8)?;
    file.expect(name_starts, count + 1, 4)?;
    read_map(file, keys)?;
    read_map(file, tops)?;
    Ok(())
}

/// The same of a field of words.
pub(crate) fn check_words(file: &IndexFile, field: WordField) -> Result<(), Damage> {
    let (words, starts) = field.sections();
    file.expect(starts, read_map(file, words)?.len() + 1, 8)
}

fn read_map(file: &IndexFile, section: Section) -> Result<Map<&[u8]>, Damage> {
    Map::new(file.bytes(section)).map_err(|_| Damage::Inconsistent("its names cannot be read"))
}

/// Whether a typo in the text is looked for.
fn is_forgiven(text: &str) -> bool {
    text.len() <= LONGEST && text.chars().count() >= TYPO_FROM
}

fn between(starts: &[u64], place: usize) -> Option<PostingsRef> {
    let (start, end) = (*starts.get(place)?, *starts.get(place + 1)?);
    Some(PostingsRef { offset: start, length: u32::try_from(end.checked_sub(start)?).ok()? })
}

pub(crate) fn word(
    file: &IndexFile,
    words: Section,
    starts: Section,
    word: &str,
) -> Option<PostingsRef> {
    let place = Map::new(file.bytes(words)).ok()?.get(word)?;
    between(file.u64s(starts), usize::try_from(place).ok()?)
}

impl<'a> Names<'a> {
    pub(crate) fn new(file: &'a IndexFile, field: NameField) -> Self {
        Self { file, field }
    }

    /// The entries credited to any of the namesakes that have this name or name variation, given
    /// as [`text::fold`] gives it; `None` when nobody has it. A name with its namesake number
    /// means that one alone.
    #[must_use]
    pub fn plan(self, folded: &str) -> Option<Plan> {
        let place = self.map(self.field.sections().keys)?.get(folded)?;
        let (own, _) = self.list(place)?;
        if own.is_empty() {
            return None;
        }
        Some(Plan::Or(own.into_iter().map(|name| self.plan_of(name)).collect()))
    }

    /// The entries credited to the artist or label with this Discogs id; `None` when there are
    /// none.
    #[must_use]
    pub fn plan_by_id(self, id: Id) -> Option<Plan> {
        self.number_of(id).map(|name| self.plan_of(name))
    }

    fn number_of(self, id: Id) -> Option<u32> {
        let ids = self.file.u32s(self.field.sections().ids);
        // Those without an id stand at the end, under 0.
        let known = ids.partition_point(|&other| other != 0);
        ids[..known].binary_search(&id).ok().map(|place| place as u32)
    }

    /// All namesakes that have this name or name variation, given as [`text::fold`] gives it, the
    /// best known first; a name with its namesake number means that one alone.
    #[must_use]
    pub fn named(self, folded: &str) -> Vec<Suggestion> {
        let place = self.map(self.field.sections().keys).and_then(|keys| keys.get(folded));
        let own = place.and_then(|place| self.list(place)).map(|(own, _)| own);
        self.best(own.unwrap_or_default(), usize::MAX)
    }

    /// The artist or label with this Discogs id; `None` when no entry credits it.
    #[must_use]
    pub fn by_id(self, id: Id) -> Option<Suggestion> {
        let name = self.number_of(id)?;
        let releases = *self.file.u32s(self.field.sections().releases).get(name as usize)?;
        self.suggestion(name, releases)
    }

    fn plan_of(self, name: u32) -> Plan {
        let starts = self.file.u64s(self.field.sections().postings);
        between(starts, name as usize).map_or(Plan::Nothing, Plan::Term)
    }

    /// The best known artists or labels with a name, a name variation or an alias that begins
    /// with `typed`; where there are none, those that do so with one typo.
    #[must_use]
    pub fn suggest(self, typed: &str, limit: usize) -> Vec<Suggestion> {
        let prefix = text::fold(typed);
        let mut found = self.by_prefix(&prefix, limit);
        if found.is_empty() && is_forgiven(&prefix) {
            found = self.by_typo(&Typo::prefix(&prefix, 1), limit);
        }
        found
    }

    /// The best known whose whole name is a typo or two away from a name that nobody has.
    #[must_use]
    pub fn nearest(self, name: &str, limit: usize) -> Vec<Suggestion> {
        let name = text::fold(name);
        if name.len() > LONGEST {
            return Vec::new();
        }
        let found = self.by_typo(&Typo::whole(&name, 1), limit);
        if !found.is_empty() || name.chars().count() < 2 * TYPO_FROM {
            return found;
        }
        self.by_typo(&Typo::whole(&name, 2), limit)
    }

    fn by_prefix(self, prefix: &str, limit: usize) -> Vec<Suggestion> {
        let sections = self.field.sections();
        if limit <= TOP
            && let Some(at) = self.map(sections.tops).and_then(|tops| tops.get(prefix))
            && let Some((top, _)) = self.list(at)
        {
            return self.best(top, limit);
        }
        let Some(keys) = self.map(sections.keys) else { return Vec::new() };
        let mut range = keys.range().ge(prefix).into_stream();
        let mut names = Vec::new();
        let mut looked_at = 0;
        while let Some((key, at)) = range.next() {
            if !key.starts_with(prefix.as_bytes()) || looked_at == LOOKED_AT {
                break;
            }
            looked_at += 1;
            names.extend(self.list(at).into_iter().flat_map(|(own, aliases)| [own, aliases]));
        }
        self.best(names.concat(), limit)
    }

    fn by_typo(self, typo: &Typo, limit: usize) -> Vec<Suggestion> {
        let Some(keys) = self.map(self.field.sections().keys) else { return Vec::new() };
        let mut stream = keys.search(typo).into_stream();
        let mut names = Vec::new();
        let mut looked_at = 0;
        while let Some((_, at)) = stream.next() {
            looked_at += 1;
            names.extend(self.list(at).into_iter().flat_map(|(own, aliases)| [own, aliases]));
            if looked_at == LOOKED_AT {
                break;
            }
        }
        self.best(names.concat(), limit)
    }

    fn best(self, mut names: Vec<u32>, limit: usize) -> Vec<Suggestion> {
        let sections = self.field.sections();
        let releases = self.file.u32s(sections.releases);
        let of = |name: u32| releases.get(name as usize).copied().unwrap_or(0);
        names.sort_unstable_by_key(|&name| (std::cmp::Reverse(of(name)), name));
        names.dedup();
        names.truncate(limit);
        names.into_iter().filter_map(|name| self.suggestion(name, of(name))).collect()
    }

    fn suggestion(self, name: u32, releases: u32) -> Option<Suggestion> {
        let sections = self.field.sections();
        let starts = self.file.u32s(sections.name_starts);
        let range = *starts.get(name as usize)? as usize..*starts.get(name as usize + 1)? as usize;
        let value = std::str::from_utf8(self.file.bytes(sections.names).get(range)?).ok()?;
        let id = *self.file.u32s(sections.ids).get(name as usize)?;
        Some(Suggestion { value: value.to_owned(), id: (id != 0).then_some(id), releases })
    }

    fn map(self, section: Section) -> Option<Map<&'a [u8]>> {
        Map::new(self.file.bytes(section)).ok()
    }

    /// The numbers of those whose own name it is, and of those who have an alias of that name.
    fn list(self, at: u64) -> Option<(Vec<u32>, Vec<u32>)> {
        let mut bytes =
            self.file.bytes(self.field.sections().lists).get(usize::try_from(at).ok()?..)?;
        let mut take = || -> Option<Vec<u32>> {
            let count = varint::read(&mut bytes)?;
            (0..count).map(|_| u32::try_from(varint::read(&mut bytes)?).ok()).collect()
        };
        let own = take()?;
        Some((own, take()?))
    }
}

impl Index {
    /// The word of some fields that is a typo away from one that none of them has and that occurs
    /// in most entries.
    #[must_use]
    pub fn nearest_word(&self, fields: &[WordField], word: &str) -> Option<String> {
        let typo = is_forgiven(word).then(|| Typo::whole(word, 1))?;
        let mut best: Option<(u32, String)> = None;
        for &field in fields {
            let (words, starts) = field.sections();
            let words = Map::new(self.file.bytes(words)).ok()?;
            let starts = self.file.u64s(starts);
            let mut stream = words.search(&typo).into_stream();
            while let Some((word, place)) = stream.next() {
                let at = usize::try_from(place).ok().and_then(|place| between(starts, place))?;
                // The longer the bytes, the more entries: near enough for a suggestion.
                if best.as_ref().is_none_or(|(length, _)| at.length > *length) {
                    best = Some((at.length, String::from_utf8_lossy(word).into_owned()));
                }
            }
        }
        best.map(|(_, word)| word)
    }

    /// The values of a field that begin with `typed`, or that have a word that does, the most
    /// frequent first; where there are none, those that do so with one typo.
    #[must_use]
    pub fn suggest(&self, field: ValueField, typed: &str, limit: usize) -> Vec<Suggestion> {
        let prefix = text::fold(typed);
        let begins = |folded: &str| {
            folded.starts_with(&prefix)
                || folded.split([' ', '-', '/', '&']).any(|word| word.starts_with(&prefix))
        };
        let found = self.suggestions(field, limit, begins);
        if !found.is_empty() || !is_forgiven(&prefix) {
            return found;
        }
        let typo = Typo::prefix(&prefix, 1);
        self.suggestions(field, limit, |folded| typo.accepts(folded))
    }

    fn suggestions(
        &self,
        field: ValueField,
        limit: usize,
        accepts: impl Fn(&str) -> bool,
    ) -> Vec<Suggestion> {
        let mut found: Vec<_> =
            self.values(field).iter().filter(|value| accepts(&value.folded)).collect();
        found.sort_by_key(|value| std::cmp::Reverse(value.totals.releases));
        found.truncate(limit);
        let suggestion = |value: &super::Value| Suggestion {
            value: value.value.clone(),
            id: None,
            releases: u32::try_from(value.totals.releases).unwrap_or(u32::MAX),
        };
        found.into_iter().map(suggestion).collect()
    }
}

/// The prefixes under which more than [`CROWDED`] names stand, each with the best [`TOP`] of
/// them. `keys` ascend; `weigh` gives what makes one better.
pub(crate) fn crowded_prefixes<'k>(
    keys: &[(&'k str, &[u32])],
    weigh: impl Fn(u32) -> u32 + Copy,
) -> Vec<(&'k str, Vec<u32>)> {
    let mut found = Vec::new();
    descend(keys, 0, weigh, &mut found);
    found.sort_unstable_by_key(|&(prefix, _)| prefix);
    found
}

fn descend<'k>(
    keys: &[(&'k str, &[u32])],
    depth: usize,
    weigh: impl Fn(u32) -> u32 + Copy,
    found: &mut Vec<(&'k str, Vec<u32>)>,
) {
    if keys.len() <= CROWDED || depth > LONGEST {
        return;
    }
    // A list of the best so far: a sort of all names at each depth would be most of the work.
    let mut best: Vec<u32> = Vec::with_capacity(TOP + 1);
    let order = |name: u32| (std::cmp::Reverse(weigh(name)), name);
    for &name in keys.iter().flat_map(|(_, names)| *names) {
        if best.len() == TOP && best.last().is_some_and(|&last| order(last) <= order(name)) {
            continue;
        }
        if let Err(place) = best.binary_search_by_key(&order(name), |&other| order(other)) {
            best.insert(place, name);
            best.truncate(TOP);
        }
    }
    found.push((&keys[0].0[..depth], best));
    let next = |key: &str| key[depth..].chars().next().map(|first| depth + first.len_utf8());
    let longer = &keys[usize::from(keys[0].0.len() == depth)..];
    for group in longer.chunk_by(|(a, _), (b, _)| {
        next(a).is_some_and(|end| b.as_bytes().get(depth..end) == Some(&a.as_bytes()[depth..end]))
    }) {
        if let Some(depth) = next(group[0].0) {
            descend(group, depth, weigh, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn crowded_prefixes_know_their_best() {
        let names: Vec<(String, [u32; 1])> = (0..3_000)
            .map(|n| (format!("{}{n:05}", if n < 1_500 { "ä" } else { "b" }), [n]))
            .collect();
        let mut keys: Vec<(&str, &[u32])> =
            names.iter().map(|(key, list)| (key.as_str(), &list[..])).collect();
        keys.sort_unstable();
        let found = crowded_prefixes(&keys, |name| name);
        let prefixes: HashSet<&str> = found.iter().map(|(prefix, _)| *prefix).collect();
        assert!(["", "ä", "b", "ä0", "b0"].iter().all(|p| prefixes.contains(p)), "{prefixes:?}");
        let (_, best) = found.iter().find(|(prefix, _)| *prefix == "ä").unwrap();
        assert_eq!((best.len(), best[0], best[1]), (TOP, 1_499, 1_498));
    }
}
