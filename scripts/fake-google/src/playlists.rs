//! The playlists of all accounts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{accounts::Account, ids};

/// A playlist as it really is, with what no answer shows yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Playlist {
    /// 34 characters that begin with `PL`.
    pub id: String,
    /// The name of the account that owns it.
    pub owner: &'static str,
    /// Its title.
    pub title: String,
    /// Its description, empty where none was given.
    pub description: String,
    /// Who may see it.
    pub privacy: Privacy,
    /// When it was made, by the stand-in's clock.
    pub made_at: Timestamp,
    /// What it holds, in order.
    pub items: Vec<Item>,
    /// How many more lists do not show it.
    #[serde(skip)]
    pub(crate) hidden: u32,
}

/// A place in a playlist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The id of the place. A video that is in the list twice has two of them.
    pub id: String,
    /// The id of the video.
    pub video: String,
    /// When it was added, by the stand-in's clock.
    pub added_at: Timestamp,
    /// How many more lists do not show it.
    #[serde(skip)]
    pub(crate) hidden: u32,
}

/// Who may see a playlist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Privacy {
    /// Its owner.
    Private,
    /// Who has its address.
    Unlisted,
    /// Everybody. A playlist that is made without a privacy is public.
    Public,
}

impl Privacy {
    pub(crate) fn of(name: &str) -> Option<Self> {
        [Self::Private, Self::Unlisted, Self::Public].into_iter().find(|is| is.name() == name)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Unlisted => "unlisted",
            Self::Public => "public",
        }
    }
}

/// All playlists, in the order of their making.
#[derive(Debug, Default)]
pub(crate) struct Playlists(pub(crate) Vec<Playlist>);

impl Playlists {
    pub(crate) fn make(
        &mut self,
        owner: &Account,
        (title, description): (String, String),
        privacy: Privacy,
        made_at: Timestamp,
    ) -> &mut Playlist {
        let (id, owner) = (ids::playlist(self.0.len()), owner.name);
        let items = Vec::new();
        let hidden = 0;
        self.0.push(Playlist { id, owner, title, description, privacy, made_at, items, hidden });
        self.0.last_mut().expect("it has just come")
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Playlist> {
        self.0.iter_mut().find(|playlist| playlist.id == id)
    }
}

impl Playlist {
    /// Adds a video at the end.
    pub(crate) fn add(&mut self, video: &str, added_at: Timestamp) -> &mut Item {
        let id = ids::item(&self.id, self.items.len());
        self.items.push(Item { id, video: video.to_owned(), added_at, hidden: 0 });
        self.items.last_mut().expect("it has just come")
    }
}
