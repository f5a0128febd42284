//! The accept loop: timers and bounds for connections, so that neither slow nor many ones stop the others.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};

use crate::app::App;
use crate::front::front;
use crate::settings::Settings;

/// How many bytes of a head hyper takes before it refuses it; [`front`] refuses a quarter of that, and says why.
const HEAD_BUFFER: usize = 64 << 10;
/// How many headers a request may have.
const MOST_HEADERS: usize = 100;
/// How long to wait after a connection that could not be accepted.
const BREATH: Duration = Duration::from_millis(20);
/// After how long a connection ends with the next answer.
const LIFE: Duration = Duration::from_secs(600);
/// How long it is kept in all. Who reads an answer too slowly to the end holds a place for no longer.
const LONGEST_LIFE: Duration = Duration::from_secs(720);

/// Serves until told to stop. HTTP/1.1 alone: the server in front of it, which speaks TLS, speaks HTTP/2 with the callers.
pub(crate) async fn serve(
    app: Arc<App>,
    listener: TcpListener,
    router: Router,
    settings: Settings,
    mut stop: oneshot::Receiver<()>,
) {
    let places = Arc::new(Semaphore::new(settings.max_connections));
    let graceful = GracefulShutdown::new();
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(settings.head_timeout)
        .max_headers(MOST_HEADERS)
        .max_buf_size(HEAD_BUFFER);
    loop {
        let place = Arc::clone(&places).acquire_owned();
        let (place, accepted) = tokio::select! {
            both = async { (place.await, listener.accept().await) } => both,
            _ = &mut stop => break,
        };
        // A connection that could not be accepted is the other side's, or a lack of descriptors: the next may do.
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        let (app, router) = (Arc::clone(&app), router.clone());
        let old = Instant::now() + LIFE;
        let service = service_fn(move |request| {
            let is_last = Instant::now() > old;
            front(Arc::clone(&app), router.clone(), request, is_last)
        });
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // What goes wrong on a connection is its client's concern, and is over with it.
            let _ = tokio::time::timeout(LONGEST_LIFE, connection).await;
            drop(place);
        });
    }
    drop(listener);
    // Calls that are under way have as long as any call.
    let _ = tokio::time::timeout(settings.budget, graceful.shutdown()).await;
}
