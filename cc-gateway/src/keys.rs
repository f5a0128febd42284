//! Callers' keys: read from a request, known by their digests, counted each for itself.
//!
//! Two clients count quotas, each with connections of its own: one for keys that the API has let in at least once, one for
//! all others. The latter is made anew after a thousand of them, so that somebody who makes up keys fills no memory and takes
//! nothing from those who have one. A key itself lives as long as its request.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cc_api::{Client, Credential, Error};
use http::{HeaderMap, header};
use sha2::{Digest as _, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::refusal::Refusal;

/// How many keys that were let in are remembered; then all are forgotten, which the API's own count makes up for.
const MOST_KNOWN: usize = 20_000;
/// How many others are.
const MOST_UNKNOWN: usize = 1_000;

/// The key of a request.
pub(crate) struct Key {
    pub(crate) credential: Credential,
    pub(crate) id: Id,
}

/// What a key is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id([u8; 16]);

impl Id {
    fn of(secret: &str) -> Self {
        let digest = Sha256::new().chain_update(b"cc-gateway key v1\0").chain_update(secret).finalize();
        let mut id = [0; 16];
        for (place, byte) in id.iter_mut().zip(&*digest) {
            *place = *byte;
        }
        Self(id)
    }

    /// Eight digits, for the log.
    pub(crate) fn fingerprint(&self) -> String {
        let mut text = String::with_capacity(8);
        for byte in self.0.iter().take(4) {
            // Writing to a text does not fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}

impl Key {
    /// The bearer token of a request: one, in one header, that can be a key or the token of a login.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Self, Refusal> {
        let mut values = headers.get_all(header::AUTHORIZATION).iter();
        let value = match (values.next(), values.next()) {
            (Some(value), None) => value,
            (None, _) => {
                return Err(Refusal::no_key(
                    "no_key",
                    "There is no key: the user has to put one into the authentication of this action, as an API key of the \
                     type Bearer.",
                ));
            }
            _ => {
                return Err(Refusal::new(
                    400,
                    "two_keys",
                    "A request has one Authorization header, not several.",
                ));
            }
        };
        let unfit = || {
            Refusal::no_key(
                "key_not_accepted",
                "What came as a key can't be one: the user has to put a key that begins with cc_ into the authentication of \
                 this action, as an API key of the type Bearer.",
            )
        };
        let text = value.to_str().map_err(|_| unfit())?.trim();
        let (scheme, secret) = text.split_once(' ').ok_or_else(unfit)?;
        let secret = secret.trim();
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(unfit());
        }
        let is_key = cc_api::API.key_prefix.is_some_and(|prefix| secret.starts_with(prefix));
        let credential = if is_key { Credential::api_key(secret) } else { Credential::session_token(secret) };
        Ok(Self { credential: credential.map_err(|_| unfit())?, id: Id::of(secret) })
    }
}

/// Makes a client without a key, whose quota begins with nothing.
pub(crate) type Make = Box<dyn Fn() -> Result<Client, Error> + Send + Sync>;

/// All keys that are in use.
pub(crate) struct Keys {
    make: Make,
    calls_per_key: usize,
    kinds: Mutex<Kinds>,
}

struct Kinds {
    known: Kind,
    unknown: Kind,
}

/// Keys that are counted by one client.
struct Kind {
    client: Client,
    /// The places for the calls of each.
    places: BTreeMap<Id, Arc<Semaphore>>,
}

impl Keys {
    pub(crate) fn new(make: Make, calls_per_key: usize) -> Result<Self, Error> {
        let kind = || Ok::<_, Error>(Kind { client: make()?, places: BTreeMap::new() });
        let kinds = Mutex::new(Kinds { known: kind()?, unknown: kind()? });
        Ok(Self { make, calls_per_key, kinds })
    }

    /// A client for a key, and a place among the key's calls; none if all are taken.
    pub(crate) fn enter(&self, key: Key) -> Result<(Client, Option<OwnedSemaphorePermit>), Error> {
        let (client, places) = {
            let mut kinds = self.lock();
            let kind = kinds.of(key.id);
            let room = || Arc::new(Semaphore::new(self.calls_per_key));
            (kind.client.clone(), Arc::clone(kind.places.entry(key.id).or_insert_with(room)))
        };
        self.make_room();
        Ok((client.with_key(key.credential)?, places.try_acquire_owned().ok()))
    }

    /// The API has let the key in.
    pub(crate) fn let_in(&self, id: Id) {
        {
            let mut kinds = self.lock();
            let Some(places) = kinds.unknown.places.remove(&id) else { return };
            kinds.known.places.insert(id, places);
        }
        self.make_room();
    }

    /// Forgets what is too much. Calls that are under way go on with the client that they have.
    fn make_room(&self) {
        let full = |kinds: &Kinds| {
            (kinds.known.places.len() > MOST_KNOWN, kinds.unknown.places.len() > MOST_UNKNOWN)
        };
        let (known, unknown) = full(&self.lock());
        if !known && !unknown {
            return;
        }
        // Setting up TLS takes a moment, in which nobody has to wait.
        let Ok(client) = (self.make)() else { return };
        let fresh = Kind { client, places: BTreeMap::new() };
        let mut kinds = self.lock();
        match full(&kinds) {
            (true, _) => kinds.known = fresh,
            (_, true) => kinds.unknown = fresh,
            _ => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kinds> {
        // Nothing below panics half way through a change.
        self.kinds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kinds {
    fn of(&mut self, id: Id) -> &mut Kind {
        if self.known.places.contains_key(&id) { &mut self.known } else { &mut self.unknown }
    }
}

#[cfg(test)]
mod tests {
    use cc_api::Client;
    use http::{HeaderMap, HeaderValue, header};

    use super::{Key, Keys, MOST_UNKNOWN};

    fn key(values: &[&str]) -> Result<Key, u16> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
        }
        Key::of(&headers).map_err(|refusal| refusal.status)
    }

    fn keys(calls: usize) -> Keys {
        let client = || Client::builder().base_url("http://127.0.0.1:9").build();
        Keys::new(Box::new(client), calls).unwrap()
    }

    #[test]
    fn a_key_comes_once_and_as_a_bearer_token() {
        for (values, status) in [
            (&[][..], 401),
            (&["Bearer"], 401),
            (&["Bearer "], 401),
            (&["Basic Y2NfMTp4"], 401),
            (&["cc_1"], 401),
            (&["Bearer cc_1 cc_2"], 401),
            (&["Bearer cc_1", "Bearer cc_2"], 400),
            (&["Bearer cc_1", "Bearer cc_1"], 400),
        ] {
            assert_eq!(key(values).err(), Some(status), "{values:?}");
        }
        let (one, same) = (key(&["Bearer cc_1"]).ok().unwrap(), key(&["bEARER   cc_1 "]).ok().unwrap());
        assert_eq!(one.id, same.id);
        assert_eq!(one.id.fingerprint().len(), 8);
        assert!(!one.credential.is_session_token());
        assert!(key(&["Bearer token-of-a-login"]).ok().unwrap().credential.is_session_token());
    }

    #[test]
    fn a_key_has_so_many_places_and_others_have_theirs() {
        let keys = keys(2);
        let enter = |name: &str| keys.enter(key(&[name]).ok().unwrap()).unwrap().1;
        let (first, second) = (enter("Bearer cc_1"), enter("Bearer cc_1"));
        assert!(first.is_some() && second.is_some() && enter("Bearer cc_1").is_none());
        keys.let_in(key(&["Bearer cc_1"]).ok().unwrap().id);
        assert!(enter("Bearer cc_1").is_none(), "being let in frees no place");
        assert!(enter("Bearer cc_2").is_some());
        drop(first);
        assert!(enter("Bearer cc_1").is_some());
    }

    #[test]
    fn keys_that_are_made_up_fill_no_memory_and_push_nobody_out() {
        let keys = keys(2);
        let good = || key(&["Bearer cc_good"]).ok().unwrap();
        let _place = keys.enter(good()).unwrap();
        keys.let_in(good().id);
        for number in 0..3 * MOST_UNKNOWN {
            drop(keys.enter(key(&[&format!("Bearer cc_made{number}")]).ok().unwrap()).unwrap());
        }
        let kinds = keys.lock();
        assert!(kinds.unknown.places.len() <= MOST_UNKNOWN);
        assert!(kinds.known.places.contains_key(&good().id));
    }
}
