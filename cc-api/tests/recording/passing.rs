//! What a recording does to the calls: nothing.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use cc_api::catalogue::{self, Operation};
use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::record::Recorder;
use cc_api::transport::{Answer, Body, Failure, Pieces, Request, Transport, TransportError};
use cc_api::{BoxFuture, ErrorKind, Note};
use http::HeaderMap;
use serde_json::json;

use crate::{Paper, recorded};

fn profile() -> &'static Operation {
    catalogue::find("get_my_profile").unwrap()
}

/// A server whose answers come in pieces, and may break off behind them.
#[derive(Debug, Clone)]
struct Slow {
    pieces: Vec<Bytes>,
    breaks: bool,
}

impl Transport for Slow {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let body = Body::Pieces(Box::new(self.clone()));
        Box::pin(std::future::ready(Ok(Answer::new(200, HeaderMap::new(), body))))
    }
}

impl Pieces for Slow {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let next = match (self.pieces.is_empty(), self.breaks) {
            (false, _) => Ok(Some(self.pieces.remove(0))),
            (true, false) => Ok(None),
            (true, true) => Err(TransportError::new(Failure::Broken, "broke off")),
        };
        Box::pin(std::future::ready(next))
    }
}

fn in_pieces(text: &str, breaks: bool) -> Slow {
    Slow { pieces: text.as_bytes().chunks(7).map(Bytes::copy_from_slice).collect(), breaks }
}

#[tokio::test]
async fn a_body_passes_in_pieces_and_is_written_when_it_has_ended() {
    let paper = Paper::default();
    let body = json!({ "firstName": "Jane", "unknown": [1, 2, 3] });
    let client = recorded(in_pieces(&body.to_string(), false), paper.recorder()).build().unwrap();
    assert_eq!(client.call(profile()).await.unwrap(), body);
    assert_eq!(paper.exchanges()[0]["body"], json!({ "firstName": "xxxx", "unknown": [1, 1, 1] }));
}

#[tokio::test]
async fn what_fails_or_is_given_up_leaves_no_line() {
    let paper = Paper::default();
    let whole = json!({ "firstName": "Jane" }).to_string();
    let broken = recorded(in_pieces(&whole, true), paper.recorder()).build().unwrap();
    assert_eq!(broken.call(profile()).await.unwrap_err().kind(), ErrorKind::Transport);
    let capped = recorded(in_pieces(&whole, false), paper.recorder()).body_cap(8).build().unwrap();
    assert_eq!(capped.call(profile()).await.unwrap_err().kind(), ErrorKind::TooLarge);
    let fake = FakeTransport::new();
    fake.script("get_my_profile", FakeAnswer::failure(Failure::Connect, "nobody there"));
    let alone = recorded(fake, paper.recorder()).build().unwrap();
    assert_eq!(alone.call(profile()).await.unwrap_err().kind(), ErrorKind::Connect);
    assert_eq!(paper.text(), "");
}

#[tokio::test]
async fn what_is_too_large_to_be_kept_passes_and_is_said_to_be_cut() {
    let paper = Paper::default();
    let large = json!({ "firstName": "x".repeat(9 * 1024 * 1024) });
    let text = Bytes::from(large.to_string());
    let slow = Slow { pieces: vec![text.slice(..5_000_000), text.slice(5_000_000..)], breaks: false };
    let client = recorded(slow, paper.recorder()).body_cap(16 * 1024 * 1024).build().unwrap();
    assert_eq!(client.call(profile()).await.unwrap(), large);
    let line = &paper.exchanges()[0];
    assert!(line["body_cut"] == true && line.get("body").is_none(), "{line}");
}

#[tokio::test]
async fn several_clients_write_on_one_recording_and_a_later_one_continues_it() {
    let paper = Paper::default();
    let recorder = paper.recorder();
    let fake = FakeTransport::new();
    fake.script("get_my_profile", FakeAnswer::json(&json!({})));
    for recorder in [recorder.clone(), recorder, paper.recorder().continuing()] {
        let client = recorded(fake.clone(), recorder).build().unwrap();
        client.call(profile()).await.unwrap();
    }
    let text = paper.text();
    assert_eq!((text.lines().count(), text.matches("\"recording\":1").count()), (4, 1), "{text}");
    assert!(text.ends_with('\n'));
}

/// A sink that is full.
struct Full;

impl Write for Full {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::other("no room"))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_sink_that_fails_breaks_no_call_and_is_told_of_once() {
    let fake = FakeTransport::new();
    fake.script("get_my_profile", FakeAnswer::json(&json!({ "firstName": "Jane" })));
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let heard = Arc::clone(&told);
    let recorder = Recorder::new(Full);
    let client = recorded(fake, recorder.clone()).on_note(move |note| {
        if let Note::RecordingStopped { .. } = note {
            heard.lock().unwrap().push(note.to_string());
        }
    });
    let client = client.build().unwrap();
    for _ in 0..3 {
        client.call(profile()).await.unwrap();
    }
    assert_eq!(
        *told.lock().unwrap(),
        ["the recording can't be written on (no room); nothing more is recorded"]
    );
    assert!(recorder.has_failed());
}
