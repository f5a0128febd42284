//! What all requests share.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use cc_api::{Builder, Client, Note};

use crate::document::Document;
use crate::keys::Keys;
use crate::log::Log;
use crate::places::Places;
use crate::settings::{Quota, Settings};

/// What all requests share.
pub(crate) struct App {
    pub(crate) document: Document,
    pub(crate) keys: Keys,
    pub(crate) places: Places,
    /// How long an answer may take in all.
    pub(crate) budget: Duration,
    pub(crate) body_timeout: Duration,
    pub(crate) operator: Option<String>,
    pub(crate) log: Log,
    /// The document with the public address.
    pub(crate) published: Bytes,
}

impl App {
    /// Everything is checked here; `origin` is where callers find the gateway.
    pub(crate) fn new(settings: &Settings, origin: &str) -> Result<Self> {
        let document = Document::embedded()?;
        let settings = settings.clone();
        let (places, published) = (Places::new(settings.max_calls), document.published(origin));
        let (budget, body_timeout) = (settings.budget, settings.body_timeout);
        let (operator, log, per_key) =
            (settings.operator.clone(), settings.log.clone(), settings.max_calls_per_key);
        let quota = quota(&settings)?;
        let make = move || builder(&settings).quota(quota()).build();
        let keys =
            Keys::new(Box::new(make), per_key).context("the API can't be reached with these settings")?;
        Ok(Self { document, keys, places, budget, body_timeout, operator, log, published })
    }
}

/// A client without a key.
fn builder(settings: &Settings) -> Builder {
    let log = settings.log.clone();
    let mut builder = Client::builder()
        .product(concat!("cc-gateway/", env!("CARGO_PKG_VERSION")))
        .deadline(settings.budget)
        // An attempt that hangs leaves time for another one.
        .timeout(settings.budget / 2)
        .on_note(move |note| {
            if matches!(note, Note::QuotaStoreDown { .. } | Note::QuotaStoreBack) {
                log.write(note);
            }
        });
    if let Some(base_url) = &settings.base_url {
        builder = builder.base_url(base_url.as_str());
    }
    if let Some(tenant) = &settings.tenant {
        builder = builder.tenant(tenant.as_str());
    }
    settings.client.apply(builder)
}

/// Makes the quota of a client. A store on another machine is one for all clients; in memory each begins anew.
fn quota(settings: &Settings) -> Result<Box<dyn Fn() -> cc_api::Quota + Send + Sync>> {
    Ok(match &settings.quota {
        Quota::Memory => Box::new(cc_api::Quota::documented),
        Quota::Off if settings.base_url.as_deref().is_some_and(is_on_this_machine) => {
            Box::new(cc_api::Quota::unlimited)
        }
        Quota::Off => {
            bail!("--no-quota is for an API on this machine; the vendor's blocks keys that break its limits")
        }
        #[cfg(feature = "redis")]
        Quota::Redis { url, gateways } => {
            let store = cc_api::quota::RedisQuota::open(url).context("the Redis server can't be used")?;
            let quota = cc_api::Quota::documented().shared(std::sync::Arc::new(store)).workers(*gateways);
            Box::new(move || quota.clone())
        }
    })
}

/// Whether an address is this machine's, by its number; whether it can be used at all, the client says.
fn is_on_this_machine(base_url: &str) -> bool {
    ["http://127.0.0.1:", "http://127.0.0.1/", "http://[::1]"].iter().any(|start| base_url.starts_with(start))
}
