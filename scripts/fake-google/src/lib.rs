//! A stand-in for Google's sign-in and the YouTube Data API v3, for tests and for trying things out:
//! a real HTTP server with their paths, statuses and bodies, which says that it is not Google.
//!
//! Tests start one with [`FakeGoogle::start`] and steer it by its methods. A program finds it
//! through the environment ([`FakeGoogle::environment`]); `dataget-fake-google -- COMMAND` runs one
//! with that.
//!
//! ```
//! use fake_google::{Call, FakeGoogle, What};
//!
//! let google = FakeGoogle::start();
//! google.unavailable("AHuQWcylaU4");
//! // The next video is added, and the client never hears of it.
//! google.fail_next(Call::PlaylistItemsInsert, What::DropAfter);
//! // … the program under test runs with `google.environment()` …
//! assert_eq!(google.books().count(Call::PlaylistItemsInsert), 0);
//! ```
//!
//! # What it answers
//!
//! | address | what |
//! |---|---|
//! | `GET /o/oauth2/v2/auth` | the consent page, or 400 where the request is not in order |
//! | `POST /o/oauth2/v2/consent` | the page's form: its fields, `account`, `answer` (`continue`, `cancel`), `withhold`; 302 back to the client |
//! | `POST /token`, `POST /revoke` | tokens and their end |
//! | `GET`, `POST /youtube/v3/playlists`, `…/playlistItems` | lists and inserts |
//! | `GET /youtube/v3/videos`, `…/channels` | what can be said of videos, and who has signed in |
//!
//! A test needs no page to say yes: the form takes the query of the page's address as it is, with
//! `&account=ben&answer=continue` behind it.
//!
//! It is as strict as Google or stricter: it refuses a `position`, `<` and `>` in texts, a part that
//! is set and not named, and a repeated parameter at the sign-in. It charges one unit for a refused
//! call, and none for one whose connection was closed before anything was done.
//!
//! # The controls over HTTP
//!
//! They take and give JSON, and refuse requests with an `Origin` header: those come from a page.
//!
//! | address | fields of the body, or what is told |
//! |---|---|
//! | `GET /control/books` | [`Books`] |
//! | `GET /control/playlists` | [`Playlist`]s |
//! | `GET /control/accounts` | [`ACCOUNTS`] |
//! | `GET /control/clock` | `now`, `day`, `next_day`, `units_left` |
//! | `GET /control/faults` | `left` |
//! | `POST /control/advance` | `seconds` |
//! | `POST /control/set-now` | `now` |
//! | `POST /control/set-daily-units`, `…/spend` | `units` |
//! | `POST /control/set-max-items` | `items` |
//! | `POST /control/set-access-lifetime` | `seconds` |
//! | `POST /control/set-latency` | `millis` |
//! | `POST /control/set-issuer` | `issuer`: `right`, `wrong`, `absent` |
//! | `POST /control/rotate-refresh-tokens` | `rotate` |
//! | `POST /control/expire-access-tokens` | |
//! | `POST /control/kill-refresh-token` | `user` |
//! | `POST /control/mint` | `user`; tells [`Tokens`] |
//! | `POST /control/mark-video` | `id`, `state`: a [`VideoState`], as `not_embeddable` |
//! | `POST /control/add-fault` | `fault`: a [`Fault`], as `{"on": "playlistItems.insert", "what": {"applied_then": [503, "backendError"]}, "times": 2, "after": 1}` |
//! | `POST /control/storm` | `seed`, `per_mille` |
//! | `POST /control/clear-faults`, `…/reset` | |

mod accounts;
mod answer;
mod books;
mod call;
mod clock;
mod control;
mod cut;
mod faults;
mod fields;
mod grants;
mod ids;
mod insert;
mod options;
mod perform;
mod playlists;
mod routes;
mod secret;
mod serve;
mod server;
mod signin;
mod state;
mod videos;
mod youtube;

pub use crate::{
    accounts::{ACCOUNTS, Account, Channel},
    books::{Books, Entry},
    call::Call,
    faults::{Fault, What},
    options::{Issuer, Options},
    playlists::{Item, Playlist, Privacy},
    secret::{ACCESS_PREFIX, CODE_PREFIX, REFRESH_PREFIX},
    server::FakeGoogle,
    signin::Tokens,
    videos::VideoState,
};
