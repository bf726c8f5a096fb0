use std::{fs, path::Path};



use super::samples::{pages, records, search};
use crate::assets::{ASSETS, folder};

fn all() -> Vec<(&'static str, String)> {
    let page = |name, page: &dyn askama::DynTemplate| (name, page.dyn_render().unwrap());
    vec![
        page("landing", &search::landing()),
        page("answer", &search::answer()),
        page("shuffled", &search::shuffled()),
        page("nothing", &search::nothing()),
        page("failure", &search::failure()),
        page("release", &records::release()),
        page("master", &records::master()),
        page("artist", &records::artist()),
        page("label", &records::label()),
        page("basket", &pages::basket()),
        page("empty_basket", &pages::empty_basket()),
        page("basket_away", &pages::basket_away()),
        page("charts", &pages::charts()),
        page("about", &pages::about()),
        page("faq", &pages::faq()),
        page("privacy", &pages::privacy()),
        page("not_found", &pages::not_found()),
        page("unavailable", &pages::unavailable()),
    ]
}

#[test]
#[ignore = "writes the pages to be looked at"]
fn look() {
    let out = Path::new("/tmp/look/www");
    let assets = out.join("assets").join(folder());
    fs::create_dir_all(&assets).unwrap();
    for asset in ASSETS {
        fs::write(assets.join(asset.name), asset.bytes).unwrap();
    }
    for (name, page) in all() {
        fs::write(out.join(name).with_extension("html"), page).unwrap();
    }
}
