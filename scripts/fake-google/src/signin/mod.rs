//! Google's sign-in: the consent page, the tokens, and their end.

mod client;
mod consent;
mod error;
mod page;
mod revoke;
mod token;
mod wish;

pub use self::token::Tokens;
pub(crate) use self::{
    consent::{answer as consent, ask as authorize},
    error::TokenError,
    revoke::revoke,
    token::{mint, token},
};

/// The scope that everything here is about.
const YOUTUBE: &str = crate::youtube::SCOPE;
