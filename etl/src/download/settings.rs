use std::time::Duration;

use storage::clock::Clock;

use super::Pace;

/// How to behave towards a mirror.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Who runs this, for the host's operator: an address or a page. It stands in the User-Agent.
    pub contact: String,
    /// How long a connection may take.
    pub connect_timeout: Duration,
    /// How long an answer may take to begin, and how long no byte may come of it.
    pub read_timeout: Duration,
    /// The pauses before a cut download is taken up again.
    pub pace: Pace,
    /// How many bytes of the disk are to stay free.
    pub keep_free: u64,
    /// What time it is.
    pub clock: Clock,
}

/// Ten seconds to connect, a minute without a byte, 256 MiB to stay free, and no address.
impl Default for Settings {
    fn default() -> Self {
        Self {
            contact: "fetches the monthly dumps; no contact was set".to_owned(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(60),
            pace: Pace::default(),
            keep_free: 256 << 20,
            clock: Clock::system(),
        }
    }
}
