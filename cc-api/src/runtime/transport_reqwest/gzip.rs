//! Compressed answers, unpacked in small steps.
//!
//! The network library's own layer takes one gzip member and calls an answer with more of them broken, though the format
//! has a reader join them, and it leaves what was compressed twice compressed once. So it is done here: every member, and
//! every layer that the answer declares. Each layer is counted, so that what unpacks to little or nothing in the end can't
//! be large on the way.

use std::io::{self, Write as _};
use std::task::Poll;

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use http::HeaderMap;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue, RANGE};

use super::super::timer::BoxFuture;
use super::super::transport::{Failure, Pieces, TransportError};

/// An answer that is compressed more often than this is not read: nobody does it but to harm.
const MOST_LAYERS: usize = 4;
/// So many steps that brought nothing are taken before others get a turn, and time limits are looked at.
const STEPS: u32 = 256;

/// Says that answers may be compressed, unless the caller said something about it, or wants a part only.
pub(super) fn offer(headers: &mut HeaderMap) {
    if !headers.contains_key(ACCEPT_ENCODING) && !headers.contains_key(RANGE) {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
}

/// The body as its sender had it, if the headers say that it is compressed as we know; they don't say so any more then.
/// `cap` is how large a layer within may become.
pub(super) fn unpacked(
    mut headers: HeaderMap,
    packed: Box<dyn Pieces>,
    cap: usize,
) -> Result<(HeaderMap, Box<dyn Pieces>), TransportError> {
    let layers = layers(&headers);
    if layers == 0 {
        return Ok((headers, packed));
    }
    if layers > MOST_LAYERS {
        return Err(broken());
    }
    headers.remove(CONTENT_ENCODING);
    headers.remove(CONTENT_LENGTH);
    let layers = (0..layers).map(|_| Layer::new()).collect();
    Ok((headers, Box::new(Unpacked { packed, layers, cap, over: false })))
}

/// How often a body was compressed with gzip; 0 if it is compressed in a way that nobody asked for.
fn layers(headers: &HeaderMap) -> usize {
    let mut layers = 0;
    for value in headers.get_all(CONTENT_ENCODING) {
        for coding in value.to_str().unwrap_or("?").split(',') {
            match coding.trim() {
                "" => {}
                coding if coding.eq_ignore_ascii_case("identity") => {}
                coding if coding.eq_ignore_ascii_case("gzip") => layers += 1,
                coding if coding.eq_ignore_ascii_case("x-gzip") => layers += 1,
                _ => return 0,
            }
        }
    }
    layers
}

/// A body that is unpacked as it is read.
struct Unpacked {
    packed: Box<dyn Pieces>,
    /// The outermost first.
    layers: Vec<Layer>,
    cap: usize,
    /// Whether all of the body came.
    over: bool,
}

struct Layer {
    decoder: MultiGzDecoder<Vec<u8>>,
    /// What is still to be unpacked.
    input: Bytes,
    /// How much came in so far.
    came: usize,
    ended: bool,
}

/// What a step brought.
enum Step {
    /// A piece of the body.
    Piece(Bytes),
    /// Nothing that can be handed out yet.
    Nothing,
    /// There is nothing left to unpack.
    Hungry,
}

impl Pieces for Unpacked {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            let mut steps = 0;
            loop {
                match self.step()? {
                    Step::Piece(piece) => return Ok(Some(piece)),
                    Step::Nothing => {}
                    Step::Hungry if self.over => return Ok(None),
                    Step::Hungry => match self.packed.next().await? {
                        Some(piece) => self.hand_in(0, piece)?,
                        None => self.over = true,
                    },
                }
                steps += 1;
                if steps % STEPS == 0 {
                    others_turn().await;
                }
            }
        })
    }
}

impl Unpacked {
    /// Unpacks a little of what lies innermost, so that nothing piles up on the way.
    fn step(&mut self) -> Result<Step, TransportError> {
        let waiting = self.layers.iter().rposition(|layer| !layer.input.is_empty());
        let ending = || if self.over { self.layers.iter().position(|layer| !layer.ended) } else { None };
        let Some(place) = waiting.or_else(ending) else { return Ok(Step::Hungry) };
        let Some(layer) = self.layers.get_mut(place) else { return Ok(Step::Hungry) };
        let output = if waiting.is_some() { layer.unpack() } else { layer.end() };
        let output = output.map_err(|_| broken())?;
        if place + 1 < self.layers.len() {
            self.hand_in(place + 1, output)?;
            return Ok(Step::Nothing);
        }
        Ok(if output.is_empty() { Step::Nothing } else { Step::Piece(output) })
    }

    fn hand_in(&mut self, place: usize, piece: Bytes) -> Result<(), TransportError> {
        let Some(layer) = self.layers.get_mut(place) else { return Ok(()) };
        layer.came = layer.came.saturating_add(piece.len());
        layer.input = piece;
        if place > 0 && layer.came > self.cap {
            let message = "what the answer unpacks to on the way is larger than allowed";
            return Err(TransportError::new(Failure::TooLarge, message));
        }
        Ok(())
    }
}

impl Layer {
    fn new() -> Self {
        Self { decoder: MultiGzDecoder::new(Vec::new()), input: Bytes::new(), came: 0, ended: false }
    }

    /// What the next few bytes unpack to: a buffer of the decoder at most, of 32 KiB.
    fn unpack(&mut self) -> io::Result<Bytes> {
        let taken = self.decoder.write(&self.input)?;
        if taken == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        drop(self.input.split_to(taken));
        Ok(self.output())
    }

    /// What is left when nothing more comes; an error if the last member isn't whole. A body without a byte is no member.
    fn end(&mut self) -> io::Result<Bytes> {
        self.ended = true;
        if self.came > 0 {
            self.decoder.try_finish()?;
        }
        Ok(self.output())
    }

    fn output(&mut self) -> Bytes {
        std::mem::take(self.decoder.get_mut()).into()
    }
}

fn broken() -> TransportError {
    TransportError::new(Failure::Broken, "the compression of the answer is broken")
}

/// Lets whatever else is to be done come first, once.
async fn others_turn() {
    let mut had = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut had, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use bytes::Bytes;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use http::HeaderMap;
    use http::header::CONTENT_ENCODING;

    use super::super::super::timer::BoxFuture;
    use super::super::super::transport::{Failure, Pieces, TransportError};
    use super::unpacked;

    /// A body that arrives so many bytes at a time.
    struct Drip(Bytes, usize);

    impl Pieces for Drip {
        fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
            let piece = self.0.split_to(self.1.min(self.0.len()));
            Box::pin(std::future::ready(Ok((!piece.is_empty()).then_some(piece))))
        }
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// What a body unpacks to, if it is not more than 4,000 bytes on the way.
    async fn read(encoding: &'static str, body: &[u8], at_a_time: usize) -> Result<Vec<u8>, Failure> {
        let headers = HeaderMap::from_iter([(CONTENT_ENCODING, encoding.parse().unwrap())]);
        let drip = Box::new(Drip(Bytes::copy_from_slice(body), at_a_time));
        let (_, mut pieces) = unpacked(headers, drip, 4_000).map_err(|error| error.failure)?;
        let mut all = Vec::new();
        while let Some(piece) = pieces.next().await.map_err(|error| error.failure)? {
            assert!(encoding == "identity" || piece.len() <= 64 * 1024, "a step brought {}", piece.len());
            all.extend_from_slice(&piece);
        }
        Ok(all)
    }

    #[tokio::test]
    async fn however_a_body_is_cut_it_unpacks_to_the_same() {
        let text = "a coffee and a contract; ".repeat(9_000).into_bytes();
        let (first, second) = text.split_at(100_000);
        let members = [packed(first), packed(b""), packed(second)].concat();
        assert_eq!(read("br, gzip", b"left as it is", 4).await.unwrap(), b"left as it is");
        for (encoding, body) in [
            ("gzip", packed(&text)),
            ("X-GZIP", packed(&text)),
            ("gzip", members.clone()),
            ("gzip, identity", members.clone()),
            ("gzip, gzip", packed(&members)),
            ("gzip,gzip,gzip", packed(&packed(&members))),
            ("identity", text.clone()),
        ] {
            for at_a_time in [1, 7, 1_000, usize::MAX] {
                let came = read(encoding, &body, at_a_time).await;
                assert!(came.as_ref() == Ok(&text), "{encoding}, {at_a_time} at a time: {:?}", came.err());
            }
        }
    }

    #[tokio::test]
    async fn what_is_cut_off_damaged_or_too_large_on_the_way_is_an_error() {
        let good = packed(b"[]");
        let mut stored = GzEncoder::new(Vec::new(), Compression::none());
        stored.write_all(&[b' '; 4_000]).unwrap();
        let stored = stored.finish().unwrap();
        let broken = Err(Failure::Broken);
        for (encoding, body, wanted) in [
            ("gzip", Vec::new(), Ok(Vec::new())),
            ("gzip", good[..5].to_vec(), broken.clone()),
            ("gzip", good[..good.len() - 1].to_vec(), broken.clone()),
            ("gzip", [&good[..], b"junk"].concat(), broken.clone()),
            ("gzip, gzip", good.clone(), broken.clone()),
            ("gzip,gzip,gzip,gzip,gzip", packed(&packed(&packed(&packed(&good)))), broken),
            ("gzip, gzip", packed(&stored), Err(Failure::TooLarge)),
            ("gzip", packed(&stored), Ok(stored)),
        ] {
            for at_a_time in [1, usize::MAX] {
                let came = read(encoding, &body, at_a_time).await;
                assert!(came == wanted, "{encoding}, {at_a_time} at a time, {:?}", came.err());
            }
        }
    }
}
