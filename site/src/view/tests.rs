use std::{fs, path::Path};

use askama::Template;

use super::samples;
use crate::assets::{ASSETS, folder};

fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("landing", samples::landing().render().unwrap()),
        ("answer", samples::answer().render().unwrap()),
        ("shuffled", samples::shuffled().render().unwrap()),
        ("nothing", samples::nothing().render().unwrap()),
        ("failure", samples::failure().render().unwrap()),
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
    for (name, page) in pages() {
        fs::write(out.join(name).with_extension("html"), page).unwrap();
    }
}
