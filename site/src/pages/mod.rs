//! The pages: each asks the catalogue and fills what its template shows.

mod address;
mod assets;
mod basket;
mod charts;
mod export;
mod facets;
mod failure;
mod listen;
mod reading;
mod record;
mod search;
mod visit;
mod works;

use actix_web::web;

pub(crate) use failure::{nothing_here, problem};

/// Adds all pages.
pub(crate) fn configure(config: &mut web::ServiceConfig) {
    config
        .service(search::search)
        .service(assets::asset)
        .service(assets::icon)
        .service(assets::robots)
        .configure(basket::configure)
        .configure(record::configure)
        .configure(reading::configure)
        .service(charts::show)
        .service(export::export);
}
