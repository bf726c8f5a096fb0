//! Playlists at YouTube: the form, the page of each, what their owner can do.

mod act;
mod cost;
mod form;
mod job;
mod list;
mod moment;
mod report;
mod wanted;

use actix_web::web;

pub(super) use moment::moment;

/// Where a playlist is made.
pub(super) const NEW: &str = "/playlist/new";

pub(super) fn configure(config: &mut web::ServiceConfig) {
    config
        .service(web::resource(NEW).get(form::show).post(form::make))
        .route("/playlists", web::get().to(list::show))
        .route("/playlist/{job}", web::get().to(job::show))
        .route("/playlist/{job}/{act}", web::post().to(act::act));
}
