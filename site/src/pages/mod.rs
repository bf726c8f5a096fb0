//! The pages: each asks the catalogue and fills what its template shows.

mod account;
mod address;
mod assets;
mod basket;
mod changed;
mod charts;
mod export;
mod facets;
mod failure;
mod feed;
mod form;
mod listen;
mod options;
mod playlist;
mod reading;
mod record;
mod search;
mod status;
mod visit;
mod works;

use actix_web::web;

pub(crate) use account::CALLBACK;
pub(crate) use failure::{nothing_here, problem};

pub(crate) use crate::view::layout::SIGN_IN;

/// Adds all pages.
pub(crate) fn configure(config: &mut web::ServiceConfig) {
    config
        .service(search::search)
        .service(assets::asset)
        .service(assets::icon)
        .service(assets::robots)
        .configure(account::configure)
        .configure(basket::configure)
        .configure(record::configure)
        .configure(playlist::configure)
        .configure(reading::configure)
        .service(status::show)
        .service(feed::show)
        .service(charts::show)
        .service(export::export);
}
