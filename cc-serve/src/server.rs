//! A running server.

use std::net::SocketAddr;
use std::sync::Arc;

use hyper::body::{Body, Incoming};
use hyper::{Request, Response};
use hyper_util::server::graceful::Watcher;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::accept::accept;
use crate::bounds::Bounds;
use crate::connection::{Failure, Held, Visit, http1};

/// A server on a port. It stops when this value is dropped, and whatever is under way with it.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    accepting: Option<JoinHandle<()>>,
}

impl Server {
    /// Answers requests of HTTP/1.1 by `answer`; an error of it ends the connection without a word.
    ///
    /// HTTP/1.1 is all that a server needs behind another one, which speaks TLS, and HTTP/2 with the callers.
    pub fn start<F, A, B, E>(listener: TcpListener, bounds: Bounds, answer: F) -> std::io::Result<Self>
    where
        F: Fn(Request<Incoming>, Visit) -> A + Send + Sync + 'static,
        A: Future<Output = Result<Response<B>, E>> + Send + 'static,
        B: Body<Data: Send, Error: Into<Failure>> + Send + 'static,
        E: Into<Failure> + 'static,
    {
        let hold = http1(bounds.clone(), Arc::new(answer));
        Self::over(listener, bounds, hold)
    }

    /// The same for HTTP/1.1 and HTTP/2, whichever a caller begins with.
    #[cfg(feature = "http2")]
    pub fn start_with_http2<F, A, B, E>(
        listener: TcpListener,
        bounds: Bounds,
        answer: F,
    ) -> std::io::Result<Self>
    where
        F: Fn(Request<Incoming>, Visit) -> A + Send + Sync + 'static,
        A: Future<Output = Result<Response<B>, E>> + Send + 'static,
        B: Body<Data: Send, Error: Into<Failure>> + Send + 'static,
        E: Into<Failure> + 'static,
    {
        let hold = crate::connection::http1_and_2(bounds.clone(), Arc::new(answer));
        Self::over(listener, bounds, hold)
    }

    fn over(
        listener: TcpListener,
        bounds: Bounds,
        hold: impl Fn(TcpStream, SocketAddr, Watcher) -> Held + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let accepting = tokio::spawn(accept(listener, bounds, stopped, hold));
        Ok(Self { address, stop: Some(stop), accepting: Some(accepting) })
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops accepting, lets calls that are under way end for as long as the bounds say, and returns.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        if let Some(accepting) = self.accepting.take() {
            // A server that panicked is stopped as well.
            let _ = accepting.await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(accepting) = self.accepting.take() {
            accepting.abort();
        }
    }
}
