//! The calls.

use std::{collections::HashMap, time::Duration};

use reqwest::blocking::{Client, RequestBuilder};
use serde::de::DeserializeOwned;
use serde_json::json;
use storage::model::VideoId;

use super::{
    Availability, Failure, Ledger, OwnPlaylist, Privacy, failure,
    shapes::{Channel, Item, Page, Playlist, Video},
};
use crate::account::Secret;

/// How long an answer may take. What comes later counts as lost.
const PATIENCE: Duration = Duration::from_secs(20);

/// The same while somebody signs in.
const SIGNING_IN: Duration = Duration::from_secs(4);

/// The most items of a page, and the most videos that are asked about at once.
const PAGE: usize = 50;

/// The Data API. Clones share connections and books.
#[derive(Debug, Clone)]
pub struct YouTube {
    http: Client,
    base: String,
    ledger: Ledger,
}

/// On whose behalf a call is made.
#[derive(Debug, Clone, Copy)]
pub struct Access<'a> {
    /// The user, whose share of the day's units it takes; `None` while it is not known who it is.
    pub user: Option<&'a str>,
    /// The access token.
    pub token: &'a Secret,
}

/// What may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// [`YouTube::create_playlist`].
    CreatePlaylist,
    /// [`YouTube::insert`].
    Insert,
    /// One page of a list, or up to 50 videos.
    List,
}

impl Call {
    /// What it costs.
    #[must_use]
    pub const fn units(self) -> u64 {
        match self {
            Self::CreatePlaylist | Self::Insert => 50,
            Self::List => 1,
        }
    }
}

impl YouTube {
    /// Asks at `base`, such as `https://www.googleapis.com/youtube/v3`.
    #[must_use]
    pub fn new(http: Client, base: &str, ledger: Ledger) -> Self {
        Self { http, base: base.trim_end_matches('/').to_owned(), ledger }
    }

    /// The books of what is asked.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Makes a playlist, and gives its id.
    ///
    /// # Errors
    /// After [`Failure::Unknown`] it may be there.
    pub fn create_playlist(
        &self,
        access: Access<'_>,
        title: &str,
        description: &str,
        privacy: Privacy,
    ) -> Result<String, Failure> {
        let body = json!({
            "snippet": {"title": title, "description": description},
            "status": {"privacyStatus": privacy.name()},
        });
        let request = self.http.post(self.url("playlists")).query(&[("part", "snippet,status")]);
        let made: Playlist = self.ask(access, Call::CreatePlaylist, request.json(&body))?;
        Ok(made.id)
    }

    /// Puts a video at the end of a playlist.
    ///
    /// # Errors
    /// After [`Failure::Unknown`] and [`Failure::NoVideo`] it may be there.
    pub fn insert(
        &self,
        access: Access<'_>,
        playlist: &str,
        video: VideoId,
    ) -> Result<(), Failure> {
        let body = json!({"snippet": {
            "playlistId": playlist,
            "resourceId": {"kind": "youtube#video", "videoId": video},
        }});
        let request = self.http.post(self.url("playlistItems")).query(&[("part", "snippet")]);
        let _: Item = self.ask(access, Call::Insert, request.json(&body))?;
        Ok(())
    }

    /// The ids of all videos of a playlist, in its order; and how many pages were asked for, each
    /// a [`Call::List`].
    ///
    /// # Errors
    /// When a page cannot be had.
    pub fn items(&self, access: Access<'_>, playlist: &str) -> Result<(Vec<String>, u64), Failure> {
        let query = [("part", "snippet"), ("playlistId", playlist)];
        let (items, pages) = self.all::<Item>(access, "playlistItems", &query)?;
        let ids = items.into_iter().filter_map(|item| item.snippet.resource_id.video_id);
        Ok((ids.collect(), pages))
    }

    /// The user's own playlists; and how many pages were asked for.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub fn playlists(&self, access: Access<'_>) -> Result<(Vec<OwnPlaylist>, u64), Failure> {
        let query = [("part", "snippet,status"), ("mine", "true")];
        let (found, pages) = self.all::<Playlist>(access, "playlists", &query)?;
        Ok((found.into_iter().map(Into::into).collect(), pages))
    }

    /// Which of at most 50 videos are there, by one [`Call::List`].
    ///
    /// # Errors
    /// When they cannot be asked about.
    pub fn available(
        &self,
        access: Access<'_>,
        videos: &[VideoId],
    ) -> Result<Vec<Availability>, Failure> {
        let ids: Vec<&str> = videos.iter().map(VideoId::as_str).collect();
        let query = [("part", "status"), ("id", &*ids.join(",")), ("maxResults", "50")];
        let request = self.http.get(self.url("videos")).query(&query);
        let page: Page<Video> = self.ask(access, Call::List, request)?;
        let known: HashMap<&str, Availability> =
            page.items.iter().map(|video| (&*video.id, video.availability())).collect();
        let of = |id: &&str| known.get(id).copied().unwrap_or(Availability::Gone);
        Ok(ids.iter().map(of).collect())
    }

    /// Who has signed in: the id and the title of his channel; `None` where the account has none.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn channel(&self, access: Access<'_>) -> Result<Option<(String, String)>, Failure> {
        let query = [("part", "snippet"), ("mine", "true")];
        let request = self.http.get(self.url("channels")).query(&query);
        let page: Page<Channel> = self.ask(access, Call::List, request)?;
        let channel = page.items.into_iter().next();
        Ok(channel.map(|channel| (channel.id, channel.snippet.unwrap_or_default().title)))
    }

    fn all<T: DeserializeOwned>(
        &self,
        access: Access<'_>,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<(Vec<T>, u64), Failure> {
        let (mut items, mut pages, mut next) = (Vec::new(), 0, None::<String>);
        loop {
            let request = self.http.get(self.url(path)).query(query);
            let request = request.query(&[("maxResults", PAGE)]);
            let request = match &next {
                Some(token) => request.query(&[("pageToken", token)]),
                None => request,
            };
            let page: Page<T> = self.ask(access, Call::List, request)?;
            items.extend(page.items);
            pages += 1;
            next = page.next_page_token;
            if next.is_none() {
                return Ok((items, pages));
            }
        }
    }

    fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }

    fn ask<T: DeserializeOwned>(
        &self,
        access: Access<'_>,
        call: Call,
        request: RequestBuilder,
    ) -> Result<T, Failure> {
        let day = self.ledger.spend(access.user, call.units())?;
        let request = request.bearer_auth(access.token.reveal());
        // Who signs in waits for the answer.
        let patience = if access.user.is_some() { PATIENCE } else { SIGNING_IN };
        let request = request.timeout(patience);
        let answer = request.send().map_err(|error| {
            let is_connect = error.is_connect();
            let told = error.without_url().to_string();
            if is_connect { Failure::NotSent(told) } else { Failure::Unknown(told) }
        })?;
        let status = answer.status();
        let body = answer.bytes().map_err(|error| Failure::Unknown(error.to_string()))?;
        tracing::debug!(?call, status = status.as_u16(), "YouTube has answered");
        if status.is_success() {
            return serde_json::from_slice(&body).map_err(|error| {
                Failure::Unknown(format!("its answer is not understood: {error}"))
            });
        }
        Err(match failure::meaning(status.as_u16(), &body) {
            Some(failure) => failure,
            None => Failure::UsedUp { resets_at: self.ledger.exhaust(day)? },
        })
    }
}
