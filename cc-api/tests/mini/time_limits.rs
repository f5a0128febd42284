//! Time limits, on a clock that only sleeping moves.

use std::time::Duration;

use bytes::Bytes;
use cc_api::transport::{Answer, Body, Pieces, Request, Transport, TransportError};
use cc_api::{BoxFuture, Client, ErrorKind, Outcome, Retry, Timer as _};

use crate::api::{API, Api as _};
use crate::support::ManualTimer;

/// A server that is slow in one way.
#[derive(Debug, Clone)]
enum Slow {
    /// It never answers.
    Never,
    /// It answers with the head alone.
    HeadOnly,
    /// It sends a byte, and every so often another.
    Drip(ManualTimer, Duration),
}

impl Transport for Slow {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let slow = self.clone();
        Box::pin(async move {
            if matches!(slow, Slow::Never) {
                std::future::pending::<()>().await;
            }
            Ok(Answer::new(200, http::HeaderMap::new(), Body::Pieces(Box::new(slow))))
        })
    }
}

impl Pieces for Slow {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            match self {
                Slow::Drip(timer, pause) => {
                    timer.advance(*pause);
                    tokio::task::yield_now().await;
                    Ok(Some(Bytes::from_static(b" ")))
                }
                _ => std::future::pending().await,
            }
        })
    }
}

/// A server that sends its answer in these pieces.
#[derive(Debug, Clone)]
struct Parts(&'static [&'static str]);

impl Transport for Parts {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let body = Body::Pieces(Box::new(self.clone()));
        Box::pin(async { Ok(Answer::new(200, http::HeaderMap::new(), body)) })
    }
}

impl Pieces for Parts {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let (piece, rest) = self.0.split_first().map_or((None, self.0), |(first, rest)| (Some(*first), rest));
        self.0 = rest;
        Box::pin(async move { Ok(piece.map(|text| Bytes::from_static(text.as_bytes()))) })
    }
}

#[tokio::test]
async fn a_body_may_be_exactly_as_large_as_the_cap() {
    let whole = r#"{"slug":"a"}"#;
    for (parts, cap, fits) in [
        (&[r#"{"slug":"a"}"#][..], whole.len(), true),
        (&[r#"{"slug":"a"}"#], whole.len() - 1, false),
        (&[r#"{"slug""#, r#":"a"}"#], whole.len(), true),
        (&[r#"{"slug""#, r#":"a"}"#], whole.len() - 1, false),
        (&[r#"{"slug""#, r#":"a"#, r#""}"#], whole.len(), true),
    ] {
        let builder = Client::builder_for(&API).transport(Parts(parts)).timer(ManualTimer::default());
        let result = builder.body_cap(cap).build().unwrap().library().get_post("a").await;
        let refused = result.err().map(|error| error.kind());
        assert_eq!(refused, (!fits).then_some(ErrorKind::TooLarge), "{parts:?} with {cap}");
    }
}

#[tokio::test]
async fn a_call_ends_in_time_however_the_server_is_slow() {
    let timer = ManualTimer::default();
    let seconds = Duration::from_secs;
    for (slow, outcome, part) in [
        (Slow::Never, Outcome::Unknown, "the answer took longer than 35 s"),
        (Slow::HeadOnly, Outcome::Applied, "nothing more of it came for 15 s"),
    ] {
        let start = timer.elapsed();
        let builder = Client::builder_for(&API).transport(slow).timer(timer.clone());
        let client = builder.retry(Retry::never()).build().unwrap();
        let error = client.library().get_post("a").await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, outcome));
        assert!(error.to_string().contains(part), "{error}");
        assert!(timer.elapsed() <= start + seconds(60));
        let error = client.library().get_post("a").with_deadline(seconds(3)).await.unwrap_err();
        assert!(error.to_string().contains("took longer than 3 s"), "{error}");
        assert_eq!(error.outcome(), outcome);
    }
}

#[tokio::test]
async fn a_body_that_drips_is_ended_by_its_size() {
    let timer = ManualTimer::default();
    let slow = Slow::Drip(timer.clone(), Duration::from_millis(1));
    let builder = Client::builder_for(&API).transport(slow).timer(timer.clone()).body_cap(100);
    let error = builder.build().unwrap().library().get_post("a").await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::TooLarge, Outcome::Applied));
}

#[tokio::test]
async fn a_body_that_drips_for_ever_is_ended_by_the_deadline() {
    let timer = ManualTimer::default();
    let slow = Slow::Drip(timer.clone(), Duration::from_secs(10));
    let client = Client::builder_for(&API).transport(slow).timer(timer.clone()).build().unwrap();
    let error = client.library().get_post("a").await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Applied));
    assert!(error.to_string().contains("the call took longer than 60 s"), "{error}");
}
