//! Lists of works: an answer as people look through it.

use std::{
    collections::{HashMap, HashSet},
    ops::ControlFlow,
    time::Instant,
};

use serde::Serialize;
use storage::{
    generations::GenerationName,
    index::{Need, Plan, Rank, Totals},
};

use super::{
    Catalogue, CatalogueError,
    cursor::List,
    planner::{Planned, UnknownValue},
    work::WorkHit,
};
use crate::{
    playlist::{NumberHash, Options, Order, chosen},
    query::Expr,
};

/// In which order works are listed, and which part of the list is wanted.
#[derive(Debug, Clone, Default)]
pub struct Listing<'a> {
    /// The options of the playlist that goes with the list. The limit counts works here.
    pub options: Options,
    /// The `next` of the page before.
    pub cursor: Option<&'a str>,
}

/// A page of a list of works.
#[derive(Debug, Clone, Serialize)]
pub struct WorksPage {
    /// The query in its canonical form; empty where there is none.
    pub query: String,
    /// The generation that answered.
    pub generation: GenerationName,
    /// How much there is in all, whatever the options leave out.
    pub total: Totals,
    /// The page.
    pub works: Vec<WorkHit>,
    /// The cursor of the next page; `null` on the last.
    pub next: Option<String>,
    /// How long the index took, in microseconds.
    pub took_us: u64,
    /// The terms that nothing in the catalogue has.
    #[serde(skip)]
    pub unknown: Vec<UnknownValue>,
}

impl Catalogue {
    /// The works of a query's answer; without a query, all there are.
    ///
    /// With [`Order::Best`] and neither a share of each artist nor bounds of length, they come in
    /// rank order, those that cannot be heard last; a page costs no more than its own part of the
    /// list.
    ///
    /// Otherwise the list is as it is played: the works in the order in which
    /// [`select`](crate::playlist::select) gives their videos. What gives no video is left out,
    /// except from a list by date without such bounds: there it stands among the others by the
    /// date of its first entry. A page costs one pass over the matches of the index, as the
    /// playlist does, and for [`Order::Best`] one up to its end. In either case only the page's
    /// documents are read.
    ///
    /// # Errors
    /// When the cursor is not of this generation or not of such a list, or when the index or a
    /// document cannot be read.
    pub fn works(
        &self,
        query: Option<&Expr>,
        listing: &Listing<'_>,
    ) -> Result<WorksPage, CatalogueError> {
        let start = Instant::now();
        let everything = || Ok(Planned { plan: Plan::All, unknown: Vec::new() });
        let Planned { plan, unknown } = query.map_or_else(everything, |query| self.plan(query))?;
        let entries = if listing.cursor.is_some() { Need::Ranks } else { Need::Entries };
        self.index.load(&[entries, Need::Videos])?;
        self.index.load_count(&plan)?;
        self.index.load_plan(&plan)?;
        let total = query.map_or_else(|| self.index.totals(), |query| self.total(query, &plan));
        let (works, next) = if by_rank(&listing.options) {
            self.works_by_rank(&plan, listing)?
        } else {
            self.works_as_played(&plan, listing)?
        };
        let took_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
        let mut hits = self.work_hits(&plan, &works)?;
        if listing.options.order == Order::Date {
            for (hit, &rank) in hits.iter_mut().zip(&works) {
                hit.year = self.index.year(rank);
            }
        }
        Ok(WorksPage {
            query: query.map(ToString::to_string).unwrap_or_default(),
            generation: self.generation,
            total,
            works: hits,
            next,
            took_us,
            unknown,
        })
    }

    /// A page of works in rank order, each given by its first match, and the cursor of the next.
    fn works_by_rank(
        &self,
        plan: &Plan,
        listing: &Listing<'_>,
    ) -> Result<(Vec<Rank>, Option<String>), CatalogueError> {
        let after = listing.cursor.map(|cursor| self.after_work(cursor)).transpose()?;
        let after = after.map(|rank| self.index.end_of_work(rank));
        let limit = listing.options.limit;
        let mut works: Vec<Rank> = Vec::new();
        let mut has_more = false;
        let mut end = None;
        self.index.visit(plan, after, |rank| {
            if end.is_some_and(|end| rank <= end) {
                return ControlFlow::Continue(());
            }
            if works.len() == limit {
                has_more = true;
                return ControlFlow::Break(());
            }
            end = Some(self.index.end_of_work(rank));
            works.push(rank);
            ControlFlow::Continue(())
        });
        let next = works.last().filter(|_| has_more).map(|&last| self.cursor_of_work(last));
        Ok((works, next))
    }

    /// The same of works in the order in which they are played.
    fn works_as_played(
        &self,
        plan: &Plan,
        listing: &Listing<'_>,
    ) -> Result<(Vec<Rank>, Option<String>), CatalogueError> {
        let offset = self.offset(List::Works, listing.cursor)?;
        let options = &listing.options;
        let index = &self.index;
        let mut seen = HashSet::<u32, NumberHash>::default();
        let mut is_new = |rank: &Rank| seen.insert(index.work(*rank));
        let page = |works: &mut dyn Iterator<Item = Rank>| -> Vec<Rank> {
            works.skip(offset).take(options.limit.saturating_add(1)).collect()
        };
        let mut works = match options.order {
            Order::Best | Order::Shuffle => {
                let played = chosen(index.candidates(index.ranks(plan)), options);
                page(&mut played.map(|video| video.rank).filter(is_new))
            }
            Order::Date => {
                index.load(&[Need::Dates])?;
                let ranks = index.by_date(plan);
                let played = chosen(index.candidates(ranks.iter().copied()), options);
                if is_bounded(options) {
                    page(&mut played.map(|video| video.rank).filter(is_new))
                } else {
                    let mut brings = HashMap::<u32, Rank, NumberHash>::default();
                    for video in played {
                        brings.entry(video.work).or_insert(video.rank);
                    }
                    // Where a work can be heard, it stands where its first video is played.
                    let stands = |rank: &Rank| {
                        brings.get(&index.work(*rank)).is_none_or(|brings| brings == rank)
                    };
                    page(&mut ranks.iter().copied().filter(stands).filter(|rank| is_new(rank)))
                }
            }
        };
        let has_more = works.len() > options.limit;
        works.truncate(options.limit);
        let next = has_more.then(|| self.cursor_at(List::Works, offset + works.len()));
        Ok((works, next))
    }
}

fn by_rank(options: &Options) -> bool {
    options.order == Order::Best && !is_bounded(options)
}

/// Whether some works are left out. A share of each work leaves out none.
fn is_bounded(options: &Options) -> bool {
    options.per_artist.is_some() || options.min_length.is_some() || options.max_length.is_some()
}
