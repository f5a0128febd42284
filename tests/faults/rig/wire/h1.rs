//! HTTP/1.1, by hand: what is read is only what a script has to know, and what is written are its bytes.

use std::io;

use super::message::Message;
use super::peer::{Peer, pause};
use crate::list::{Drip, End, Read, Step};

/// A request of which the head has arrived.
struct Incoming {
    /// How many bytes the head had.
    head: usize,
    /// How many bytes of the body are still to come.
    left: usize,
    taken: usize,
}

/// Answers requests until the connection ends.
pub(crate) async fn serve(peer: &mut Peer) -> io::Result<()> {
    while let Some(mut incoming) = head(peer).await? {
        let shared = std::sync::Arc::clone(&peer.shared);
        match shared.request() {
            Some(moves) => {
                if play(peer, moves, &mut incoming).await? {
                    return Ok(());
                }
            }
            None => usual(peer, &mut incoming).await?,
        }
    }
    Ok(())
}

/// Plays the moves of a rule; whether the connection is over.
async fn play(peer: &mut Peer, moves: &[Step], incoming: &mut Incoming) -> io::Result<bool> {
    let mut drip = None;
    let mut answer = None;
    for step in moves {
        match step {
            Step::Read(Read::All) => body(peer, incoming, usize::MAX).await?,
            Step::Read(Read::Bytes { bytes }) => {
                body(peer, incoming, bytes.saturating_sub(incoming.head)).await?;
            }
            Step::Apply(_) => peer.shared.apply(),
            Step::WaitMs(milliseconds) => pause(*milliseconds).await,
            Step::Drip(drops) => match &answer {
                Some(message) => dripped(peer, message, *drops).await?,
                None => drip = Some(*drops),
            },
            Step::Send(send) => {
                if let Some(raw) = &send.raw {
                    peer.write(&peer.shared.bodies.bytes(raw), drip).await?;
                    answer = Some(Message::usual(&peer.shared));
                } else {
                    let message = Message::of(send, &peer.shared);
                    peer.write(&bytes(&message), drip).await?;
                    answer = Some(message);
                }
            }
            Step::End(End::Fin) => return peer.finish().await.map(|()| true),
            Step::End(End::Rst) => return peer.reset().map(|()| true),
            Step::End(End::Hang) => return hang(peer, incoming).await.map(|()| true),
            other => peer.complain(format!("{other:?} can't be played on HTTP/1.1")),
        }
    }
    if answer.is_none() {
        usual(peer, incoming).await?;
    }
    Ok(false)
}

async fn usual(peer: &mut Peer, incoming: &mut Incoming) -> io::Result<()> {
    body(peer, incoming, usize::MAX).await?;
    peer.shared.apply();
    peer.write(&bytes(&Message::usual(&peer.shared)), None).await
}

/// The rest of a body, a little at a time, whether or not anybody still reads it.
async fn dripped(peer: &mut Peer, message: &Message, drip: Drip) -> io::Result<()> {
    let rest = vec![b' '; message.length.saturating_sub(message.body.len())];
    peer.write(&rest, Some(drip)).await
}

/// Says nothing more. A request that still comes here is on a connection that its client has given up.
async fn hang(peer: &mut Peer, incoming: &mut Incoming) -> io::Result<()> {
    loop {
        let more = peer.receive().await?;
        if incoming.left == 0 && !peer.waiting().is_empty() {
            peer.complain("a request came on a connection that had timed out");
            return Ok(());
        }
        if !more {
            return Ok(());
        }
    }
}

/// Reads the head of the next request; none at the end.
async fn head(peer: &mut Peer) -> io::Result<Option<Incoming>> {
    loop {
        if let Some(end) = peer.waiting().windows(4).position(|window| window == b"\r\n\r\n") {
            let Some(text) = peer.take(end + 4).await? else { return Ok(None) };
            let text = String::from_utf8_lossy(&text).to_ascii_lowercase();
            let length =
                text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
            return Ok(Some(Incoming { head: end + 4, left: length.unwrap_or(0), taken: 0 }));
        }
        if !peer.receive().await? {
            return Ok(None);
        }
    }
}

/// Reads the body up to so many bytes.
async fn body(peer: &mut Peer, incoming: &mut Incoming, up_to: usize) -> io::Result<()> {
    while incoming.left > 0 && incoming.taken < up_to {
        if peer.waiting().is_empty() && !peer.receive().await? {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let count = peer.waiting().len().min(incoming.left);
        peer.take(count).await?;
        incoming.left -= count;
        incoming.taken += count;
    }
    Ok(())
}

/// An answer as HTTP/1.1 writes it.
fn bytes(message: &Message) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {} Scripted\r\n", message.status);
    for (name, value) in &message.headers {
        head.extend([name.as_str(), ": ", value, "\r\n"]);
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(&message.body);
    bytes
}
