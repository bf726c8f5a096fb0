//! Artists and labels: what is credited to them, and who else they have to do with.

use serde::Serialize;
use storage::{
    index::{NameField, Names, Need, Suggestion},
    model::{Artist, Document, Id, Kind, Label, Reference},
    text,
};

use super::{Catalogue, CatalogueError, Listing, WorksPage};
use crate::{
    playlist::Order,
    query::{self, Expr},
};

/// How many namesakes are named, the best known.
const NAMESAKES: usize = 50;

/// An artist or a label that another one has to do with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The Discogs id; `null` where the record leaves it out and the name leads to nobody.
    pub id: Option<Id>,
    /// The name, with the namesake number where there is one.
    pub name: String,
    /// How many entries are credited to it.
    pub releases: u32,
    /// Whether there is anything to see: a document or an entry.
    pub in_catalogue: bool,
}

/// Who an artist has to do with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ArtistLinks {
    /// Other artists of the same name with entries, the best known first, at most 50.
    pub namesakes: Vec<Link>,
    /// Other artists that are the same person.
    pub aliases: Vec<Link>,
    /// Groups that the artist plays or played in.
    pub groups: Vec<Link>,
    /// Who plays or played in the group.
    pub members: Vec<Link>,
}

/// Which labels a label has to do with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LabelLinks {
    /// Other labels of the same name with entries, the best known first, at most 50.
    pub namesakes: Vec<Link>,
    /// The label that this one belongs to.
    pub parent: Option<Link>,
    /// The labels that belong to this one.
    pub sublabels: Vec<Link>,
}

impl Catalogue {
    /// The works of an artist by date, the oldest first, also those that cannot be heard. The
    /// listing's order is of no account.
    ///
    /// # Errors
    /// As of [`Self::works`].
    pub fn by_artist(&self, id: Id, listing: &Listing<'_>) -> Result<WorksPage, CatalogueError> {
        self.credited_works(NameField::Artist, id, listing)
    }

    /// The works of a label, as [`Self::by_artist`] gives those of an artist.
    ///
    /// # Errors
    /// As of [`Self::works`].
    pub fn by_label(&self, id: Id, listing: &Listing<'_>) -> Result<WorksPage, CatalogueError> {
        self.credited_works(NameField::Label, id, listing)
    }

    fn credited_works(
        &self,
        field: NameField,
        id: Id,
        listing: &Listing<'_>,
    ) -> Result<WorksPage, CatalogueError> {
        let query: Expr = query::parse(&format!("{}:#{id}", field.name()))?;
        let mut listing = listing.clone();
        listing.options.order = Order::Date;
        self.works(Some(&query), &listing)
    }

    /// The name of an artist or a label and its number of entries; `None` when no entry credits
    /// it. Where the artists or the labels are not loaded, that is all that is known of one.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn credited_as(
        &self,
        field: NameField,
        id: Id,
    ) -> Result<Option<Suggestion>, CatalogueError> {
        Ok(self.names(field)?.by_id(id))
    }

    /// Who an artist has to do with; nobody, where nothing is known of it.
    ///
    /// # Errors
    /// When the index or a document cannot be read.
    pub fn artist_links(&self, id: Id) -> Result<ArtistLinks, CatalogueError> {
        let artist = match self.document(Kind::Artists, id)? {
            Some(Document::Artist(artist)) => *artist,
            _ => Artist::default(),
        };
        let field = NameField::Artist;
        Ok(ArtistLinks {
            namesakes: self.namesakes(field, id, &artist.name)?,
            aliases: self.links(field, &artist.aliases)?,
            groups: self.links(field, &artist.groups)?,
            members: self.links(field, &artist.members)?,
        })
    }

    /// Which labels a label has to do with; none, where nothing is known of it.
    ///
    /// # Errors
    /// When the index or a document cannot be read.
    pub fn label_links(&self, id: Id) -> Result<LabelLinks, CatalogueError> {
        let label = match self.document(Kind::Labels, id)? {
            Some(Document::Label(label)) => *label,
            _ => Label::default(),
        };
        let field = NameField::Label;
        let parent: Vec<Reference> = label.parent_label.into_iter().collect();
        Ok(LabelLinks {
            namesakes: self.namesakes(field, id, &label.name)?,
            parent: self.links(field, &parent)?.pop(),
            sublabels: self.links(field, &label.sublabels)?,
        })
    }

    fn names(&self, field: NameField) -> Result<Names<'_>, CatalogueError> {
        self.index.load(&[Need::Names(field)])?;
        Ok(self.index.names(field))
    }

    /// The others of a name, with entries; of the name that is credited, where `name` is empty.
    fn namesakes(&self, field: NameField, id: Id, name: &str) -> Result<Vec<Link>, CatalogueError> {
        let names = self.names(field)?;
        let credited = names.by_id(id).map(|known| known.value).unwrap_or_default();
        let same = |name: &str| text::fold(text::split_namesake(name).0);
        let name = same(if name.is_empty() { &credited } else { name });
        let others = names.named(&name).into_iter().filter(|other| {
            // Who has it as a name variation only has another name.
            other.id.is_some() && other.id != Some(id) && same(&other.value) == name
        });
        let link = |other: Suggestion| Link {
            id: other.id,
            name: other.value,
            releases: other.releases,
            in_catalogue: true,
        };
        Ok(others.take(NAMESAKES).map(link).collect())
    }

    fn links(
        &self,
        field: NameField,
        references: &[Reference],
    ) -> Result<Vec<Link>, CatalogueError> {
        let names = self.names(field)?;
        let link = |reference: &Reference| {
            let known = match reference.id {
                Some(id) => names.by_id(id),
                None => names.named(&text::fold(&reference.name)).into_iter().next(),
            };
            let id = reference.id.or_else(|| known.as_ref()?.id);
            let releases = known.map_or(0, |known| known.releases);
            Link { id, name: reference.name.clone(), releases, in_catalogue: releases > 0 }
        };
        let mut links: Vec<Link> = references.iter().map(link).collect();
        // What has no entries may have a document.
        let kind = match field {
            NameField::Artist => Kind::Artists,
            NameField::Label => Kind::Labels,
        };
        let mut silent: Vec<&mut Link> = links.iter_mut().filter(|l| !l.in_catalogue).collect();
        silent.retain(|link| link.id.is_some());
        let ids: Vec<Id> = silent.iter().filter_map(|link| link.id).collect();
        for (link, document) in silent.into_iter().zip(self.documents.get_many(kind, &ids)?) {
            link.in_catalogue = document.is_some();
        }
        Ok(links)
    }
}
