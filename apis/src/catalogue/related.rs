//! More like this: other works that have much in common with one.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use storage::{
    index::{Entry, NameField, Need, Plan, Rank, ValueField},
    model::Id,
    text,
};

use super::{Catalogue, CatalogueError, hit::EntryDocuments, work::WorkHit};

/// How many works a step brings, at the most.
const BROUGHT: usize = 60;

/// Works to choose from, for each that is wanted.
const CHOICE: usize = 4;

/// Entries of an artist or a label from which on to share it says nothing: `Various`, and the
/// label of what is on no label.
const CROWD: u32 = 20_000;

/// What an entry has that others may share.
struct Traits {
    styles: Vec<Plan>,
    labels: Vec<Plan>,
    artists: Vec<Plan>,
    decade: Vec<Plan>,
    genres: Vec<Plan>,
}

impl Catalogue {
    /// Other works that can be heard and share most with a release or a master: labels and
    /// artists count most, then styles, then genres and the decade; the best known come first
    /// among those that share as much. The same each time.
    ///
    /// Works are looked for step by step: first those that share a credit or most styles, then what
    /// shares less, until there is some choice. Each step stops at its first 60 works, so that the
    /// time does not grow with the number of those that would do.
    ///
    /// # Errors
    /// When the index or a document cannot be read.
    pub fn related(&self, to: Entry, limit: usize) -> Result<Vec<WorkHit>, CatalogueError> {
        let Some(rank) = self.rank_in_work(to)? else { return Ok(Vec::new()) };
        let index = &self.index;
        index.load(&[
            Need::Names(NameField::Artist),
            Need::Names(NameField::Label),
            Need::Videos,
        ])?;
        let documents = EntryDocuments::read(&self.documents, &[index.entry(rank)])?;
        let Some(documents) = documents.into_iter().next() else { return Ok(Vec::new()) };
        let traits = self.traits(&documents);
        let Some(heard) = index.value(ValueField::Has, "video").map(|value| value.plan()) else {
            return Ok(Vec::new());
        };

        let own = index.work(rank);
        // By work, the entry that was found first.
        let mut found: BTreeMap<u32, Rank> = BTreeMap::new();
        let mut look_for = |shared: Vec<Plan>| {
            let plan = Plan::And([vec![heard.clone()], shared].concat());
            index.load_plan(&plan)?;
            let mut brought = BTreeSet::new();
            index.visit(&plan, None, |rank| {
                let work = index.work(rank);
                if work != own && brought.insert(work) {
                    found.entry(work).or_insert(rank);
                }
                if brought.len() < BROUGHT {
                    ControlFlow::Continue(())
                } else {
                    ControlFlow::Break(())
                }
            });
            Ok::<_, CatalogueError>(found.len())
        };
        for shared in traits.near() {
            look_for(shared)?;
        }
        for shared in traits.far() {
            if look_for(shared)? >= limit.saturating_mul(CHOICE) {
                break;
            }
        }
        let ranks: Vec<Rank> = found.into_values().collect();
        let mut scored: Vec<(u32, Rank)> = vec![0; ranks.len()].into_iter().zip(ranks).collect();
        self.score(&traits, &mut scored)?;
        scored.sort_by_key(|&(score, rank)| (Reverse(score), rank));
        let best: Vec<Rank> = scored.into_iter().take(limit).map(|(_, rank)| rank).collect();
        self.work_hits(&Plan::All, &best)
    }

    /// Adds up what each of some entries shares.
    fn score(&self, traits: &Traits, scored: &mut [(u32, Rank)]) -> Result<(), CatalogueError> {
        let ranks: Vec<Rank> = scored.iter().map(|&(_, rank)| rank).collect();
        let weighed = [
            (&traits.labels, 3),
            (&traits.artists, 3),
            (&traits.styles, 2),
            (&traits.genres, 1),
            (&traits.decade, 1),
        ];
        for (plans, weight) in weighed {
            for plan in plans {
                self.index.load_plan(plan)?;
                let shares = self.index.matches(plan, &ranks);
                for ((score, _), shares) in scored.iter_mut().zip(shares) {
                    *score += if shares { weight } else { 0 };
                }
            }
        }
        Ok(())
    }

    fn traits(&self, documents: &EntryDocuments) -> Traits {
        let values = |field, texts: &[String]| -> Vec<Plan> {
            let value = |text: &String| self.index.value(field, &text::fold(text));
            texts.iter().filter_map(value).map(|value| value.plan()).collect()
        };
        let named = |field, ids: BTreeSet<Id>| -> Vec<Plan> {
            let names = self.index.names(field);
            let says_something =
                |&id: &Id| names.by_id(id).is_some_and(|name| name.releases <= CROWD);
            let ids = ids.into_iter().filter(says_something);
            ids.filter_map(|id| names.plan_by_id(id)).collect()
        };
        let labels = documents.release.iter().flat_map(|release| &release.labels);
        let decade = documents.year().map(|year| format!("{}s", year / 10 * 10));
        Traits {
            styles: values(ValueField::Style, documents.styles()),
            labels: named(NameField::Label, labels.filter_map(|label| label.id).collect()),
            artists: named(
                NameField::Artist,
                documents.artists().iter().filter_map(|artist| artist.id).collect(),
            ),
            decade: values(ValueField::Decade, decade.as_slice()),
            genres: values(ValueField::Genre, documents.genres()),
        }
    }
}

impl Traits {
    /// What is to be shared for a work to be near: the parts of a plan for each step.
    fn near(&self) -> Vec<Vec<Plan>> {
        let credits = Plan::Or([&self.labels[..], &self.artists].concat());
        let (all, decade) = (Plan::And(self.styles.clone()), any(&self.decade));
        let mut steps = Vec::new();
        if !self.styles.is_empty() {
            let most = self.most_styles();
            steps.push(vec![all.clone(), credits.clone()]);
            steps.push(vec![any(&self.styles), credits.clone()]);
            steps.push(vec![all.clone(), decade.clone()]);
            steps.push(vec![all]);
            steps.push(vec![most.clone(), decade]);
            steps.push(vec![most]);
        }
        steps.push(vec![credits]);
        steps
    }

    /// The same for one that is farther away, if need be, the nearest first.
    fn far(&self) -> Vec<Vec<Plan>> {
        let (styles, genres, decade) = (any(&self.styles), any(&self.genres), any(&self.decade));
        vec![
            vec![styles.clone(), decade.clone()],
            vec![styles],
            vec![genres.clone(), decade],
            vec![genres],
        ]
    }

    /// All styles but one, whichever that is; the same as all where there is one only.
    fn most_styles(&self) -> Plan {
        if self.styles.len() < 2 {
            return any(&self.styles);
        }
        let without = |left_out: usize| {
            let others = self.styles.iter().enumerate().filter(|&(place, _)| place != left_out);
            Plan::And(others.map(|(_, style)| style.clone()).collect())
        };
        Plan::Or((0..self.styles.len()).map(without).collect())
    }
}

fn any(plans: &[Plan]) -> Plan {
    Plan::Or(plans.to_vec())
}
