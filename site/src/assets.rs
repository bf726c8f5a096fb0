//! The files that pages load: stylesheet, scripts, icon. They are part of the binary.

use std::{fmt::Write, sync::LazyLock};

use sha2::{Digest, Sha256};

/// A file that pages load.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// Its name, the last part of its address.
    pub name: &'static str,
    /// The value of `Content-Type`.
    pub content_type: &'static str,
    /// What is in it.
    pub bytes: &'static [u8],
}

const CSS: &str = "text/css; charset=utf-8";
const SVG: &str = "image/svg+xml";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// All of them.
pub static ASSETS: &[Asset] = &[
    Asset { name: "site.css", content_type: CSS, bytes: STYLE.as_bytes() },
    Asset { name: "icon.svg", content_type: SVG, bytes: include_bytes!("../assets/icon.svg") },
    script("main.js", include_bytes!("../assets/main.js")),
    script("basket.js", include_bytes!("../assets/basket.js")),
    script("live.js", include_bytes!("../assets/live.js")),
    script("page-videos.js", include_bytes!("../assets/page-videos.js")),
    script("playlist.js", include_bytes!("../assets/playlist.js")),
    script("player-view.js", include_bytes!("../assets/player-view.js")),
    script("player.js", include_bytes!("../assets/player.js")),
    script("queue.js", include_bytes!("../assets/queue.js")),
    script("reorder.js", include_bytes!("../assets/reorder.js")),
    script("status.js", include_bytes!("../assets/status.js")),
    script("suggest.js", include_bytes!("../assets/suggest.js")),
    script("times.js", include_bytes!("../assets/times.js")),
    script("terms.js", include_bytes!("../assets/terms.js")),
    script("youtube.js", include_bytes!("../assets/youtube.js")),
];

const fn script(name: &'static str, bytes: &'static [u8]) -> Asset {
    Asset { name, content_type: SCRIPT, bytes }
}

/// One stylesheet: a page asks once.
const STYLE: &str = concat!(
    include_str!("../assets/base.css"),
    include_str!("../assets/search.css"),
    include_str!("../assets/record.css"),
    include_str!("../assets/player.css"),
    include_str!("../assets/basket.css"),
    include_str!("../assets/playlist.css"),
    include_str!("../assets/account.css"),
    include_str!("../assets/chart.css"),
    include_str!("../assets/status.css"),
    include_str!("../assets/print.css"),
);

/// The folder's name in addresses: a digest of all files. Whatever is under it may be kept for
/// ever, and as scripts import each other by relative address, they change their folder together.
static FOLDER: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    for asset in ASSETS {
        digest.update(asset.name);
        digest.update(asset.bytes.len().to_le_bytes());
        digest.update(asset.bytes);
    }
    digest.finalize().iter().take(6).fold(String::new(), |mut folder, byte| {
        write!(folder, "{byte:02x}").expect("a String takes all");
        folder
    })
});

static URLS: LazyLock<Vec<String>> = LazyLock::new(|| {
    ASSETS.iter().map(|asset| format!("/assets/{}/{}", folder(), asset.name)).collect()
});

/// The digest that stands in the addresses: `/assets/DIGEST/site.css`.
#[must_use]
pub fn folder() -> &'static str {
    &FOLDER
}

/// The file of that name.
#[must_use]
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// The address of a file, with the digest in it.
///
/// # Panics
/// When there is no file of that name; only templates ask, and tests render them all.
#[must_use]
pub fn asset_url(name: &str) -> &'static str {
    let place = ASSETS.iter().position(|asset| asset.name == name);
    &URLS[place.unwrap_or_else(|| panic!("no asset is called {name}"))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asset_is_found_by_the_end_of_its_address() {
        for asset in ASSETS {
            let (folder, name) = asset_url(asset.name).rsplit_once('/').unwrap();
            assert_eq!(folder, format!("/assets/{}", super::folder()));
            assert_eq!(super::asset(name).unwrap().bytes, asset.bytes);
        }
        assert!(asset("../Cargo.toml").is_none());
    }

    #[test]
    fn the_stylesheet_loads_nothing() {
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }

    /// The colours of the light scheme, then those of the dark one.
    fn schemes() -> [Vec<(&'static str, [f64; 3])>; 2] {
        let colours = |text: &'static str| {
            let mut colours = Vec::new();
            for line in text.lines() {
                let Some((name, value)) = line.trim().split_once(": #") else { continue };
                let value = value.trim_end_matches(';');
                let digits: String = match value.len() {
                    3 => value.chars().flat_map(|digit| [digit, digit]).collect(),
                    _ => value.to_owned(),
                };
                let part = |at| {
                    let part = u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
                    let part = f64::from(part) / 255.0;
                    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
                };
                colours.push((name, [part(0), part(2), part(4)]));
            }
            colours
        };
        let (light, rest) = STYLE.split_once("@media (prefers-color-scheme: dark)").unwrap();
        [colours(light), colours(rest.split("*, ::before").next().unwrap())]
    }

    #[test]
    fn texts_stand_out_from_what_is_behind_them() {
        for (scheme, colours) in ["light", "dark"].into_iter().zip(schemes()) {
            let luminance = |name: &str| {
                let found = colours.iter().find(|(colour, _)| *colour == name);
                let [red, green, blue] = found.unwrap_or_else(|| panic!("no {name}")).1;
                0.2126 * red + 0.7152 * green + 0.0722 * blue
            };
            for (text, behind, least) in [
                ("--ink", "--paper", 7.0),
                ("--ink", "--shade", 4.5),
                ("--ink", "--found", 4.5),
                ("--faded", "--paper", 4.5),
                ("--faded", "--shade", 4.5),
                ("--sound", "--paper", 4.5),
                ("--sound", "--shade", 4.5),
                ("--on-sound", "--sound", 4.5),
                ("--paper", "--ink", 4.5),
                ("--paper", "--faded", 4.5),
                // What is not text, such as the edge of a box.
                ("--edge", "--paper", 3.0),
            ] {
                let (text_is, behind_is) = (luminance(text), luminance(behind));
                let contrast = (text_is.max(behind_is) + 0.05) / (text_is.min(behind_is) + 0.05);
                assert!(contrast >= least, "{scheme}: {text} on {behind} has {contrast:.2}");
            }
        }
    }
}
