use super::Fetched;

/// What a download tells whoever waits for it. Called from the thread that downloads.
pub trait Observer {
    /// A file is begun with: first, what is there of it is checked.
    fn started(&self, _file: &str) {}
    /// The file has so many bytes, the server says.
    fn sized(&self, _total: u64) {}
    /// The file goes on from this byte: what was there before counts, or at 0 counts no more.
    fn resumed(&self, _at: u64) {}
    /// So many bytes more came and were written.
    fn bytes(&self, _count: u64) {}
    /// The connection was cut for this reason; it is taken up again.
    fn cut(&self, _reason: &str) {}
    /// The file is there, whole and checked.
    fn ended(&self, _file: &str, _fetched: &Fetched) {}
    /// Whether the download is to be given up. Asked between any two reads.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Nobody watches, and nobody gives up.
impl Observer for () {}
