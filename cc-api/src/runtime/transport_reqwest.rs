//! The network, by reqwest.
//!
//! What reqwest would do by itself is switched off: sending again (it repeats requests that a server may have
//! acted on), following redirects (it carries the tenant and the body to other hosts), cookies, referers, unpacking
//! (it knows one gzip member), and proxies for plain http, which only ever goes to this machine. Its errors are never shown as they are, since they
//! hold the whole address.

use std::error::Error as StdError;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

#[cfg(not(target_arch = "wasm32"))]
use super::base_url::is_plain;
use super::client::Settings;
use super::error::Error;
use super::timer::BoxFuture;
use super::transport::{Answer, Body, Failure, Pieces, Request, Transport, TransportError};
#[cfg(not(target_arch = "wasm32"))]
use super::upload::{NotOutside, Outside};
use super::words::{push_part, split_at_word};

#[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
mod gzip;

/// Sends over the network.
pub(crate) struct ReqwestTransport {
    client: Mutex<reqwest::Client>,
    /// To make the client anew, when the connections of the old one are no good.
    settings: Settings,
    network: Network,
}

/// How the network is reached, where that is not left to the machine.
#[derive(Clone, Default)]
pub(crate) struct Network {
    pub(crate) root_certificates: Vec<Bytes>,
    pub(crate) resolver: Option<Arc<Resolver>>,
    /// Whether names may only lead to public addresses.
    pub(crate) outside_only: bool,
}

/// Looks up the addresses of a host.
pub(crate) type Resolver = dyn Fn(&str) -> std::io::Result<Vec<SocketAddr>> + Send + Sync;

impl ReqwestTransport {
    pub(crate) fn new(settings: &Settings, network: Network) -> Result<Self, Error> {
        let client = connect(settings, &network)?;
        Ok(Self { client: Mutex::new(client), settings: settings.clone(), network })
    }

    /// The client; one with no connections yet, if a new connection is wanted.
    fn client(&self, new_connection: bool) -> reqwest::Client {
        // A panic elsewhere leaves a client behind in any case.
        let mut client = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        if new_connection && let Ok(fresh) = connect(&self.settings, &self.network) {
            *client = fresh;
        }
        client.clone()
    }
}

fn connect(settings: &Settings, network: &Network) -> Result<reqwest::Client, Error> {
    let builder = with_network(configured(settings), network)?;
    builder.build().map_err(|_| Error::config("TLS could not be set up on this machine"))
}

#[cfg(not(target_arch = "wasm32"))]
fn with_network(
    mut builder: reqwest::ClientBuilder,
    network: &Network,
) -> Result<reqwest::ClientBuilder, Error> {
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    for pem in &network.root_certificates {
        let certificate = reqwest::Certificate::from_pem(pem);
        let unfit = |_| Error::config("a root certificate is not in PEM form");
        builder = builder.add_root_certificate(certificate.map_err(unfit)?);
    }
    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    if !network.root_certificates.is_empty() {
        return Err(Error::config(
            "this build has no TLS for a root certificate; switch on the feature `rustls`",
        ));
    }
    let lookup = network.resolver.as_ref().map(|resolver| Lookup(Arc::clone(resolver)));
    if network.outside_only {
        // A proxy would look up the names itself, and where they lead would be seen by nobody.
        builder = builder.no_proxy().dns_resolver(Outside(lookup));
    } else if let Some(lookup) = lookup {
        builder = builder.dns_resolver(lookup);
    }
    Ok(builder)
}

#[cfg(target_arch = "wasm32")]
fn with_network(builder: reqwest::ClientBuilder, _: &Network) -> Result<reqwest::ClientBuilder, Error> {
    Ok(builder)
}

/// The caller's resolver, as reqwest wants it.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) struct Lookup(Arc<Resolver>);

#[cfg(not(target_arch = "wasm32"))]
impl Lookup {
    pub(crate) fn addresses(&self, name: &str) -> std::io::Result<Vec<SocketAddr>> {
        (self.0)(name)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl reqwest::dns::Resolve for Lookup {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let found = self.addresses(name.as_str());
        Box::pin(std::future::ready(match found {
            Ok(addresses) => Ok(Box::new(addresses.into_iter()) as reqwest::dns::Addrs),
            Err(error) => Err(Box::new(error) as Box<dyn StdError + Send + Sync>),
        }))
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn configured(settings: &Settings) -> reqwest::ClientBuilder {
    use std::time::Duration;

    const IDLE: Duration = Duration::from_secs(30);
    // Whatever could panic comes before the builder is there: the code that drops one is four thousand lines.
    let plain = is_plain(&settings.base_url);
    let (redirects, retries) = (reqwest::redirect::Policy::none(), reqwest::retry::never());
    let builder = reqwest::Client::builder()
        .connect_timeout(settings.connect_timeout)
        .redirect(redirects)
        .retry(retries)
        .referer(false)
        // Whatever features of reqwest another crate of the program switches on.
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .pool_idle_timeout(IDLE);
    #[cfg(feature = "http2")]
    let builder = builder
        .http2_keep_alive_interval(Duration::from_secs(20))
        .http2_keep_alive_timeout(Duration::from_secs(10))
        .http2_keep_alive_while_idle(true);
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    let builder = builder.tls_version_min(reqwest::tls::Version::TLS_1_2);
    // Plain http is for this machine alone, where a proxy would only read the key.
    if plain { builder.no_proxy() } else { builder.https_only(true) }
}

#[cfg(target_arch = "wasm32")]
fn configured(_: &Settings) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        Box::pin(async move {
            let url = checked_url(&request)?;
            let client = self.client(request.new_connection);
            let mut sent = reqwest::Request::new(request.method, url);
            *sent.headers_mut() = request.headers;
            #[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
            gzip::offer(sent.headers_mut());
            *sent.body_mut() = request.body.map(Into::into);
            let mut response = client.execute(sent).await.map_err(|error| explained(&error))?;
            let status = response.status().as_u16();
            let headers = std::mem::take(response.headers_mut());
            let body: Box<dyn Pieces> = Box::new(Received::new(response));
            #[cfg(all(feature = "gzip", not(target_arch = "wasm32")))]
            let (headers, body) = gzip::unpacked(headers, body, self.settings.body_cap)?;
            Ok(Answer::new(status, headers, Body::Pieces(body)))
        })
    }
}

/// The address, which must come out of the parser as it went in: a path that changes there is not the one meant.
fn checked_url(request: &Request) -> Result<reqwest::Url, TransportError> {
    let changed =
        || TransportError::new(Failure::Unsendable, "the address would not arrive as it was written");
    let url = reqwest::Url::parse(&request.url).map_err(|_| changed())?;
    let path = request.target.split('?').next().unwrap_or_default();
    if url.path().ends_with(path) && url.fragment().is_none() { Ok(url) } else { Err(changed()) }
}

#[cfg(not(target_arch = "wasm32"))]
struct Received(reqwest::Response);

#[cfg(not(target_arch = "wasm32"))]
impl Received {
    fn new(response: reqwest::Response) -> Self {
        Self(response)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Pieces for Received {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move { self.0.chunk().await.map_err(|error| explained(&error)) })
    }
}

/// Browsers hand over a body whole.
#[cfg(target_arch = "wasm32")]
struct Received(Option<reqwest::Response>);

#[cfg(target_arch = "wasm32")]
impl Received {
    fn new(response: reqwest::Response) -> Self {
        Self(Some(response))
    }
}

#[cfg(target_arch = "wasm32")]
impl Pieces for Received {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            let Some(response) = self.0.take() else { return Ok(None) };
            response.bytes().await.map(Some).map_err(|error| explained(&error))
        })
    }
}

/// What only a request has as its cause that came after the last one which a server that is going away has looked at: the
/// others are answered, or broken off with the connection.
const TURNED_AWAY: &str = "connection error received: not a result of an error";

/// What happened, by the chain of causes, in words of ours.
fn explained(error: &reqwest::Error) -> TransportError {
    let mut causes = String::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        #[cfg(not(target_arch = "wasm32"))]
        if error.is::<NotOutside>() {
            return TransportError::new(Failure::Unsendable, error.to_string());
        }
        push_part(&mut causes, "; ", &error.to_string().to_ascii_lowercase());
        cause = error.source();
    }
    let says = |words: &[&str]| words.iter().any(|word| split_at_word(&causes, word).is_some());
    let (failure, message) = if is_connect(error) {
        if says(&["certificate", "handshake", "tls", "ssl", "corrupt message"]) {
            (Failure::Tls, "the server's certificate or TLS version is not acceptable")
        } else if says(&["dns", "resolve", "lookup"]) {
            (Failure::Connect, "the name of the host leads nowhere")
        } else if says(&["refused"]) {
            (Failure::Connect, "the host refuses the connection")
        } else if error.is_timeout() {
            (Failure::ConnectTimeout, "the connection took too long to come about")
        } else {
            (Failure::Connect, "no connection came about")
        }
    } else if error.is_builder() {
        (Failure::Unsendable, "the request can't be sent as it is")
    } else if says(&["refused_stream", "refused stream", TURNED_AWAY]) {
        (Failure::Refused, "the server turned the request away before looking at it")
    } else if says(&[
        "invalid http",
        "invalid header",
        "invalid chunk",
        "parse",
        "invalid content-length",
        "error detected",
        "head is too large",
    ]) {
        (Failure::Protocol, "what came back is not HTTP")
    } else {
        (Failure::Broken, "the connection broke")
    };
    TransportError::new(failure, message)
}

#[cfg(not(target_arch = "wasm32"))]
fn is_connect(error: &reqwest::Error) -> bool {
    error.is_connect()
}

#[cfg(target_arch = "wasm32")]
fn is_connect(_: &reqwest::Error) -> bool {
    false
}

impl fmt::Debug for ReqwestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReqwestTransport").finish_non_exhaustive()
    }
}
