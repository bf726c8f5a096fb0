//! How a stand-in starts.

use std::net::{Ipv4Addr, SocketAddr};

/// What a stand-in starts with. All but its address can be changed later.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it listens: a free port of this machine, if nothing else is said.
    pub listen: SocketAddr,
    /// Whether a `Range` is passed over, and the whole file sent with 200. Then it does not tell
    /// `Accept-Ranges` either.
    pub ignores_ranges: bool,
    /// How many keys a listing of the S3 layout has before it is continued: 1,000.
    pub page_size: usize,
    /// What the S3 layout says of a key that there is not.
    pub missing: Missing,
    /// Whether the S3 layout refuses to list: 403 `AccessDenied`.
    pub forbids_listing: bool,
    /// How many bytes of a body go out in a second, on every connection: no bound, if nothing is
    /// said. Slow files are sure to meet where they are asked for at the same time.
    pub bytes_per_second: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            ignores_ranges: false,
            page_size: 1_000,
            missing: Missing::NotFound,
            forbids_listing: false,
            bytes_per_second: None,
        }
    }
}

/// What an S3 bucket says of a key that it does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// 404 `NoSuchKey`: who may list is told.
    NotFound,
    /// 403 `AccessDenied`: who may not list is not told.
    Forbidden,
}
