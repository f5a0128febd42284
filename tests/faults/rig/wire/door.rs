//! What a client meets before it can say anything: TLS, as it should be or not.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::Line;
use super::peer::Socket;
use super::server::Shared;
use super::tls;
use crate::list::Tls;

/// The connection, ready for requests; none if the script keeps it from that.
pub(crate) async fn opened(
    shared: &Arc<Shared>,
    number: u32,
    mut stream: TcpStream,
) -> io::Result<Option<Box<dyn Socket>>> {
    let rule = shared.script.door(number).filter(|rule| rule.tls().is_some());
    if shared.line == Line::Http1 {
        return Ok(Some(Box::new(stream)));
    }
    if let Some(rule) = rule {
        rule.fire();
    }
    let flaw = rule.and_then(crate::script::Rule::tls);
    match flaw {
        Some(Tls::MaxVersion(_)) => answered(shared, &mut stream, &tls::old_server_hello()).await?,
        Some(Tls::Plain(_)) => {
            let text = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            answered(shared, &mut stream, text).await?;
        }
        Some(Tls::Stall(_)) => answered(shared, &mut stream, b"").await?,
        Some(Tls::Cert(cert)) => return handshake(shared, stream, Some(*cert)).await,
        None => return handshake(shared, stream, None).await,
    }
    Ok(None)
}

async fn handshake(
    shared: &Shared,
    stream: TcpStream,
    flaw: Option<crate::list::Cert>,
) -> io::Result<Option<Box<dyn Socket>>> {
    let protocol: &[u8] = if shared.line == Line::Http2 { b"h2" } else { b"http/1.1" };
    let acceptor = TlsAcceptor::from(tls::server(flaw, protocol));
    Ok(Some(Box::new(acceptor.accept(stream).await?)))
}

/// Reads the first message, says this, and takes what still comes until the client leaves.
async fn answered(shared: &Shared, stream: &mut TcpStream, answer: &[u8]) -> io::Result<()> {
    let mut piece = [0; 4096];
    let mut first = true;
    loop {
        let count = stream.read(&mut piece).await?;
        shared.tally().bytes.extend_from_slice(piece.get(..count).unwrap_or_default());
        if count == 0 {
            return Ok(());
        }
        if std::mem::take(&mut first) {
            stream.write_all(answer).await?;
        }
    }
}
