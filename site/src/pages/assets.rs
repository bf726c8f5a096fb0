//! The files that pages load.

use actix_web::{HttpResponse, get, http::header, web};
use apis::rest::Problem;

use crate::assets;

/// The address changes with the bytes.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_A_DAY: &str = "public, max-age=86400";

#[get("/assets/{folder}/{name}")]
pub(super) async fn asset(path: web::Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (folder, name) = path.into_inner();
    let gone = || Problem::not_found("there is no such file: reload the page that asked for it");
    // A page of an older version may ask a newer one: better no script than one that does not fit.
    let asset = assets::asset(&name).filter(|_| folder == assets::folder()).ok_or_else(gone)?;
    Ok(HttpResponse::Ok()
        .content_type(asset.content_type)
        .insert_header((header::CACHE_CONTROL, FOR_EVER))
        .body(asset.bytes))
}

/// Browsers ask for it unasked.
#[get("/favicon.ico")]
pub(super) async fn icon() -> HttpResponse {
    let location = (header::LOCATION, assets::asset_url("icon.svg"));
    HttpResponse::Found().insert_header(location).finish()
}

/// Every state of a search is an address: there is no end of them.
#[get("/robots.txt")]
pub(super) async fn robots() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, FOR_A_DAY))
        .body("User-agent: *\nDisallow: /*?\nDisallow: /api/\nDisallow: /basket\nDisallow: /playlist\nDisallow: /authorise\n")
}
