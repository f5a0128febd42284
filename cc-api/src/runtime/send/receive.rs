//! Reading a body: piece by piece, never more than allowed, never waiting without end.
//!
//! The cap counts decompressed bytes: 200 KB of gzip can become 200 MB, and the length that a server announces
//! says nothing once the body is decompressed.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use super::super::error::{Error, ErrorKind, Outcome};
use super::super::timer::{Timer, within};
use super::super::transport::{Body, Failure, TransportError};

/// How a body is read.
pub(crate) struct Limits<'a> {
    pub(crate) timer: &'a dyn Timer,
    /// The most that is taken in.
    pub(crate) cap: usize,
    /// The longest pause between two pieces.
    pub(crate) idle: Duration,
}

/// What was read of a body.
pub(crate) struct Read {
    /// Its first bytes, up to the cap.
    pub(crate) bytes: Bytes,
    /// Whether that is all.
    pub(crate) whole: bool,
}

/// Whether a body is announced as larger than the cap.
pub(crate) fn is_larger(headers: &HeaderMap, cap: usize) -> bool {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let plain = !headers.contains_key(CONTENT_ENCODING);
    plain && announced.is_some_and(|length| length > u64::try_from(cap).unwrap_or(u64::MAX))
}

/// Reads a body up to the cap.
pub(crate) async fn read(body: Body, limits: &Limits<'_>) -> Result<Read, Error> {
    let mut pile = Pile::default();
    let mut pieces = match body {
        Body::Whole(bytes) => {
            let whole = pile.add(bytes, limits.cap);
            return Ok(pile.read(whole));
        }
        Body::Pieces(pieces) => pieces,
    };
    loop {
        let piece = within(limits.timer, limits.idle, pieces.next()).await;
        let Some(piece) = taken(piece, limits)? else { return Ok(pile.read(true)) };
        if !pile.add(piece, limits.cap) {
            return Ok(pile.read(false));
        }
    }
}

/// The pieces so far. A body of one piece, as most are, is not copied.
#[derive(Default)]
struct Pile {
    first: Bytes,
    all: Vec<u8>,
}

impl Pile {
    /// Adds a piece as far as the cap allows, and says whether it did for all of it.
    fn add(&mut self, mut piece: Bytes, cap: usize) -> bool {
        let room = cap.saturating_sub(self.first.len().max(self.all.len()));
        let fits = piece.len() <= room;
        piece.truncate(room);
        if self.first.is_empty() {
            self.first = piece;
            return fits;
        }
        if self.all.is_empty() {
            self.all.extend_from_slice(&self.first);
        }
        self.all.extend_from_slice(&piece);
        fits
    }

    fn read(self, whole: bool) -> Read {
        let bytes = if self.all.is_empty() { self.first } else { self.all.into() };
        Read { bytes, whole }
    }
}

/// What waiting for a piece brought: the piece, nothing at the end, or an error.
fn taken(
    piece: Option<Result<Option<Bytes>, TransportError>>,
    limits: &Limits<'_>,
) -> Result<Option<Bytes>, Error> {
    let error = match piece {
        Some(Ok(piece)) => return Ok(piece),
        Some(Err(error)) => error,
        None => {
            let pause = limits.idle.as_secs_f32();
            let message = format!("the answer began but nothing more of it came for {pause} s");
            return Err(Error::new(ErrorKind::Timeout, message));
        }
    };
    let kind = match error.failure {
        Failure::TooLarge => return Err(too_large(limits.cap)),
        Failure::Protocol => ErrorKind::Protocol,
        _ => ErrorKind::Transport,
    };
    Err(Error::new(kind, format!("the answer broke off: {}", error.message)))
}

/// The error for a body beyond the cap.
pub(crate) fn too_large(cap: usize) -> Error {
    let message = format!("the answer is larger than the {cap} bytes allowed");
    Error::new(ErrorKind::TooLarge, message)
        .with_outcome(Outcome::Applied)
        .with_advice("ask for less, or raise the cap")
}
