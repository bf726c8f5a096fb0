//! What people see: pages, the session, the player.
//!
//! [`Server`] puts the API and the pages together. A page is a handler in `pages`, which asks the
//! catalogue, and a template in `view`, which knows nothing of where its texts come from.

pub mod assets;
mod cookie;
mod errors;
mod headers;
mod pages;
mod server;
pub mod view;

pub use server::{Server, Stop};
