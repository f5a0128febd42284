//! One connection: hyper with timers, without which its time-outs do nothing.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Instant;

use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::Watcher;
use tokio::net::TcpStream;

use crate::bounds::Bounds;

/// Why an answer or its body broke off.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How many requests of HTTP/2 one connection may have under way.
#[cfg(feature = "http2")]
const STREAMS: u32 = 200;
/// How often a connection of HTTP/2 is asked whether it is still there.
#[cfg(feature = "http2")]
const PING: std::time::Duration = std::time::Duration::from_secs(20);

/// A connection, until it ends.
pub(crate) type Held = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What a request does not say itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// The other end of the connection.
    pub caller: SocketAddr,
    /// Whether the connection is so old that it has to end with this answer, which says so by `Connection: close`.
    pub is_last: bool,
}

/// Holds connections of HTTP/1.1.
pub(crate) fn http1<F, A, B, E>(
    bounds: Bounds,
    answer: Arc<F>,
) -> impl Fn(TcpStream, SocketAddr, Watcher) -> Held
where
    F: Fn(Request<Incoming>, Visit) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<B>, E>> + Send + 'static,
    B: Body<Data: Send, Error: Into<Failure>> + Send + 'static,
    E: Into<Failure> + 'static,
{
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head_timeout)
        .max_headers(bounds.headers)
        .max_buf_size(bounds.head_bytes);
    move |stream, caller, watcher| {
        let service = service_fn(answering(&bounds, Arc::clone(&answer), caller));
        let connection = watcher.watch(builder.serve_connection(TokioIo::new(stream), service));
        within(&bounds, connection)
    }
}

/// Holds connections of HTTP/1.1 and of HTTP/2.
#[cfg(feature = "http2")]
pub(crate) fn http1_and_2<F, A, B, E>(
    bounds: Bounds,
    answer: Arc<F>,
) -> impl Fn(TcpStream, SocketAddr, Watcher) -> Held
where
    F: Fn(Request<Incoming>, Visit) -> A + Send + Sync + 'static,
    A: Future<Output = Result<Response<B>, E>> + Send + 'static,
    B: Body<Data: Send, Error: Into<Failure>> + Send + 'static,
    E: Into<Failure> + 'static,
{
    use std::sync::atomic::{AtomicBool, Ordering};

    let builder = auto(&bounds);
    move |stream, caller, watcher| {
        let has_asked = Arc::new(AtomicBool::new(false));
        let asks = Arc::clone(&has_asked);
        let answer = answering(&bounds, Arc::clone(&answer), caller);
        let service = service_fn(move |request| {
            asks.store(true, Ordering::Relaxed);
            answer(request)
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        let connection = watcher.watch(connection);
        let head_timeout = bounds.head_timeout;
        within(&bounds, async move {
            // While it is open which version is spoken, no timer of hyper's runs.
            let silent = async {
                tokio::time::sleep(head_timeout).await;
                if has_asked.load(Ordering::Relaxed) {
                    std::future::pending::<()>().await;
                }
            };
            tokio::select! {
                _ = connection => {}
                () = silent => {}
            }
        })
    }
}

#[cfg(feature = "http2")]
fn auto(bounds: &Bounds) -> hyper_util::server::conn::auto::Builder<hyper_util::rt::TokioExecutor> {
    let mut builder = hyper_util::server::conn::auto::Builder::new(hyper_util::rt::TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head_timeout)
        .max_headers(bounds.headers)
        .max_buf_size(bounds.head_bytes);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(u32::try_from(bounds.head_bytes).unwrap_or(u32::MAX))
        .keep_alive_interval(PING)
        .keep_alive_timeout(bounds.head_timeout);
    builder
}

/// The answers of one connection.
fn answering<F, A>(
    bounds: &Bounds,
    answer: Arc<F>,
    caller: SocketAddr,
) -> impl Fn(Request<Incoming>) -> A + use<F, A>
where
    F: Fn(Request<Incoming>, Visit) -> A,
{
    let old = bounds.life.map(|life| Instant::now() + life.until_last_answer);
    move |request| answer(request, Visit { caller, is_last: old.is_some_and(|old| Instant::now() > old) })
}

/// What goes wrong on a connection is its client's concern, and is over with it.
fn within(bounds: &Bounds, connection: impl Future + Send + 'static) -> Held {
    match bounds.life {
        Some(life) => Box::pin(async move {
            let _ = tokio::time::timeout(life.in_all, connection).await;
        }),
        None => Box::pin(async move {
            let _ = connection.await;
        }),
    }
}
