//! Playlist jobs of visitors, for the calls and for the pages.

use actix_web::http::StatusCode;
use storage::model::VideoId;

use super::{PlaylistRequest, Source, suggested_title};
use crate::{
    account::Account,
    jobs::{Job, JobError, JobId, Playlists, Wish},
    query,
    rest::{Api, Problem},
    session::SessionId,
};

/// What is told where nobody can sign in.
const NO_CREDENTIALS: &str = "playlists at YouTube are not set up on this site; what needs no \
                              account goes on: play here, open on YouTube, download";

impl Api {
    /// What playlists need; there is none without Google's credentials.
    ///
    /// # Errors
    /// 401, as nobody can sign in, with what to do instead.
    pub fn playlists(&self) -> Result<&Playlists, Problem> {
        self.playlists.as_ref().ok_or_else(|| {
            let title = "There is no sign-in here";
            Problem::new(StatusCode::UNAUTHORIZED, "no-credentials", title, NO_CREDENTIALS)
        })
    }

    /// Who a session belongs to.
    ///
    /// # Errors
    /// 401 where nobody has signed in, or nobody can, and when it cannot be read.
    pub fn signed_in(&self, session: &SessionId) -> Result<Account, Problem> {
        let (account, detail) = match &self.playlists {
            Some(playlists) => (playlists.account(session)?, "sign in first, at /authorise"),
            None => (None, NO_CREDENTIALS),
        };
        account.ok_or_else(|| {
            Problem::new(StatusCode::UNAUTHORIZED, "not-signed-in", "Nobody is signed in", detail)
        })
    }

    /// The videos of a source.
    ///
    /// # Errors
    /// When the query cannot be read, and when the catalogue or the basket cannot be.
    pub fn videos_of(&self, source: &Source, session: &SessionId) -> Result<Vec<VideoId>, Problem> {
        Ok(match source {
            Source::Query(saved) => {
                let query = query::parse(&saved.query)?;
                self.live.answer(|catalogue| catalogue.video_ids(&query, &saved.options))?
            }
            Source::Videos(videos) => videos.clone(),
            Source::Basket => self.sessions.basket(session)?.videos().to_vec(),
        })
    }

    /// Makes a playlist job of a request.
    ///
    /// # Errors
    /// When nobody has signed in, when there is nothing to make a playlist of, and when something
    /// cannot be read or written.
    pub fn make_playlist(
        &self,
        session: &SessionId,
        request: PlaylistRequest,
    ) -> Result<Job, Problem> {
        let account = self.signed_in(session)?;
        let sent = serde_json::to_string(&request).unwrap_or_default();
        let videos = self.videos_of(&request.source, session)?;
        let title = request.title.unwrap_or_else(|| suggested_title(&request.source));
        let query = match request.source {
            Source::Query(saved) => Some(saved),
            _ => None,
        };
        let wish = Wish {
            title: title.trim().to_owned(),
            description: request.description,
            privacy: request.privacy,
            playlist: request.playlist,
            follow: request.follow && query.is_some(),
            query,
            replace: request.replace,
        };
        let playlists = self.playlists()?;
        let key = request.key.as_deref().map(|key| (key, &*sent));
        let job = playlists.job(&account.user, key, wish, &videos);
        Ok(playlists.jobs.submit(&job)?)
    }

    /// A job of who is signed in.
    ///
    /// # Errors
    /// 401, 404, and when it cannot be read.
    pub fn own_job(&self, session: &SessionId, id: &str) -> Result<(Account, Job), Problem> {
        let account = self.signed_in(session)?;
        let job = self.playlists()?.jobs.get(&account.user, &job_id(id)?)?;
        Ok((account, job))
    }
}

fn job_id(id: &str) -> Result<JobId, Problem> {
    id.parse().map_err(|_| JobError::Unknown.into())
}
