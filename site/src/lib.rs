//! What people see: pages, the session, the player.
