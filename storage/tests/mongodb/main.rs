//! What only MongoDB can do, and what is done about it.

mod bounds;
mod clustered;
mod documents;
mod fence;
mod kills;
mod kinds;
mod lease;
mod place;
mod refusals;
mod registry;
mod roles;
