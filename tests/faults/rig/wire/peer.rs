//! The other end of a connection: reading with a record of every byte, writing at the speed of the script.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

use super::server::Shared;
use crate::list::Drip;
use crate::timer::SPEED;

/// A connection, whether inside TLS or not.
pub(crate) trait Socket: AsyncRead + AsyncWrite + Unpin + Send {
    /// What lies below.
    fn tcp(&self) -> &TcpStream;
}

impl Socket for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Socket for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// The other end of a connection.
pub(crate) struct Peer {
    pub(crate) shared: Arc<Shared>,
    socket: Box<dyn Socket>,
    /// What was received and not yet taken.
    buffer: Vec<u8>,
}

impl Peer {
    pub(crate) fn new(shared: Arc<Shared>, socket: Box<dyn Socket>) -> Self {
        Self { shared, socket, buffer: Vec::new() }
    }

    /// Receives some more; whether anything came before the end.
    pub(crate) async fn receive(&mut self) -> io::Result<bool> {
        let before = self.buffer.len();
        self.buffer.reserve(16 * 1024);
        let count = self.socket.read_buf(&mut self.buffer).await?;
        self.shared.tally().bytes.extend_from_slice(self.buffer.get(before..).unwrap_or_default());
        Ok(count > 0)
    }

    /// What was received and not yet taken.
    pub(crate) fn waiting(&self) -> &[u8] {
        &self.buffer
    }

    /// Takes so many bytes; none at the end of the connection.
    pub(crate) async fn take(&mut self, count: usize) -> io::Result<Option<Vec<u8>>> {
        while self.buffer.len() < count {
            if !self.receive().await? {
                return Ok(None);
            }
        }
        let rest = self.buffer.split_off(count);
        Ok(Some(std::mem::replace(&mut self.buffer, rest)))
    }

    /// Sends, at once or little by little.
    pub(crate) async fn write(&mut self, bytes: &[u8], drip: Option<Drip>) -> io::Result<()> {
        let size = drip.map_or(bytes.len(), |drip| drip.bytes).max(1);
        for (place, piece) in bytes.chunks(size).enumerate() {
            if let Some(drip) = drip.filter(|_| place > 0) {
                pause(drip.every_ms).await;
            }
            self.socket.write_all(piece).await?;
            self.socket.flush().await?;
        }
        Ok(())
    }

    /// Closes the connection in order, and takes what still comes so that it is not reset.
    pub(crate) async fn finish(&mut self) -> io::Result<()> {
        self.socket.shutdown().await?;
        while self.receive().await? {}
        Ok(())
    }

    /// Resets the connection.
    pub(crate) fn reset(&mut self) -> io::Result<()> {
        self.socket.tcp().set_zero_linger()?;
        Err(io::ErrorKind::ConnectionReset.into())
    }

    /// Says that the client did what it must not do.
    pub(crate) fn complain(&self, what: impl Into<String>) {
        self.shared.tally().trouble.push(what.into());
    }
}

/// Waits, in the rig's time.
pub(crate) async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds) / SPEED).await;
}
