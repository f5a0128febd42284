//! A transport that asks a function what to answer, and when.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cc_api::BoxFuture;
use cc_api::transport::{Answer, Request, Transport, TransportError};
use tokio::time::Instant;

use super::scripted::answer;

/// A request as it arrives at a server.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// How many arrived before.
    pub number: usize,
    /// When, since the server was made.
    pub at: Duration,
    /// The request.
    pub request: Request,
}

/// A server whose answers a function makes. Clones are the same server.
#[derive(Clone)]
pub struct Served(Arc<Shared>);

struct Shared {
    start: Instant,
    state: Mutex<State>,
}

struct State {
    arrivals: Vec<Arrival>,
    serve: Serve,
    travel: Travel,
}

/// What is answered.
type Serve = Box<dyn FnMut(&Arrival) -> Result<Answer, TransportError> + Send>;
/// How long the next request and its answer are under way.
type Travel = Box<dyn FnMut() -> (Duration, Duration) + Send>;

impl Served {
    /// A server that answers by this function, in no time.
    pub fn new(serve: impl FnMut(&Arrival) -> Result<Answer, TransportError> + Send + 'static) -> Self {
        Self::far(serve, || (Duration::ZERO, Duration::ZERO))
    }

    /// A server that is so far away: how long the next request and its answer are under way.
    pub fn far(
        serve: impl FnMut(&Arrival) -> Result<Answer, TransportError> + Send + 'static,
        travel: impl FnMut() -> (Duration, Duration) + Send + 'static,
    ) -> Self {
        let state = State { arrivals: Vec::new(), serve: Box::new(serve), travel: Box::new(travel) };
        Self(Arc::new(Shared { start: Instant::now(), state: Mutex::new(state) }))
    }

    /// What arrived so far.
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.state().arrivals.clone()
    }

    /// How many requests arrived so far.
    pub fn sends(&self) -> usize {
        self.state().arrivals.len()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn serve(&self, request: Request) -> Result<Answer, TransportError> {
        let mut state = self.state();
        let arrival = Arrival { number: state.arrivals.len(), at: self.0.start.elapsed(), request };
        state.arrivals.push(arrival.clone());
        (state.serve)(&arrival)
    }
}

/// An answer with these headers and this body.
pub fn answered(status: u16, headers: &[(&str, &str)], body: &str) -> Result<Answer, TransportError> {
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Ok(answer(status, &headers, body))
}

impl Transport for Served {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        Box::pin(async move {
            let (there, back) = (self.state().travel)();
            travel(there).await;
            let answer = self.serve(request);
            travel(back).await;
            answer
        })
    }
}

/// Even a timer that is due at once would let time jump to its next tick.
async fn travel(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

impl fmt::Debug for Served {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Served").field("sends", &self.sends()).finish_non_exhaustive()
    }
}
