//! Temporary.
use storage::{index::{Candidate, Entry, Need}, model::VideoId};
use super::{Catalogue, CatalogueError, WorkHit};
use crate::playlist::PlaylistVideo;
impl Catalogue {
    /// .
    pub fn videos_by_id(&self, ids: &[VideoId]) -> Result<Vec<Option<PlaylistVideo>>, CatalogueError> {
        self.index.load(&[Need::Owners, Need::Entries, Need::Videos])?;
        let found: Vec<Option<Candidate>> = ids.iter().map(|&id| self.index.video_number(id).map(|video| Candidate { video, rank: self.index.owner_of(video), work: 0, artist: 0, duration: self.index.video_duration(video) })).collect();
        let known: Vec<Candidate> = found.iter().flatten().copied().collect();
        let mut all = self.described(&known)?.into_iter();
        Ok(found.into_iter().map(|f| f.and_then(|_| all.next())).collect())
    }
    /// .
    pub fn related(&self, _: Entry, _: usize) -> Result<Vec<WorkHit>, CatalogueError> { Ok(Vec::new()) }
}
/// .
pub struct VersionsPage { /// .
 pub total: u64, /// .
 pub hits: Vec<super::Hit>, /// .
 pub next: Option<String> }
impl Catalogue {
    /// .
    pub fn versions(&self, _: u32, _: usize, _: Option<&str>) -> Result<VersionsPage, CatalogueError> { Ok(VersionsPage { total: 0, hits: Vec::new(), next: None }) }
}
