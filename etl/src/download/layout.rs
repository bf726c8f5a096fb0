use serde::{Deserialize, Serialize};

/// How a mirror names its files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// As data.discogs.com: `?download=data%2F2026%2FNAME`, a year's page at `?prefix=data%2F2026%2F`.
    Query,
    /// As a bucket: `data/2026/NAME` under the base, listed by `?list-type=2`.
    S3,
    /// Files directly under the base.
    Folder,
    /// `data/2026/NAME` under the base.
    Tree,
}

/// How a mirror is asked. Found out once, then remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Access {
    /// How it names its files.
    pub layout: Layout,
    /// Whether it tells which files there are. Where it does not, names are tried.
    pub listed: bool,
}
