//! A state, a stand-in for Google, and who asks for playlists.

use std::{path::PathBuf, sync::Arc, time::Duration};

use apis::{
    account::{Answer, Credentials, Returned, Secret, Vault},
    clock::Clock,
    jobs::{ItemState, Job, JobState, Pace, Playlists, Stop, Wish, Worker},
    session::SessionId,
    youtube::{Ledger, Privacy},
};
use fake_google::{FakeGoogle, Playlist};
use jiff::SignedDuration;
use reqwest::{Url, header::LOCATION};
use storage::{model::VideoId, state::State};
use tempfile::TempDir;

/// Everything that playlists need, in a folder of its own.
pub(crate) struct Desk {
    pub(crate) google: Arc<FakeGoogle>,
    pub(crate) folder: TempDir,
    pub(crate) daily: u64,
    pub(crate) share: Option<u64>,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            google: Arc::new(FakeGoogle::start()),
            folder,
            daily: 1_000_000,
            share: Some(1_000_000),
        }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("state.redb")
    }

    pub(crate) fn state(&self) -> State {
        State::open(&self.file()).unwrap()
    }

    /// Playlists over the file of the state, with the time of the stand-in.
    pub(crate) fn playlists(&self) -> (State, Playlists) {
        let state = self.state();
        let google = self.google.clone();
        let clock = Clock::new(move || google.now());
        let ledger = Ledger::new(state.clone(), clock.clone(), self.daily, self.share);
        let playlists = build(&state, &self.google.environment(), ledger, clock);
        (state, playlists)
    }

    /// Signs a user of the stand-in in, and gives his id.
    pub(crate) fn signed_in(&self, playlists: &Playlists, account: &str) -> String {
        let session = SessionId::random();
        let url = playlists.accounts.begin(&session, "/basket").unwrap();
        let answer = consent(&url, account);
        match playlists.accounts.complete(&session, &answer).unwrap() {
            Returned::In { user, .. } => user,
            Returned::Again(url) => {
                match playlists.accounts.complete(&session, &consent(&url, account)).unwrap() {
                    Returned::In { user, .. } => user,
                    Returned::Again(_) => panic!("it asks for ever"),
                }
            }
        }
    }

    /// The stand-in's playlist of a job, which must be there once, and no other.
    pub(crate) fn playlist(&self) -> Playlist {
        let mut all = self.google.playlists();
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    /// The videos of the one playlist, in its order.
    pub(crate) fn videos(&self) -> Vec<String> {
        self.playlist().items.into_iter().map(|item| item.video).collect()
    }
}

/// Playlists as these settings say.
pub(crate) fn build(
    state: &State,
    environment: &[(&'static str, String)],
    ledger: Ledger,
    clock: Clock,
) -> Playlists {
    let of = |name: &str| {
        let found = environment.iter().find(|(known, _)| *known == name);
        found.unwrap_or_else(|| panic!("there is no {name}")).1.clone()
    };
    let credentials = Credentials {
        client_id: of("DATAGET_GOOGLE_CLIENT_ID"),
        client_secret: Secret::new(of("DATAGET_GOOGLE_CLIENT_SECRET")),
        auth_url: of("DATAGET_GOOGLE_AUTH_URL"),
        token_url: of("DATAGET_GOOGLE_TOKEN_URL"),
        revoke_url: of("DATAGET_GOOGLE_REVOKE_URL"),
        redirect_url: "http://127.0.0.1:8080/oauth2callback".to_owned(),
    };
    let vault = Vault::new(&[7; 32]).unwrap();
    Playlists::build(state, credentials, &of("DATAGET_YOUTUBE_API_URL"), ledger, vault, clock)
        .unwrap()
}

/// Says yes on the consent page, and gives what comes back.
pub(crate) fn consent(url: &str, account: &str) -> Answer {
    let url = Url::parse(url).unwrap();
    let client = servers::http().build().unwrap();
    let to = url.join("/o/oauth2/v2/consent").unwrap();
    let form = format!("{}&account={account}&answer=continue", url.query().unwrap());
    let request = client.post(to).header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body(form).send().unwrap();
    let back = answer.headers()[LOCATION].to_str().unwrap();
    let back = Url::parse(back).unwrap();
    let of = |name: &str| {
        back.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    };
    Answer { code: of("code"), state: of("state"), iss: of("iss"), error: of("error") }
}

/// Waits that are short, and patience without end.
pub(crate) fn pace() -> Pace {
    Pace {
        look: Duration::from_millis(10),
        again: Duration::from_millis(1),
        patience: 50,
        parked: SignedDuration::from_millis(1),
        lease: Duration::from_millis(400),
        idle: Duration::from_millis(2),
    }
}

/// So many videos.
pub(crate) fn videos(count: usize) -> Vec<VideoId> {
    (0..count).map(|number| format!("video{number:06}").parse().unwrap()).collect()
}

pub(crate) fn names(videos: &[VideoId]) -> Vec<String> {
    videos.iter().map(ToString::to_string).collect()
}

/// A private playlist of a title.
pub(crate) fn wish(title: &str) -> Wish {
    Wish {
        title: title.to_owned(),
        description: String::new(),
        privacy: Privacy::Private,
        playlist: None,
        query: None,
        replace: false,
        follow: false,
    }
}

/// Submits a job for the videos.
pub(crate) fn submit(playlists: &Playlists, user: &str, wish: Wish, videos: &[VideoId]) -> Job {
    playlists.jobs.submit(&playlists.job(user, None, wish, videos)).unwrap()
}

/// Works until nothing is due any more.
pub(crate) fn work_off(worker: &Worker) {
    while worker.work(&Stop::default()).unwrap() {}
}

/// Works until a job is at its end.
pub(crate) fn finish(playlists: &Playlists, job: &Job) -> Job {
    let worker = playlists.worker(None, pace());
    loop {
        work_off(&worker);
        let job = playlists.jobs.find(&job.id).unwrap().unwrap();
        if job.state.is_final() {
            return job;
        }
        std::thread::yield_now();
    }
}

/// What a job that is done says of its videos.
pub(crate) fn assert_done(job: &Job, added: usize) {
    assert_eq!((job.state, &job.error), (JobState::Done, &None), "{job:?}");
    assert_eq!(job.count(ItemState::Added), added, "{job:?}");
}
