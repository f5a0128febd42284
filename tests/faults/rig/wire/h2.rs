//! HTTP/2, by hand: frames in, frames out. Of what the client says only what a script has to know is understood.

use std::collections::{BTreeMap, VecDeque};
use std::io;

use super::frames::{
    ACK, CONTINUATION, DATA, END_HEADERS, END_STREAM, Frame, GOAWAY, HEADERS, INITIAL_WINDOW, PING, PREFACE,
    RST_STREAM, SETTINGS, WINDOW_UPDATE, error_code, frame, head, header, settings,
};
use super::message::Message;
use super::peer::{Peer, pause};
use crate::list::{Drip, End, Frame as FrameStep, LastStream, Read, Step};

/// The connection.
struct Connection<'a> {
    peer: &'a mut Peer,
    streams: BTreeMap<u32, Stream>,
    /// Streams whose request has come as far as its rule wants it.
    ready: VecDeque<u32>,
    /// How much may be sent on the connection, and on a new stream.
    window: i64,
    stream_window: i64,
    over: bool,
}

/// A request.
struct Stream {
    moves: Option<Vec<Step>>,
    /// Bytes of the head and body so far.
    taken: usize,
    window: i64,
    ended: bool,
    begun: bool,
}

/// Answers requests until the connection ends.
pub(crate) async fn serve(peer: &mut Peer) -> io::Result<()> {
    if peer.take(PREFACE.len()).await?.as_deref() != Some(PREFACE) {
        return Ok(());
    }
    let window = peer.shared.script.window();
    peer.write(&settings(window), None).await?;
    let mut connection = Connection {
        peer,
        streams: BTreeMap::new(),
        ready: VecDeque::new(),
        window: 65_535,
        stream_window: 65_535,
        over: false,
    };
    while !connection.over && connection.receive().await? {
        while let Some(stream) = connection.ready.pop_front() {
            connection.answer(stream).await?;
        }
    }
    Ok(())
}

impl Connection<'_> {
    /// Takes the next frame; whether there was one.
    async fn receive(&mut self) -> io::Result<bool> {
        let Some(first) = self.peer.take(9).await? else { return Ok(false) };
        let (length, kind, flags, stream) = header(&first);
        let Some(payload) = self.peer.take(length).await? else { return Ok(false) };
        self.understand(&Frame { kind, flags, stream, payload }).await?;
        Ok(true)
    }

    async fn understand(&mut self, frame_in: &Frame) -> io::Result<()> {
        let id = frame_in.stream;
        match frame_in.kind {
            SETTINGS if !frame_in.has(ACK) => {
                if let Some(window) = frame_in.setting(INITIAL_WINDOW) {
                    self.stream_window = i64::from(window);
                }
                self.peer.write(&frame(SETTINGS, ACK, 0, &[]), None).await?;
            }
            PING if !frame_in.has(ACK) => {
                self.peer.write(&frame(PING, ACK, 0, &frame_in.payload), None).await?;
            }

            WINDOW_UPDATE if id == 0 => self.window += i64::from(frame_in.number()),
            WINDOW_UPDATE => {
                if let Some(stream) = self.streams.get_mut(&id) {
                    stream.window += i64::from(frame_in.number());
                }
            }
            HEADERS | CONTINUATION => {
                if frame_in.kind == HEADERS {
                    let moves = self.peer.shared.request().map(<[Step]>::to_vec);
                    let window = self.stream_window;
                    let ended = frame_in.has(END_STREAM);
                    self.streams.insert(id, Stream { moves, taken: 0, window, ended, begun: false });
                }
                self.take(id, frame_in.payload.len(), false);
                if frame_in.has(END_HEADERS) {
                    self.look(id);
                }
            }
            DATA => {
                self.take(id, frame_in.payload.len(), frame_in.has(END_STREAM));
                self.look(id);
                self.admit(id, frame_in.payload.len()).await?;
            }
            RST_STREAM => {
                self.streams.remove(&id);
            }
            _ => {}
        }
        Ok(())
    }

    fn take(&mut self, id: u32, count: usize, ends: bool) {
        if let Some(stream) = self.streams.get_mut(&id) {
            stream.taken += count;
            stream.ended |= ends;
        }
    }

    /// Begins with a request once so much of it is there as its rule wants.
    fn look(&mut self, id: u32) {
        let Some(stream) = self.streams.get_mut(&id) else { return };
        let wanted = stream.wants();
        if !stream.begun && (stream.ended || wanted.is_some_and(|wanted| stream.taken >= wanted)) {
            stream.begun = true;
            self.ready.push_back(id);
        }
    }

    /// Lets the client send as much again, unless the script has read enough of this request.
    async fn admit(&mut self, id: u32, count: usize) -> io::Result<()> {
        let enough = self.streams.get(&id).is_some_and(|stream| stream.wants().is_some());
        let count = u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes();
        if !enough {
            self.peer.write(&frame(WINDOW_UPDATE, 0, 0, &count), None).await?;
            self.peer.write(&frame(WINDOW_UPDATE, 0, id, &count), None).await?;
        }
        Ok(())
    }

    /// Plays the moves of a request's rule, or answers it as usual.
    async fn answer(&mut self, id: u32) -> io::Result<()> {
        let moves = self.streams.get_mut(&id).and_then(|stream| stream.moves.take());
        let Some(moves) = moves else { return self.usual(id).await };
        let (mut drip, mut answer, mut ended) = (None, None, false);
        for step in &moves {
            match step {
                Step::Read(_) | Step::H2(FrameStep::Window(_)) => {}
                Step::Apply(_) => self.peer.shared.apply(),
                Step::WaitMs(milliseconds) => pause(*milliseconds).await,
                Step::Drip(drops) => match &answer {
                    Some(message) => self.dripped(id, message, *drops).await?,
                    None => drip = Some(*drops),
                },
                Step::Send(send) => {
                    if let Some(raw) = &send.raw {
                        self.peer.write(&self.peer.shared.bodies.bytes(raw), drip).await?;
                        ended = true;
                    } else {
                        let message = Message::of(send, &self.peer.shared);
                        self.send(id, &message, drip).await?;
                        answer = Some(message);
                    }
                }
                Step::H2(FrameStep::Goaway(goaway)) => {
                    let last = if goaway.last == LastStream::All { id } else { 0 };
                    let payload = [last.to_be_bytes(), error_code(&goaway.code).to_be_bytes()].concat();
                    self.peer.write(&frame(GOAWAY, 0, 0, &payload), None).await?;
                }
                Step::H2(FrameStep::Rst(code)) => {
                    let code = error_code(code).to_be_bytes();
                    self.peer.write(&frame(RST_STREAM, 0, id, &code), None).await?;
                    ended = true;
                }
                Step::End(end) => {
                    ended = true;
                    self.end(*end).await?;
                }
                other => self.peer.complain(format!("{other:?} can't be played on HTTP/2")),
            }
        }
        if answer.is_none() && !ended { self.usual(id).await } else { Ok(()) }
    }

    async fn usual(&mut self, id: u32) -> io::Result<()> {
        self.peer.shared.apply();
        let message = Message::usual(&self.peer.shared);
        self.send(id, &message, None).await
    }

    async fn end(&mut self, end: End) -> io::Result<()> {
        match end {
            End::Fin => {
                self.over = true;
                self.peer.finish().await
            }
            End::Rst => self.peer.reset(),
            // The other streams of the connection go on.
            End::Hang => Ok(()),
        }
    }

    async fn send(&mut self, id: u32, message: &Message, drip: Option<Drip>) -> io::Result<()> {
        let empty = message.body.is_empty() && message.is_whole();
        self.peer.write(&head(message, id, empty), drip).await?;
        if !empty {
            self.data(id, &message.body, message.is_whole()).await?;
        }
        Ok(())
    }

    /// The rest of a body, a little at a time.
    async fn dripped(&mut self, id: u32, message: &Message, drip: Drip) -> io::Result<()> {
        for _ in (message.body.len()..message.length).step_by(drip.bytes.max(1)) {
            self.data(id, &vec![b' '; drip.bytes], false).await?;
            pause(drip.every_ms).await;
        }
        Ok(())
    }

    /// Part of a body, as fast as the client takes it; what it no longer wants is not sent.
    async fn data(&mut self, id: u32, bytes: &[u8], ends: bool) -> io::Result<()> {
        let mut pieces = bytes.chunks(16_000).peekable();
        while let Some(piece) = pieces.next() {
            let size = i64::try_from(piece.len()).unwrap_or(i64::MAX);
            loop {
                let Some(stream) = self.streams.get_mut(&id) else { return Ok(()) };
                if stream.window >= size && self.window >= size {
                    stream.window -= size;
                    self.window -= size;
                    break;
                }
                if !self.receive().await? {
                    return Ok(());
                }
            }
            let last = ends && pieces.peek().is_none();
            self.peer.write(&frame(DATA, if last { END_STREAM } else { 0 }, id, piece), None).await?;
        }
        Ok(())
    }
}

impl Stream {
    /// How much of the request is read before it is acted on; none if all of it.
    fn wants(&self) -> Option<usize> {
        self.moves.as_ref()?.iter().find_map(|step| match step {
            Step::Read(Read::Bytes { bytes }) => Some(*bytes),
            _ => None,
        })
    }
}
