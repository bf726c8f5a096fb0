//! What people see: pages, the session, the player.

pub mod assets;
pub mod view;
