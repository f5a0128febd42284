//! A transport that plays a script as the server with sockets does, as far as there is something to play without them.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use cc_api::BoxFuture;
use cc_api::transport::{Answer, Body, Failure, Request, Transport, TransportError};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::list::{End, Send, Step};
use crate::operations::Sample;
use crate::script::Script;
use crate::wire::Tally;

/// A server without sockets.
pub struct Scripted {
    script: Script,
    sample: Sample,
    tally: Mutex<Tally>,
}

impl Scripted {
    /// A server that plays a script, and answers everything else as this operation is usually answered.
    pub fn new(script: Script, sample: Sample) -> Self {
        Self { script, sample, tally: Mutex::default() }
    }

    pub(super) fn script(&self) -> &Script {
        &self.script
    }

    pub(super) fn tally(&self) -> Tally {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn play(&self, moves: &[Step]) -> Result<Answer, TransportError> {
        for step in moves {
            match step {
                Step::Read(_) => {}
                Step::Apply(_) => self.lock().effects += 1,
                Step::WaitMs(milliseconds) => tokio::time::sleep(Duration::from_millis(*milliseconds)).await,
                Step::Send(send) => return Ok(self.sent(send)),
                Step::End(End::Hang) => std::future::pending().await,
                Step::End(End::Fin | End::Rst) => {
                    return Err(TransportError::new(Failure::Broken, "the connection broke"));
                }
                other => self.lock().trouble.push(format!("{other:?} can't be played without sockets")),
            }
        }
        Ok(self.usual())
    }

    fn usual(&self) -> Answer {
        self.lock().effects += 1;
        answer(self.sample.status, &[], self.sample.body)
    }

    /// What a step sends. A success without a body has the usual one.
    fn sent(&self, send: &Send) -> Answer {
        let status = send.status.unwrap_or(200);
        let usual = if (200..300).contains(&status) { self.sample.body } else { "" };
        answer(status, &send.headers.0, send.body.as_deref().unwrap_or(usual))
    }
}

impl Transport for Scripted {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let number = {
            let mut tally = self.lock();
            tally.sends += 1;
            tally.sends
        };
        Box::pin(async move {
            match self.script.play(number) {
                Some(moves) => self.play(moves).await,
                None => Ok(self.usual()),
            }
        })
    }
}

/// An answer. Headers that can't be one are left out, as no server could send them.
pub(super) fn answer(status: u16, headers: &[(String, String)], body: &str) -> Answer {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_bytes(value.as_bytes()))
        {
            map.append(name, value);
        }
    }
    Answer::new(status, map, Body::Whole(Bytes::copy_from_slice(body.as_bytes())))
}

impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scripted").field("tally", &*self.lock()).finish_non_exhaustive()
    }
}
