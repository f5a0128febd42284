//! The calls: which, with which key, and how they end.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use anyhow::{Context, Result};
use cc_api::catalogue::{self, Operation, Safety};
use cc_api::content::PostId;
use cc_api::{API, Client, Credential, Error};
use fastrand::Rng;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::tally::Tally;

/// The operations that are called.
const CALLED: [&Operation; 6] = [
    &catalogue::GET_POSTS,
    &catalogue::GET_POST,
    &catalogue::LIST_EVENTS,
    &catalogue::UPDATE_MY_PROFILE,
    &catalogue::UPDATE_POST,
    &catalogue::GENERATE_CAPTION,
];

/// The keys that are asked for more than their quota has.
const BUSY: usize = 64;

/// How long a call waits for a slot. Busy keys make it matter.
const MAX_WAIT: Duration = Duration::from_secs(2);

/// One client with many keys, and what its calls need.
pub(crate) struct Load {
    clients: Vec<Client>,
    posts: Vec<PostId>,
    /// The last mark that was handed out: it makes each call differ from all others in the server's ledger.
    mark: AtomicU64,
    pub(crate) tally: Arc<Tally>,
}

impl Load {
    pub(crate) async fn new(base_url: &str, tenant: &str, keys: &[&str]) -> Result<Self> {
        let tally = Arc::new(Tally::default());
        let notes = Arc::clone(&tally);
        let builder = Client::builder_for(&API).base_url(base_url).tenant(tenant).max_wait(MAX_WAIT);
        let base = builder.on_note(move |note| notes.note(note)).build()?;
        let mut clients = Vec::with_capacity(keys.len());
        for key in keys {
            clients.push(base.with_key(Credential::session_token(*key)?)?);
        }
        let first = clients.first().context("there are no keys")?;
        let page = first.content().get_posts().limit(100).await?;
        let posts: Vec<PostId> = page.items.into_iter().filter_map(|post| post.id).collect();
        Ok(Self { clients, posts, mark: AtomicU64::new(0), tally })
    }

    /// The first line: the operations that must not happen twice.
    pub(crate) fn hello(&self) -> Value {
        let once = CALLED.iter().filter(|operation| is_once(operation)).map(|operation| operation.id);
        json!({ "once": once.collect::<Vec<_>>() })
    }

    pub(crate) fn keys(&self) -> usize {
        self.clients.len()
    }

    /// A call with the key at this place.
    pub(crate) async fn touch(&self, place: usize) {
        let Some(client) = self.clients.get(place) else { return };
        self.ended(&catalogue::GET_POSTS, &client.content().get_posts().limit(1).await);
    }

    /// A call of a random kind with a random key: one in ten with a busy one.
    pub(crate) async fn call(&self, rng: &mut Rng) {
        let busy = rng.u8(..10) == 0;
        let keys = if busy { BUSY.min(self.clients.len()) } else { self.clients.len() };
        let client = &self.clients[rng.usize(..keys)];
        let post = self.posts[rng.usize(..self.posts.len())].clone();
        let mark = self.mark.fetch_add(1, Relaxed).to_string();
        match rng.u8(..100) {
            0..45 => self.list(client, rng).await,
            45..75 => {
                self.ended(&catalogue::GET_POST, &client.content().get_post(post.to_string()).await);
            }
            75..88 => self.ended(&catalogue::LIST_EVENTS, &client.events().list_events().limit(5).await),
            88..92 => {
                let call = client.account().update_my_profile().location(format!("Town {mark}"));
                self.ended(&catalogue::UPDATE_MY_PROFILE, &call.await);
            }
            92..97 => {
                let call = client.content().update_post(post.to_string()).is_favorite(rng.bool());
                self.ended(&catalogue::UPDATE_POST, &call.with_query("mark", &mark).await);
            }
            _ => {
                let call = client.ai_captions().generate_caption(post);
                self.ended(&catalogue::GENERATE_CAPTION, &call.with_query("mark", &mark).await);
            }
        }
    }

    /// A page of posts. One in fifty is not waited for to the end.
    async fn list(&self, client: &Client, rng: &mut Rng) {
        let call = client.content().get_posts().limit(rng.u8(1..=25)).offset(rng.u8(..));
        if rng.u8(..50) > 0 {
            self.ended(&catalogue::GET_POSTS, &call.await);
            return;
        }
        let patience = Duration::from_micros(rng.u64(..20_000));
        match timeout(patience, call.into_future()).await {
            Ok(result) => self.ended(&catalogue::GET_POSTS, &result),
            Err(_) => self.tally.dropped(),
        }
    }

    fn ended<T>(&self, operation: &Operation, result: &Result<T, Error>) {
        self.tally.ended(is_once(operation), result);
    }
}

/// Whether doing it twice does harm.
fn is_once(operation: &Operation) -> bool {
    matches!(operation.safety, Safety::Write | Safety::Costly)
}
