//! What a visitor has collected: his basket, under the id of his session.
//!
//! Who a visitor is, is told by a cookie, and that is the site's business. Here are the id, the
//! basket, and where it is kept.

mod basket;
mod error;
mod history;
mod id;
#[cfg(test)]
mod promises;
mod stored;

use std::time::Duration;

pub use basket::{Basket, MAX_VIDEOS};
pub use error::{BasketError, SessionError};
pub(crate) use id::is_same;
pub use id::{InvalidSessionId, SessionId};

use storage::state::{Change, Key, State};

/// How long a session lives that nobody uses: who comes back the next evening finds the basket of
/// the evening before, and what nobody comes back to does not pile up.
pub const IDLE_LIFE: Duration = Duration::from_secs(24 * 3_600);

/// The sessions of all visitors. Clones share the state that they are kept in.
#[derive(Debug, Clone)]
pub struct Sessions {
    state: State,
}

impl Sessions {
    /// Sessions that are kept in this state.
    #[must_use]
    pub fn new(state: State) -> Self {
        Self { state }
    }

    /// The basket of a session; empty where there is none.
    ///
    /// # Errors
    /// [`SessionError::Away`] when the state cannot be read.
    pub fn basket(&self, session: &SessionId) -> Result<Basket, SessionError> {
        let kept = self.state.get(&key(session), IDLE_LIFE)?;
        Ok(kept.map_or_else(Basket::default, |bytes| stored::read(&bytes)))
    }

    /// Changes the basket of a session, and gives it with what `change` gave. On several nodes at
    /// once, one change follows the other: `change` may be called again, with what another node
    /// has left. When it fails, the basket stays as it was.
    ///
    /// # Errors
    /// What `change` says, and [`SessionError::Away`] when the state cannot be read or written.
    pub fn change<T>(
        &self,
        session: &SessionId,
        mut change: impl FnMut(&mut Basket) -> Result<T, BasketError>,
    ) -> Result<(Basket, T), SessionError> {
        let changed = self.state.update(&key(session), IDLE_LIFE, |kept| {
            let before = kept.map_or_else(Basket::default, stored::read);
            let mut basket = before.clone();
            match change(&mut basket) {
                Err(error) => (Change::Keep, Err(error)),
                Ok(given) => {
                    let is_same = basket == before;
                    let wanted =
                        if is_same { Change::Keep } else { Change::Put(stored::write(&basket)) };
                    (wanted, Ok((basket, given)))
                }
            }
        })?;
        Ok(changed?)
    }

    /// Hands what a session has over to a new id: whoever knew the old one, and may have planted
    /// it, has nothing from now on.
    ///
    /// # Errors
    /// [`SessionError::Away`] when the state cannot be written; the old id is then still good, or
    /// both are.
    pub(crate) fn hand_over(&self, from: &SessionId, to: &SessionId) -> Result<(), SessionError> {
        if let Some(kept) = self.state.get(&key(from), IDLE_LIFE)? {
            self.state.update(&key(to), IDLE_LIFE, |_| (Change::Put(kept.clone()), ()))?;
        }
        Ok(self.state.delete(&key(from))?)
    }

    /// Whether what is kept can be read at the moment.
    ///
    /// # Errors
    /// [`SessionError::Away`] when it cannot.
    pub fn check(&self) -> Result<(), SessionError> {
        let nobody = Key::new("session", "nobody").expect("letters are a name");
        self.state.get(&nobody, IDLE_LIFE)?;
        Ok(())
    }

    /// Removes the session with its basket.
    ///
    /// # Errors
    /// [`SessionError::Away`] when the state cannot be written.
    pub fn forget(&self, session: &SessionId) -> Result<(), SessionError> {
        Ok(self.state.delete(&key(session))?)
    }
}

fn key(session: &SessionId) -> Key {
    Key::new("session", &session.name()).expect("a digest's hexadecimal digits are a name")
}

#[cfg(test)]
mod tests {
    use std::{error::Error, fs, thread};

    use storage::{model::VideoId, state::State};

    use super::{Basket, BasketError, Change, IDLE_LIFE, SessionError, SessionId, Sessions, key};

    fn video(number: u64) -> VideoId {
        VideoId::from_bits(number)
    }

    fn sessions() -> (Sessions, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(&folder.path().join("state.redb")).unwrap();
        (Sessions::new(state), folder)
    }

    #[test]
    fn a_basket_is_its_sessions_own() {
        let (sessions, folder) = sessions();
        let (mine, yours) = (SessionId::random(), SessionId::random());
        assert_eq!(sessions.basket(&mine).unwrap(), Basket::default());
        let add = |basket: &mut Basket| basket.add(&[video(1), video(2), video(1)]);
        let (basket, new) = sessions.change(&mine, add).unwrap();
        assert_eq!((basket.videos(), new), (&[video(1), video(2)][..], 2));
        assert_eq!(sessions.basket(&mine).unwrap(), basket);
        assert!(sessions.basket(&yours).unwrap().is_empty());

        drop(sessions);
        let path = folder.path().join("state.redb");
        let sessions = Sessions::new(State::open(&path).unwrap());
        assert_eq!(sessions.basket(&mine).unwrap(), basket);
        let (basket, _) = sessions.change(&mine, |basket| Ok(basket.undo())).unwrap();
        assert!(basket.is_empty());

        sessions.change(&mine, add).unwrap();
        sessions.forget(&mine).unwrap();
        let found = sessions.basket(&mine).unwrap();
        assert!(found.is_empty() && !found.can_undo());
        let file = fs::read(path).unwrap();
        let id = mine.to_string();
        assert!(!file.windows(id.len()).any(|bytes| bytes == id.as_bytes()), "the id was kept");
    }

    #[test]
    fn a_change_that_fails_changes_nothing() {
        let (sessions, _folder) = sessions();
        let id = SessionId::random();
        sessions.change(&id, |basket| basket.add(&[video(1)])).unwrap();
        let error = sessions
            .change(&id, |basket| {
                basket.clear();
                basket.set((0..5_001).map(video).collect())
            })
            .unwrap_err();
        assert!(matches!(error, SessionError::Basket(BasketError::Full { .. })), "{error:?}");
        assert_eq!(sessions.basket(&id).unwrap().videos(), [video(1)]);
    }

    #[test]
    fn changes_at_the_same_time_are_all_made() {
        let (sessions, _folder) = sessions();
        let id = SessionId::random();
        thread::scope(|scope| {
            for thread in 0..4 {
                let (sessions, id) = (sessions.clone(), &id);
                scope.spawn(move || {
                    for number in 0..10 {
                        let video = video(thread * 10 + number);
                        sessions.change(id, |basket| basket.add(&[video])).unwrap();
                    }
                });
            }
        });
        assert_eq!(sessions.basket(&id).unwrap().len(), 40);
    }

    #[test]
    fn what_another_version_has_kept_is_an_empty_basket() {
        let (sessions, _folder) = sessions();
        let id = SessionId::random();
        sessions.change(&id, |basket| basket.add(&[video(1)])).unwrap();
        let of_version_2 = |kept: Option<&[u8]>| {
            let bytes = [&[2], &kept.unwrap()[1..]].concat();
            (Change::Put(bytes), ())
        };
        sessions.state.update(&key(&id), IDLE_LIFE, of_version_2).unwrap();
        assert!(sessions.basket(&id).unwrap().is_empty());
        let (basket, _) = sessions.change(&id, |basket| basket.add(&[video(2)])).unwrap();
        assert_eq!(basket.videos(), [video(2)]);
        assert_eq!(sessions.basket(&id).unwrap(), basket);
    }

    #[test]
    fn a_visitor_is_told_what_is_away_and_the_reason_is_for_the_log() {
        let path = "/data/state.redb".into();
        let error = SessionError::from(storage::state::Error::DiskFull { path });
        insta::assert_snapshot!(
            error,
            @"your basket cannot be shown or saved at the moment, because the place where it is kept cannot be reached. Try again in a minute; searching and playing go on without it"
        );
        insta::assert_snapshot!(
            error.source().unwrap(),
            @"the disk that holds /data/state.redb is full: free some space and try again"
        );
    }
}
