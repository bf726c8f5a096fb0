//! Who can sign in.

use serde::Serialize;

/// An account of the stand-in. There are always these four.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Account {
    /// How the controls and the books name it.
    pub name: &'static str,
    /// Its address, which `login_hint` may name as well.
    pub email: &'static str,
    /// Its channel, if it has one. An account without one can sign in and own no playlist.
    pub channel: Option<Channel>,
}

/// The channel of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Channel {
    /// 24 characters that begin with `UC`.
    pub id: &'static str,
    /// What people see.
    pub title: &'static str,
}

/// The accounts, the one that the consent page proposes first.
pub const ACCOUNTS: [Account; 4] = [
    Account {
        name: "ada",
        email: "ada@example.com",
        channel: Some(Channel { id: "UCaaaaaaaaaaaaaaaaaaaaaa", title: "Ada's channel" }),
    },
    Account {
        name: "ben",
        email: "ben@example.com",
        channel: Some(Channel { id: "UCbbbbbbbbbbbbbbbbbbbbbb", title: "Ben's channel" }),
    },
    Account {
        name: "cleo",
        email: "cleo@example.com",
        // A title that must be escaped wherever it is shown.
        channel: Some(Channel { id: "UCcccccccccccccccccccccc", title: "Cléo & <Söhne>" }),
    },
    Account { name: "dan", email: "dan@example.com", channel: None },
];

impl Account {
    /// The account of this name or address.
    #[must_use]
    pub fn of(name: &str) -> Option<&'static Self> {
        ACCOUNTS.iter().find(|account| account.name == name || account.email == name)
    }
}
