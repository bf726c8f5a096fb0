//! How tests steer the stand-in.

mod command;
mod methods;
mod routes;

pub(crate) use self::{command::Command, routes::configure};
