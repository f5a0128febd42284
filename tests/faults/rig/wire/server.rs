//! The server: who listens, what it counts, and which protocol is spoken.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Notify;

use super::bodies::Bodies;
use super::peer::Peer;
use super::{Line, door, h1, h2};
use crate::list::{Dns, Step};
use crate::operations::Sample;
use crate::script::{Rule, Script};

/// What a server saw and did.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Requests whose head arrived.
    pub sends: u32,
    /// How often it carried something out.
    pub effects: u32,
    /// Connections that were accepted.
    pub connections: u32,
    /// Every byte that it received, without TLS.
    pub bytes: Vec<u8>,
    /// What a client must not do.
    pub trouble: Vec<String>,
}

/// A server. Clones are the same one.
#[derive(Clone)]
pub(crate) struct Server(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) line: Line,
    pub(crate) script: Script,
    pub(crate) bodies: Bodies,
    pub(crate) sample: Sample,
    tally: Mutex<Tally>,
    port: u16,
    /// Bound, but not listened on: connections are refused.
    shut: Mutex<Option<TcpSocket>>,
    attempts: AtomicU32,
    lookups: AtomicU32,
    closed: AtomicBool,
    close: Notify,
}

impl Tally {
    /// What came after an earlier count.
    #[must_use]
    pub fn since(&self, before: &Self) -> Self {
        Self {
            sends: self.sends - before.sends,
            effects: self.effects - before.effects,
            connections: self.connections - before.connections,
            bytes: self.bytes.get(before.bytes.len()..).unwrap_or_default().to_vec(),
            trouble: self.trouble.clone(),
        }
    }
}

impl Server {
    pub(crate) fn start(line: Line, script: Script, bodies: Bodies, sample: Sample) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(([127, 0, 0, 1], 0).into()).expect("a free port of loopback");
        let port = socket.local_addr().expect("an address").port();
        let server = Self(Arc::new(Shared {
            line,
            script,
            bodies,
            sample,
            tally: Mutex::default(),
            port,
            shut: Mutex::new(Some(socket)),
            attempts: AtomicU32::new(0),
            lookups: AtomicU32::new(0),
            closed: AtomicBool::new(false),
            close: Notify::new(),
        }));
        server.open_unless_refused();
        server
    }

    pub(crate) fn base_url(&self) -> String {
        let port = self.0.port;
        if self.0.line.is_tls() {
            format!("https://{}:{port}", super::tls::HOST)
        } else {
            format!("http://127.0.0.1:{port}")
        }
    }

    /// Where the host's name leads.
    pub(crate) fn look_up(&self) -> io::Result<Vec<SocketAddr>> {
        let number = self.0.lookups.fetch_add(1, Ordering::Relaxed) + 1;
        let rule = self.0.script.door(number).filter(|rule| rule.dns().is_some());
        if let Some(rule) = rule {
            rule.fire();
        }
        let here = IpAddr::from([127, 0, 0, 1]);
        let address = match rule.and_then(Rule::dns) {
            Some(Dns::Nxdomain) => {
                return Err(io::Error::new(io::ErrorKind::NotFound, "there is no such name"));
            }
            Some(Dns::Answer(address)) => address.parse().map_err(io::Error::other)?,
            None => here,
        };
        Ok(vec![SocketAddr::new(address, self.0.port)])
    }

    pub(crate) fn tally(&self) -> Tally {
        self.0.tally().clone()
    }

    pub(crate) fn unfired(&self) -> Option<String> {
        self.0.script.unfired()
    }

    pub(crate) fn warm_ups(&self) -> u32 {
        self.0.script.warm_ups()
    }

    /// A client waits before it tries again: the attempt before met a closed door, if it was closed.
    pub(crate) fn attempt_is_over(&self) {
        let number = self.0.attempts.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(rule) = self.0.script.door(number).filter(|rule| rule.refuses()) {
            rule.fire();
        }
        self.open_unless_refused();
    }

    /// Listens from now on, unless the next attempt is to be refused.
    fn open_unless_refused(&self) {
        let next = self.0.attempts.load(Ordering::Relaxed) + 1;
        if self.0.script.door(next).is_some_and(Rule::refuses) {
            return;
        }
        let shut = self.0.shut.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(socket) = shut {
            let listener = socket.listen(64).expect("a port to listen on");
            tokio::spawn(accept(Arc::clone(&self.0), listener));
        }
    }

    pub(crate) fn close(&self) {
        self.0.closed.store(true, Ordering::Relaxed);
        self.0.close.notify_waiters();
    }
}

impl Shared {
    pub(crate) fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The head of a request arrived: what to do with it, if it is not answered as usual.
    pub(crate) fn request(&self) -> Option<&[Step]> {
        let number = {
            let mut tally = self.tally();
            tally.sends += 1;
            tally.sends
        };
        self.script.play(number)
    }

    /// What is asked is carried out.
    pub(crate) fn apply(&self) {
        self.tally().effects += 1;
    }
}

async fn accept(shared: Arc<Shared>, listener: TcpListener) {
    let mut number = 0;
    loop {
        let closed = shared.close.notified();
        if shared.closed.load(Ordering::Relaxed) {
            return;
        }
        tokio::select! {
            () = closed => return,
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                number += 1;
                shared.tally().connections = number;
                tokio::spawn(serve(Arc::clone(&shared), number, stream));
            },
        }
    }
}

async fn serve(shared: Arc<Shared>, number: u32, stream: TcpStream) {
    // A connection that breaks is the client's to explain.
    let _: io::Result<()> = async {
        stream.set_nodelay(true)?;
        let Some(socket) = door::opened(&shared, number, stream).await? else { return Ok(()) };
        let mut peer = Peer::new(shared, socket);
        match peer.shared.line {
            Line::Http1 | Line::Http1Tls => h1::serve(&mut peer).await,
            Line::Http2 => h2::serve(&mut peer).await,
        }
    }
    .await;
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("line", &self.0.line).finish_non_exhaustive()
    }
}

impl fmt::Debug for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tally")
            .field("sends", &self.sends)
            .field("effects", &self.effects)
            .field("connections", &self.connections)
            .field("bytes", &self.bytes.len())
            .field("trouble", &self.trouble)
            .finish()
    }
}
