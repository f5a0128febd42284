//! Setting up a client. Everything is checked here, before anything is sent.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::base_url::base_url;
use super::catalogue::ApiInfo;
use super::client::{Account, Client, Settings, Shared};
use super::costly::Costly;
use super::credential::Credential;
use super::credential_env::process_env;
use super::error::Error;
#[cfg(feature = "journal")]
use super::journal::Journal;
use super::network::Network;
use super::note::{Hook, Note, Notes};
use super::quota::{Lane, Quota};
#[cfg(feature = "record")]
use super::record::{Recorded, Recorder};
use super::scope::{AnyKey, ScopeSet};
use super::send::{Random, Retry};
use super::timer::{SystemTimer, Timer};
use super::transport::Transport;
use super::upload::{HostPattern, Storage};
use super::wait::Registry;
use super::words::all_bytes;

/// Sets up a [`Client`].
#[must_use = "a builder makes a client with `build`"]
pub struct Builder {
    api: &'static ApiInfo,
    account: Account,
    base_url: Option<String>,
    product: Option<String>,
    deadline: Duration,
    timeout: Duration,
    connect_timeout: Duration,
    body_idle: Duration,
    body_cap: usize,
    transport: Option<Arc<dyn Transport>>,
    upload_transport: Option<Arc<dyn Transport>>,
    upload_hosts: Vec<String>,
    network: Network,
    timer: Option<Arc<dyn Timer>>,
    retry: Retry,
    max_wait: Duration,
    lane: Lane,
    quota: Quota,
    random: Random,
    on_note: Option<Hook>,
    #[cfg(feature = "journal")]
    journal: Option<Arc<dyn Journal>>,
    #[cfg(feature = "record")]
    recorder: Option<Recorder>,
}

impl Builder {
    pub(crate) fn new(api: &'static ApiInfo) -> Self {
        Self {
            api,
            account: Account::default(),
            base_url: None,
            product: None,
            deadline: Duration::from_secs(60),
            timeout: Duration::from_secs(35),
            connect_timeout: Duration::from_secs(10),
            body_idle: Duration::from_secs(15),
            body_cap: 8 * 1024 * 1024,
            transport: None,
            upload_transport: None,
            upload_hosts: Vec::new(),
            network: Network::default(),
            timer: None,
            retry: Retry::default(),
            max_wait: Duration::from_secs(10),
            lane: Lane::default(),
            quota: Quota::default(),
            random: Random::new(),
            on_note: None,
            #[cfg(feature = "journal")]
            journal: None,
            #[cfg(feature = "record")]
            recorder: None,
        }
    }

    /// What the client proves itself with. Without one only public operations answer.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.account.credential = Some(credential);
        self
    }

    /// Whose platform is meant, by its slug; the vendor's own unless told otherwise.
    pub fn tenant(mut self, slug: impl Into<Box<str>>) -> Self {
        self.account.tenant = Some(slug.into());
        self
    }

    /// Another address: `https`, or `http` to 127.0.0.1 or `[::1]`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Credential, tenant and base URL from the environment: with the prefix of the API, `_API_KEY`,
    /// `_API_KEY_FILE`, `_SESSION_TOKEN`, `_TENANT` and `_BASE_URL`.
    pub fn from_env(mut self) -> Result<Self, Error> {
        self.account.credential = Some(Credential::from_env_of(self.api)?);
        let read = |name: &str| process_env(&format!("{}_{name}", self.api.env_prefix));
        let (tenant, base_url) = (read("TENANT"), read("BASE_URL"));
        if let Some(tenant) = tenant {
            self.account.tenant = Some(tenant.into());
        }
        self.base_url = base_url.or(self.base_url);
        Ok(self)
    }

    /// Which scopes the key holds: calls that can't pass are then refused before they are sent.
    pub fn granted(mut self, scopes: ScopeSet) -> Self {
        self.account.granted = Some(scopes);
        self
    }

    /// The name and version of your program, put before the crate's own in `User-Agent`: `my-tool/1.2`.
    pub fn product(mut self, product: impl Into<String>) -> Self {
        self.product = Some(product.into());
        self
    }

    /// How long a call may take in all; 60 seconds unless told otherwise.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How long an attempt may take until its answer begins; 35 seconds unless told otherwise.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a connection may take to come about; 10 seconds unless told otherwise, and three quarters of an attempt at
    /// most.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long the pause between two pieces of an answer may be; 15 seconds unless told otherwise.
    pub fn body_idle(mut self, pause: Duration) -> Self {
        self.body_idle = pause;
        self
    }

    /// How many bytes an answer may have, decompressed; 8 MiB unless told otherwise.
    pub fn body_cap(mut self, bytes: usize) -> Self {
        self.body_cap = bytes;
        self
    }

    /// How often a call is sent at most, and how long it waits in between; three times unless told otherwise.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// How many requests a key may make, and where its use is kept: the documented limits, in memory, unless told
    /// otherwise.
    pub fn quota(mut self, quota: Quota) -> Self {
        self.quota = quota;
        self
    }

    /// How long a call waits for a slot of the quota at most; 10 seconds unless told otherwise. If it would take longer,
    /// it fails at once with `QuotaWait`, and says when there is one.
    pub fn max_wait(mut self, time: Duration) -> Self {
        self.max_wait = time;
        self
    }

    /// How urgent the calls are; `Normal` unless told otherwise.
    pub fn lane(mut self, lane: Lane) -> Self {
        self.lane = lane;
        self
    }

    /// Draws the random part of waits from this, numbers from 0 to 1, instead of a generator of its own.
    pub fn random(mut self, draw: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        self.random = Random::Given(Arc::new(draw));
        self
    }

    /// Sends by this instead of the network: the [`fake`](crate::fake), or your own.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sends files to the storage by this instead of the network. A client with a transport of yours needs one of
    /// yours for uploads, too: what they carry is not for the API's server.
    pub fn upload_transport(mut self, transport: impl Transport + 'static) -> Self {
        self.upload_transport = Some(Arc::new(transport));
        self
    }

    /// The hosts that files may be sent to, with all that lies below them: `storage.example.com`, or
    /// `s3.*.amazonaws.com` with a star for one part of the name. They take the place of those named before.
    ///
    /// The address of an upload comes in an answer of the server; a host that is none of these is an error.
    pub fn upload_hosts(mut self, hosts: &[&str]) -> Self {
        self.upload_hosts = hosts.iter().map(|host| (*host).to_owned()).collect();
        self
    }

    /// Trusts this certificate authority, too: for proxies of a company, and for servers of your own. In PEM form.
    #[cfg(feature = "http")]
    pub fn root_certificate(mut self, pem: &[u8]) -> Self {
        self.network.root_certificates.push(pem.to_vec().into());
        self
    }

    /// Looks up the addresses of hosts by this instead of the machine's resolver. It is called in place, so it should not
    /// take long; the ports of the addresses do not matter.
    #[cfg(feature = "http")]
    pub fn resolver(
        mut self,
        look_up: impl Fn(&str) -> std::io::Result<Vec<std::net::SocketAddr>> + Send + Sync + 'static,
    ) -> Self {
        self.network.resolver = Some(Arc::new(look_up));
        self
    }

    /// Tells the time by this instead of the system's clock.
    pub fn timer(mut self, timer: impl Timer + 'static) -> Self {
        self.timer = Some(Arc::new(timer));
        self
    }

    /// Is called with what is worth knowing and no error.
    pub fn on_note(mut self, hook: impl Fn(&Note) + Send + Sync + 'static) -> Self {
        self.on_note = Some(Arc::new(hook));
        self
    }

    /// Writes costly calls down before they are sent, so that one of unknown outcome is not made a second time by a
    /// process that knows nothing of it.
    #[cfg(feature = "journal")]
    pub fn journal(mut self, journal: impl Journal + 'static) -> Self {
        self.journal = Some(Arc::new(journal));
        self
    }

    /// Writes down what the API answers, without secrets and personal values. What is sent to the storage is not
    /// recorded. If the recorder fails, calls go on, and [`Note::RecordingStopped`] says so once.
    #[cfg(feature = "record")]
    pub fn record(mut self, recorder: Recorder) -> Self {
        self.recorder = Some(recorder);
        self
    }

    /// The client. An error of kind `Config` says which setting is wrong and why; nothing is sent.
    pub fn build(mut self) -> Result<Client<AnyKey>, Error> {
        if let Some(credential) = &self.account.credential {
            credential.check(self.api)?;
        }
        match &self.account.tenant {
            Some(slug) => check_tenant(self.api, slug)?,
            None => self.account.tenant = self.api.tenant.and_then(|tenant| tenant.default).map(Into::into),
        }
        let server = self.api.servers.first().map_or("", |server| server.url);
        let settings = Settings {
            base_url: base_url(self.base_url.as_deref().unwrap_or(server))?,
            user_agent: user_agent(self.api, self.product.as_deref())?,
            deadline: self.deadline,
            timeout: self.timeout,
            // An attempt that ends while it connects would have to say that nobody knows what became of it.
            connect_timeout: self.connect_timeout.min(self.timeout / 4 * 3),
            body_idle: self.body_idle,
            body_cap: self.body_cap,
            retry: self.retry,
            max_wait: self.max_wait,
            lane: self.lane,
        };
        self.retry.check(self.deadline)?;
        let mut upload_hosts = Vec::with_capacity(self.upload_hosts.len());
        for host in &self.upload_hosts {
            upload_hosts.push(HostPattern::new(host)?);
        }
        let network = self.transport.is_none().then(|| self.network.clone());
        let storage = Storage::new(upload_hosts, self.upload_transport, network);
        let transport = match self.transport {
            Some(transport) => transport,
            None => self.network.transport(&settings)?,
        };
        let timer = self.timer.unwrap_or_else(|| Arc::new(SystemTimer::new()));
        #[cfg(feature = "journal")]
        let costly = Costly::with_journal(self.journal);
        #[cfg(not(feature = "journal"))]
        let costly = Costly::default();
        let notes = Notes::to(self.on_note, &self.quota.windows(self.api));
        #[cfg(feature = "record")]
        let transport = match self.recorder {
            Some(recorder) => {
                let product = self.product.as_deref();
                Arc::new(Recorded::new(transport, recorder, self.api, product, &timer, &notes))
            }
            None => transport,
        };
        let lease = settings.connect_timeout.saturating_add(settings.timeout);
        let gate = Arc::new(self.quota.gate(self.api, &timer, &notes, lease)?);
        let shared = Shared {
            api: self.api,
            settings,
            transport,
            timer,
            notes,
            random: self.random,
            gate,
            costly,
            waits: Registry::default(),
            storage,
        };
        Ok(Client::from_parts(Arc::new(shared), self.account))
    }
}

fn user_agent(api: &ApiInfo, product: Option<&str>) -> Result<HeaderValue, Error> {
    let own = format!("{}/{}", api.crate_name, api.crate_version);
    let text = match product {
        Some(product) => format!("{product} {own}"),
        None => own,
    };
    let plain = all_bytes(&text, |b| b.is_ascii_graphic() || b == b' ');
    let value = HeaderValue::from_str(&text).ok().filter(|_| plain);
    value.ok_or_else(|| Error::config("the product has characters in it that a header can't hold"))
}

/// A slug is what can stand in a host's name: it goes into a header, and servers look things up by it.
pub(crate) fn check_tenant(api: &ApiInfo, slug: &str) -> Result<(), Error> {
    if api.tenant.is_none() {
        return Err(Error::config("this API knows no tenants"));
    }
    let plain = all_bytes(slug, |b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let fits = (1..=63).contains(&slug.len()) && !slug.starts_with('-') && plain;
    let message = "the tenant has to be a slug: small letters, digits and `-`, not `-` first, 63 at most";
    if fits { Ok(()) } else { Err(Error::config(message)) }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("api", &self.api.title)
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}
