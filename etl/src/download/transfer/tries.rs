use crate::download::{Client, DownloadError, Observer};

/// So many cuts in a row without a byte more end the run.
const MOST: u32 = 5;

/// So many cuts in all end the run: the next one goes on.
const MOST_IN_ALL: u32 = 40;

/// Counts the cuts of one file.
#[derive(Debug, Default)]
pub(super) struct Tries {
    furthest: u64,
    in_vain: u32,
    all: u32,
}

impl Tries {
    /// After a cut with `at` bytes there: waits, or gives the error back where there is no use.
    pub(super) fn again(
        &mut self,
        client: &Client,
        error: DownloadError,
        at: u64,
        observer: &dyn Observer,
    ) -> Result<(), DownloadError> {
        if !error.is_passing() {
            return Err(error);
        }
        if at > self.furthest {
            (self.furthest, self.in_vain) = (at, 0);
        }
        self.in_vain += 1;
        self.all += 1;
        if self.in_vain > MOST || self.all > MOST_IN_ALL {
            return Err(error);
        }
        tracing::warn!(%error, "taking it up again");
        observer.cut(&error.to_string());
        client.pause(self.in_vain, observer)
    }
}

impl Client {
    /// Asks again, for a while, where asking again may help.
    pub(in crate::download) fn patiently<T>(
        &self,
        observer: &dyn Observer,
        mut ask: impl FnMut() -> Result<T, DownloadError>,
    ) -> Result<T, DownloadError> {
        let mut tries = Tries::default();
        loop {
            match ask() {
                Ok(answer) => return Ok(answer),
                Err(error) => tries.again(self, error, 0, observer)?,
            }
        }
    }
}
