//! Reading a body: piece by piece, never more than allowed, never waiting without end.
//!
//! The cap counts decompressed bytes: 200 KB of gzip can become 200 MB, and the length that a server announces
//! says nothing once the body is decompressed.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

use super::super::error::{Error, ErrorKind, Outcome};
use super::super::timer::{Timer, within};
use super::super::transport::{Body, Failure, Pieces};

/// How a body is read.
pub(crate) struct Limits<'a> {
    pub(crate) timer: &'a dyn Timer,
    /// The most that is taken in.
    pub(crate) cap: usize,
    /// The longest pause between two pieces.
    pub(crate) idle: Duration,
}

/// Reads a body of a success: more than the cap is an error.
pub(crate) async fn read_all(body: Body, headers: &HeaderMap, limits: &Limits<'_>) -> Result<Bytes, Error> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let plain = !headers.contains_key(CONTENT_ENCODING);
    if plain && announced.is_some_and(|length| length > u64::try_from(limits.cap).unwrap_or(u64::MAX)) {
        return Err(too_large(limits.cap));
    }
    let (bytes, whole) = read(body, limits).await?;
    if whole { Ok(bytes) } else { Err(too_large(limits.cap)) }
}

/// Reads a body of a refusal, as much as fits: what it says must not hide that it refuses.
pub(crate) async fn read_some(body: Body, limits: &Limits<'_>) -> Bytes {
    read(body, limits).await.map(|(bytes, _)| bytes).unwrap_or_default()
}

/// The first bytes of a body up to the cap, and whether that is all.
async fn read(body: Body, limits: &Limits<'_>) -> Result<(Bytes, bool), Error> {
    let mut pieces = match body {
        Body::Whole(bytes) if bytes.len() <= limits.cap => return Ok((bytes, true)),
        Body::Whole(bytes) => return Ok((bytes.slice(..limits.cap), false)),
        Body::Pieces(pieces) => pieces,
    };
    let Some(first) = next(&mut *pieces, limits).await? else { return Ok((Bytes::new(), true)) };
    let Some(second) = next(&mut *pieces, limits).await? else {
        let whole = first.len() <= limits.cap;
        return Ok((first.slice(..first.len().min(limits.cap)), whole));
    };
    let mut all = BytesMut::from(first);
    let mut piece = Some(second);
    while let Some(bytes) = piece {
        let room = limits.cap.saturating_sub(all.len());
        all.extend_from_slice(bytes.get(..room.min(bytes.len())).unwrap_or_default());
        if bytes.len() > room {
            return Ok((all.freeze(), false));
        }
        piece = next(&mut *pieces, limits).await?;
    }
    Ok((all.freeze(), true))
}

async fn next(pieces: &mut dyn Pieces, limits: &Limits<'_>) -> Result<Option<Bytes>, Error> {
    let idle = || {
        let message =
            format!("the answer began but nothing more of it came for {} s", limits.idle.as_secs_f32());
        Error::new(ErrorKind::Timeout, message)
    };
    let piece = within(limits.timer, limits.idle, pieces.next()).await.ok_or_else(idle)?;
    piece.map_err(|error| {
        let kind =
            if error.failure == Failure::Protocol { ErrorKind::Protocol } else { ErrorKind::Transport };
        Error::new(kind, format!("the answer broke off: {}", error.message))
    })
}

fn too_large(cap: usize) -> Error {
    let message = format!("the answer is larger than the {cap} bytes allowed");
    Error::new(ErrorKind::TooLarge, message)
        .with_outcome(Outcome::Applied)
        .with_advice("ask for less, or raise the cap")
}
