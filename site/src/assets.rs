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
    script("page-videos.js", include_bytes!("../assets/page-videos.js")),
    script("player-view.js", include_bytes!("../assets/player-view.js")),
    script("player.js", include_bytes!("../assets/player.js")),
    script("queue.js", include_bytes!("../assets/queue.js")),
    script("reorder.js", include_bytes!("../assets/reorder.js")),
    script("suggest.js", include_bytes!("../assets/suggest.js")),
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
    include_str!("../assets/chart.css"),
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
