//! An index that is in Redis: fetched as questions need it, or as a whole.
//!
//! Of the file, the postings of the values are kept apart, a bitmap a chunk; all the rest is the
//! *image*, in pieces. See [`crate::redis`].

use std::ops::Range;

use super::{
    Chunk, Damage, Index, Need, Plan, PostingsRef, ValueField,
    file::{IndexFile, Section, Words},
    pieces::{copy_overlap, load_sections, read},
    postings,
    remote_postings::{RemotePostings, UNREADABLE, end_of, side_by_side},
};
use crate::redis::{Digest, Error, Remote, Wanted};

/// A value, by its field and its text, and the bitmaps of its entries.
pub(crate) type ValueBitmaps<'a> = (ValueField, &'a str, Vec<Chunk<'a>>);

impl Index {
    /// The whole file, and which of its bytes are the postings of the values.
    pub(crate) fn image(&self) -> Result<(&[u8], Range<usize>), Damage> {
        let file = self.file.whole().ok_or(Damage::Inconsistent("it is not here as a whole"))?;
        let start = self.file.range(Section::Postings).start;
        Ok((file, start..start + end_of(&side_by_side(&self.values)?)))
    }

    /// The beginning of a file, which has the digests of its sections.
    pub(crate) fn head(file: &[u8]) -> &[u8] {
        &file[..IndexFile::HEAD]
    }

    /// The postings of all values, as bitmaps by chunk.
    pub(crate) fn bitmaps(&self) -> Result<Vec<ValueBitmaps<'_>>, Damage> {
        let fields = ValueField::ALL.into_iter().zip(&self.values);
        let values =
            fields.flat_map(|(field, values)| values.iter().map(move |value| (field, value)));
        let split = values.map(|(field, value)| {
            let bytes = self.postings_bytes(value.at());
            let chunks = bytes.and_then(|bytes| postings::split(bytes, self.meta.entries));
            Some((field, value.value.as_str(), chunks?))
        });
        split.collect::<Option<_>>().ok_or(UNREADABLE)
    }

    /// Opens an index in Redis, with as little as possible.
    pub(crate) fn open_remote(remote: Remote) -> Result<Self, Error> {
        let damaged = |damage: Damage| remote.damaged(&damage);
        let about = remote.about();
        let head = read(&remote, std::slice::from_ref(&(0..IndexFile::HEAD.min(about.length))))?;
        let head = head.first().map_or(&[][..], Words::bytes);
        // First, as one of another version has a table of another length.
        let file = IndexFile::partial(head, about.length).map_err(damaged)?;
        if Digest::of(head) != about.digest {
            return Err(damaged(Damage::Digest("the table of sections")));
        }
        let small = [Section::Meta, Section::Values, Section::OddVideoIds, Section::WideRows];
        load_sections(&remote, &file, &small)?;
        let mut index = Self::read_small(file).map_err(damaged)?;
        let values = side_by_side(&index.values).map_err(damaged)?;
        let start = index.file.range(Section::Postings).start;
        if index.generation() != about.generation.to_string() {
            return Err(damaged(Damage::Inconsistent("it belongs to another generation")));
        }
        if about.cut != (start..start + end_of(&values)) {
            return Err(damaged(Damage::Inconsistent("its postings are cut out wrongly")));
        }
        let totals = index.totals();
        if (about.entries, about.works, about.videos)
            != (totals.releases, totals.works, totals.videos)
        {
            return Err(damaged(Damage::Inconsistent("its description counts otherwise")));
        }
        index.remote = Some(RemotePostings::new(remote, index.meta.entries, start, values));
        Ok(index)
    }

    /// Fetches what questions need, if it is not here. To be called before they are asked: a
    /// question whose needs were not loaded panics. With an index that is here as a whole, mapped
    /// or [warm](Self::warm), it does nothing.
    ///
    /// # Errors
    /// When the server does not answer, and when the index is damaged, gone, or was replaced.
    pub fn load(&self, needs: &[Need]) -> Result<(), Error> {
        let Some(remote) = &self.remote else { return Ok(()) };
        // That sections are here does not mean that they fit each other.
        if needs.iter().any(|need| !remote.is_checked(*need)) {
            let _guard = remote.lock();
            let missing: Vec<Need> =
                needs.iter().copied().filter(|need| !remote.is_checked(*need)).collect();
            let sections: Vec<Section> = missing.iter().flat_map(|need| need.sections()).collect();
            load_sections(&remote.remote, &self.file, &sections)?;
            missing
                .iter()
                .try_for_each(|need| need.check(&self.file, &self.meta))
                .map_err(|damage| remote.remote.damaged(&damage))?;
            remote.checked().extend(missing);
        }
        Ok(())
    }

    /// Fetches the postings of a plan, as [`Self::load`] does.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_plan(&self, plan: &Plan) -> Result<(), Error> {
        let Some(remote) = &self.remote else { return Ok(()) };
        let mut postings = Vec::new();
        plan.terms(&mut postings);
        remote.load(&postings)
    }

    /// Fetches what [`Self::count`] looks at with a plan, as [`Self::load`] does.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_count(&self, plan: &Plan) -> Result<(), Error> {
        if self.remote.is_none() || self.known_count(plan).is_some() {
            return Ok(());
        }
        self.load(&[Need::Counts])?;
        self.load_plan(plan)
    }

    /// Whether all of it is here, mapped or in memory.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.remote.is_none()
    }

    /// The same index with all of it in memory; `None` when this one is here as a whole already.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn warm(&self) -> Result<Option<Self>, Error> {
        let Some(RemotePostings { remote, start, values, .. }) = &self.remote else {
            return Ok(None);
        };
        let about = remote.about();
        let mut file = Words::zeroed(about.length);
        let pieces: Vec<Wanted> = (0..about.pieces.len()).map(|n| remote.piece(n)).collect();
        remote.fetch(&pieces, |number, bytes| {
            let at = number * about.piece;
            let cut = about.cut.start;
            copy_overlap(&bytes, at, &mut file.bytes_mut()[..cut], 0);
            copy_overlap(&bytes, at, &mut file.bytes_mut()[about.cut.end..], cut);
            Ok(())
        })?;
        let all: Vec<usize> = (0..values.len()).collect();
        self.remote.as_ref().map_or(Ok(()), |postings| {
            postings.fetch_values(&all, |value, bytes| {
                let at = start + values[value].at.offset as usize;
                file.bytes_mut()[at..at + bytes.len()].copy_from_slice(&bytes);
            })
        })?;
        let index = IndexFile::from_words(file).and_then(Self::read);
        index.map(Some).map_err(|damage| remote.damaged(&damage))
    }
}

impl Plan {
    fn terms(&self, into: &mut Vec<PostingsRef>) {
        match self {
            Self::All | Self::Nothing => {}
            Self::Term(term) => into.push(*term),
            Self::Not(inner) => inner.terms(into),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.terms(into)),
        }
    }
}
