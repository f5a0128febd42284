//! The accept loop: a place for each connection, so that many stop nobody but themselves.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot};
use tokio::task::JoinSet;

use crate::bounds::Bounds;
use crate::connection::Held;

/// How long to wait after a connection that could not be accepted.
const BREATH: Duration = Duration::from_millis(20);

/// Accepts until told to stop, and has each connection held; those that outlast the farewell are cut off.
pub(crate) async fn accept(
    listener: TcpListener,
    bounds: Bounds,
    mut stop: oneshot::Receiver<()>,
    hold: impl Fn(TcpStream, SocketAddr, Watcher) -> Held,
) {
    let places = Arc::new(Semaphore::new(bounds.connections));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let place = Arc::clone(&places).acquire_owned();
        let (place, accepted) = tokio::select! {
            both = async { (place.await, listener.accept().await) } => both,
            _ = &mut stop => break,
        };
        // A connection that could not be accepted is the other side's, or a lack of descriptors: the next may do.
        let Ok((stream, caller)) = accepted else {
            tokio::time::sleep(BREATH).await;
            continue;
        };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        let connection = hold(stream, caller, graceful.watcher());
        connections.spawn(async move {
            connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(bounds.farewell, graceful.shutdown()).await;
}
