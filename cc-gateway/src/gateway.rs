//! A running gateway.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use cc_serve::{Bounds, Life, Server};
use tokio::net::TcpListener;

use crate::app::App;
use crate::front::front;
use crate::origin::origin;
use crate::router::router;
use crate::settings::Settings;

/// No call takes longer than a minute, so an old connection has to be let go now and then: a proxy in front makes a new one.
const LIFE: Life = Life { until_last_answer: Duration::from_secs(600), in_all: Duration::from_secs(720) };

/// A gateway on a port of this machine. It stops when this value is dropped.
#[derive(Debug)]
pub struct Gateway(Server);

impl Gateway {
    /// Starts one. It accepts connections when this returns.
    ///
    /// HTTP/1.1 alone: the server in front of it, which speaks TLS, speaks HTTP/2 with the callers.
    pub async fn start(settings: Settings) -> Result<Self> {
        let public = settings.public_url.as_deref().map(origin).transpose().map_err(anyhow::Error::msg)?;
        let listener = TcpListener::bind(settings.listen)
            .await
            .with_context(|| format!("{} can't be listened on", settings.listen))?;
        let address = listener.local_addr()?;
        let app = Arc::new(App::new(&settings, &public.unwrap_or_else(|| format!("http://{address}")))?);
        let routes = router(&app)?;
        let bounds = Bounds {
            connections: settings.max_connections,
            head_timeout: settings.head_timeout,
            life: Some(LIFE),
            // Calls that are under way have as long as any call.
            farewell: settings.budget,
            ..Bounds::default()
        };
        let answer = move |request, visit| front(Arc::clone(&app), routes.clone(), request, visit);
        Ok(Self(Server::start(listener, bounds, answer)?))
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.0.address()
    }

    /// Stops accepting, lets calls that are under way end, and returns.
    pub async fn stop(self) {
        self.0.stop().await;
    }
}
