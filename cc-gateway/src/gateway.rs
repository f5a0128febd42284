//! A running gateway.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::origin::origin;
use crate::router::router;
use crate::serve::serve;
use crate::settings::Settings;

/// A gateway on a port of this machine. It stops when this value is dropped.
#[derive(Debug)]
pub struct Gateway {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

impl Gateway {
    /// Starts one. It accepts connections when this returns.
    pub async fn start(settings: Settings) -> Result<Self> {
        let public = settings.public_url.as_deref().map(origin).transpose().map_err(anyhow::Error::msg)?;
        let listener = TcpListener::bind(settings.listen)
            .await
            .with_context(|| format!("{} can't be listened on", settings.listen))?;
        let address = listener.local_addr()?;
        let app = Arc::new(App::new(&settings, &public.unwrap_or_else(|| format!("http://{address}")))?);
        let routes = router(&app)?;
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(serve(app, listener, routes, settings, stopped));
        Ok(Self { address, stop: Some(stop), server: Some(server) })
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops accepting, lets calls that are under way end, and returns.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        if let Some(server) = self.server.take() {
            // A server that panicked is stopped as well.
            let _ = server.await;
        }
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(server) = self.server.take() {
            server.abort();
        }
    }
}
