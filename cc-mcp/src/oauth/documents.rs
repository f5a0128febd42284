//! Clients whose identifier is an address (client id metadata documents): the document there says who they are.
//!
//! The address comes from whoever opens the page, so what is fetched is bounded in every way: https at its usual port, a name
//! that leads to public addresses only, no redirects, no proxy, five seconds, and 16 KiB of JSON.

use std::time::Duration;

use anyhow::Context as _;
use reqwest::{Client as Http, Url, redirect::Policy};
use serde_json::Value;

use super::clients::{Client, described};
use super::redirect::on_loopback;

/// The largest document.
const LARGEST: usize = 16 << 10;
const PATIENCE: Duration = Duration::from_secs(5);

/// Fetches documents.
#[derive(Debug)]
pub(super) struct Documents {
    http: Http,
    /// Whether documents of this machine are fetched, too: for tests.
    local: bool,
}

impl Documents {
    pub(super) fn new(local: bool) -> anyhow::Result<Self> {
        let builder = Http::builder()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .pool_max_idle_per_host(0)
            .user_agent(concat!("cc-mcp/", env!("CARGO_PKG_VERSION")));
        let builder =
            if local { builder } else { builder.https_only(true).dns_resolver(cc_api::internal::outside()) };
        Ok(Self { http: builder.build().context("no connection can be made")?, local })
    }

    /// The client that describes itself at an address; why there is none.
    pub(super) async fn client(&self, id: &str) -> Result<Client, String> {
        let url = self.address(id)?;
        let document = self.fetch(url.clone()).await?;
        if document["client_id"] != id {
            return Err(
                "the document there is of another client: its `client_id` is not its address".to_owned()
            );
        }
        let method = document["token_endpoint_auth_method"].as_str().unwrap_or_default();
        if method.starts_with("client_secret") || !document["client_secret"].is_null() {
            return Err(
                "the document there wants a shared secret, which a public document can't have".to_owned()
            );
        }
        let (name, redirect_uris) =
            described(&document).map_err(|(_, fault)| format!("the document there: {fault}"))?;
        let host = url.host_str().unwrap_or_default().to_owned();
        Ok(Client {
            id: id.to_owned(),
            name: name.unwrap_or_else(|| host.clone()),
            host: Some(host),
            redirect_uris,
        })
    }

    /// An address that a document may be at.
    fn address(&self, id: &str) -> Result<Url, String> {
        let wrong = || "a client's address is https, a host name and a path, and nothing else".to_owned();
        let url = Url::parse(id).map_err(|_| wrong())?;
        let is_local = self.local && url.scheme() == "http" && on_loopback(&url);
        let is_public = url.scheme() == "https" && url.port().is_none() && url.domain().is_some();
        // Written as a parser writes it: no user name, no dots to fold away, nothing escaped that need not be.
        let is_plain = url.as_str() == id && !id.contains(['@', '#', '?', '\\', '%']) && url.path().len() > 1;
        if id.len() <= 512 && is_plain && (is_public || is_local) { Ok(url) } else { Err(wrong()) }
    }

    async fn fetch(&self, url: Url) -> Result<Value, String> {
        // Why it failed would tell whoever asks what there is to be reached from here.
        let unreachable = |_| "the document there could not be fetched".to_owned();
        let request = self.http.get(url).header("Accept", "application/json");
        let mut answer = request.send().await.map_err(unreachable)?;
        let kind =
            answer.headers().get("Content-Type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if answer.status() != 200 || !(kind == "application/json" || kind.ends_with("+json")) {
            return Err("there is no JSON document there".to_owned());
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
            if body.len() + chunk.len() > LARGEST {
                return Err("the document there is too large".to_owned());
            }
            body.extend_from_slice(&chunk);
        }
        let document = cc_schema::strict(&body).map_err(|_| "there is no JSON document there".to_owned())?;
        if document.is_object() { Ok(document) } else { Err("the document there is no object".to_owned()) }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio::time::Instant;

    use super::{Documents, PATIENCE};

    #[test]
    fn only_public_https_addresses_are_looked_at() {
        let documents = Documents::new(false).unwrap();
        for id in ["https://claude.ai/oauth/client-metadata", "https://chatgpt.com/oauth/x/client.json"] {
            assert!(documents.address(id).is_ok(), "{id}");
        }
        for id in [
            "http://claude.ai/client",
            "https://127.0.0.1/client",
            "https://[::1]/client",
            "https://169.254.169.254/latest",
            "https://10.0.0.1/client",
            "https://2130706433/client",
            "https://0x7f.1/client",
            "https://a.example:8443/client",
            "https://a.example",
            "https://a.example/",
            "https://u@a.example/client",
            "https://a.example/client#x",
            "https://a.example/../client",
            "https://a.example/%2e%2e/client",
            "https://a.example/client?x=1",
            "HTTPS://a.example/client",
            "file:///etc/passwd",
            "https://a.example\\@10.0.0.1/client",
            "",
            "client",
            "http://localhost:1/client",
        ] {
            assert!(documents.address(id).is_err(), "{id}");
        }
        let local = Documents::new(true).unwrap();
        assert!(local.address("http://127.0.0.1:4/client.json").is_ok());
        assert!(local.address("http://10.0.0.1/client.json").is_err());
    }

    /// A server that says something, and then a byte whenever its time has come, for ever.
    async fn drips(begins: &'static str, every: Duration) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = format!("http://{}/client.json", listener.local_addr().unwrap());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = [0; 1024];
            let _ = stream.read(&mut head).await;
            stream.write_all(begins.as_bytes()).await.unwrap();
            let mut drip = tokio::time::interval_at(Instant::now() + every, every);
            loop {
                drip.tick().await;
                if stream.write_all(b" ").await.is_err() {
                    return;
                }
            }
        });
        here
    }

    #[tokio::test(start_paused = true)]
    async fn f028_f030_a_document_that_does_not_come_or_never_ends_is_waited_for_so_long_and_no_longer() {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n{";
        for (begins, every) in [
            ("", Duration::from_secs(3600)),
            ("HTTP/1.1 200 OK\r\n", Duration::from_secs(3600)),
            (head, Duration::from_millis(2500)),
            (head, Duration::from_millis(10)),
        ] {
            let (address, begun) = (drips(begins, every).await, Instant::now());
            let refused = Documents::new(true).unwrap().client(&address).await.unwrap_err();
            assert_eq!(refused, "the document there could not be fetched");
            assert_eq!(begun.elapsed().as_secs(), PATIENCE.as_secs(), "{begins} {every:?}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_followed() {
        // `localhost` is the one name that leads inside everywhere, without a network.
        let refused =
            Documents::new(false).unwrap().client("https://localhost/client.json").await.unwrap_err();
        assert_eq!(refused, "the document there could not be fetched");
    }
}
