//! What goes wrong on purpose.

use actix_web::web::Bytes;

use crate::{address::Asked, answer::Answer, ask::Ask, name};

/// With what something goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum On {
    /// A listing.
    Listing,
    /// A CHECKSUM file.
    Checksum,
    /// A dump file: any file but a CHECKSUM.
    File,
    /// The file of this name.
    Name(String),
    /// Whatever is asked.
    Any,
}

impl On {
    /// Whether this is a request of that kind.
    #[must_use]
    pub fn is(&self, asked: &Asked) -> bool {
        match (self, asked) {
            (Self::Any, _) | (Self::Listing, Asked::Listing) => true,
            (Self::Checksum, Asked::File(name)) => name::is_checksum(name),
            (Self::File, Asked::File(name)) => !name::is_checksum(name),
            (Self::Name(on), Asked::File(name)) => on == name,
            _ => false,
        }
    }
}

/// How a request goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// 429, and how many seconds to stay away.
    TooMany {
        /// The seconds of `Retry-After`.
        retry_after: u64,
    },
    /// 503, and perhaps how many seconds to stay away.
    Unavailable {
        /// The seconds of `Retry-After`, which is not sent without them.
        retry_after: Option<u64>,
    },
    /// 403 with a page.
    Forbidden,
    /// 500 with a page.
    ServerError,
    /// The connection is closed without an answer.
    Drop,
    /// 200 with a page instead of what was asked for.
    Html,
    /// 200 with nothing in it.
    Empty,
    /// The connection breaks off after so many bytes of the body, at the latest before its last one.
    /// The length of the whole was promised.
    CutAfter(u64),
    /// After so many bytes of the body, at the latest before its last one, nothing more comes until
    /// the client leaves.
    Stall {
        /// How many bytes come before.
        after: u64,
    },
    /// The right length, and one wrong byte in the middle.
    Flip,
    /// 200 and the whole file instead of 206 and the part.
    Whole,
    /// 206 with another part than the one that was asked for, and its `Content-Range`.
    WrongRange,
}

impl Fault {
    /// Whether it can happen to a request that is to be answered so.
    fn fits(&self, ask: &Ask, answer: &Answer) -> bool {
        match self {
            Self::TooMany { .. }
            | Self::Unavailable { .. }
            | Self::Forbidden
            | Self::ServerError
            | Self::Drop => true,
            Self::Html | Self::Empty => ask.is_get() && answer.is_success(),
            Self::CutAfter(_) | Self::Stall { .. } | Self::Flip => has_content(ask, answer),
            Self::Whole | Self::WrongRange => answer.status == 206,
        }
    }
}

fn has_content(ask: &Ask, answer: &Answer) -> bool {
    ask.is_get() && answer.is_content() && !answer.body.is_empty()
}

/// What happens to a request.
#[derive(Debug, Clone)]
pub(crate) enum Happening {
    Fault(Fault),
    /// The answer breaks off in its middle, and the file is another from then on.
    Replacement(Bytes),
}

#[derive(Debug)]
struct Rule {
    on: On,
    happening: Happening,
    times: u32,
}

/// What is still to go wrong, in the order of its coming.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Rule>);

impl Faults {
    pub(crate) fn add(&mut self, on: On, happening: Happening, times: u32) {
        self.0.push(Rule { on, happening, times });
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn left(&self) -> u32 {
        self.0.iter().map(|rule| rule.times).sum()
    }

    /// What happens to a request that would be answered so.
    pub(crate) fn take(&mut self, ask: &Ask, answer: &Answer) -> Option<Happening> {
        self.0.retain(|rule| rule.times > 0);
        let rule = self.0.iter_mut().find(|rule| {
            rule.on.is(&ask.address.asked)
                && match &rule.happening {
                    Happening::Fault(fault) => fault.fits(ask, answer),
                    Happening::Replacement(_) => has_content(ask, answer),
                }
        })?;
        rule.times -= 1;
        Some(rule.happening.clone())
    }
}
