//! A body, sent piece by piece.

use std::{future, io, time::Duration};

use actix_web::{rt, web::Bytes};
use futures_util::stream::{self, Stream};

use crate::{
    answer::{Answer, Ending},
    transfer::Transfer,
};

/// How much goes out at once.
const PIECE: usize = 64 << 10;
/// How often something goes out of a slow body, in a second.
const PIECES_PER_SECOND: u64 = 20;

/// The body of an answer. It ends with an error where the connection is to break off.
pub(crate) fn stream(
    answer: Answer,
    transfer: Transfer,
) -> impl Stream<Item = io::Result<Bytes>> + 'static {
    let sending = Sending { rest: answer.body, ending: answer.ending, transfer };
    stream::unfold(Some(sending), |sending| async move { sending?.next().await })
}

struct Sending {
    rest: Bytes,
    ending: Ending,
    transfer: Transfer,
}

impl Sending {
    async fn next(mut self) -> Option<(io::Result<Bytes>, Option<Self>)> {
        if self.rest.is_empty() {
            self.transfer.end();
            return match self.ending {
                Ending::Whole => None,
                Ending::Cut(_) => Some((Err(io::ErrorKind::ConnectionAborted.into()), None)),
                Ending::Stalled(_) => future::pending().await,
            };
        }
        let piece = self.rest.split_to(self.size().await.min(self.rest.len()));
        self.transfer.send(piece.len());
        if self.rest.is_empty() && self.ending == Ending::Whole {
            self.transfer.end();
        }
        Some((Ok(piece), Some(self)))
    }

    /// How much goes out next, once it is time.
    async fn size(&self) -> usize {
        let Some(rate) = self.transfer.bytes_per_second() else { return PIECE };
        let size = (rate / PIECES_PER_SECOND).clamp(1, PIECE as u64);
        rt::time::sleep(Duration::from_secs_f64(size as f64 / rate as f64)).await;
        usize::try_from(size).expect("it is no larger than a piece")
    }
}
