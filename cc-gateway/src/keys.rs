//! Callers' keys: read from a request, known by their digests, counted each for itself.
//!
//! A key is counted by one client from its first request on. A client counts a thousand keys that the API has not let in,
//! and then gives way to a new one for those that come after; it stays for the keys that were let in meanwhile. So somebody
//! who makes up keys fills no memory, and takes nothing from those who have one. A key itself lives as long as its request.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cc_api::{Client, Credential, Error};
use http::{HeaderMap, header};
use sha2::{Digest as _, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::refusal::Refusal;

/// How many keys that were let in are remembered, and how many clients for them beside the newest. Beyond that all are
/// forgotten, and what the API says with its next answer makes up for what was counted.
const MOST_KNOWN: usize = 20_000;
const MOST_CLIENTS: usize = 32;
/// How many others a client counts.
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

/// What came as a key can't be one.
pub(crate) fn unfit() -> Refusal {
    Refusal::no_key(
        "key_not_accepted",
        "What came as a key can't be one: the user has to put a key that begins with cc_ into the authentication of this \
         action, as an API key of the type Bearer.",
    )
}

/// Makes a client without a key, whose quota begins with nothing.
pub(crate) type Make = Box<dyn Fn() -> Result<Client, Error> + Send + Sync>;

/// All keys that are in use.
pub(crate) struct Keys {
    make: Make,
    calls_per_key: usize,
    state: Mutex<State>,
}

struct State {
    /// What counts keys that come for the first time.
    newest: Client,
    /// Those of its keys that were not let in yet.
    unknown: BTreeMap<Id, Arc<Semaphore>>,
    known: BTreeMap<Id, Known>,
    /// The number of the newest client, and how many older ones known keys are counted by.
    number: u64,
    older: usize,
}

/// What is known of a key that was let in.
#[derive(Clone)]
struct Known {
    /// What counts it.
    counter: Client,
    number: u64,
    places: Arc<Semaphore>,
}

/// A request of a key.
pub(crate) struct Entered {
    /// Sends with the key.
    pub(crate) client: Client,
    id: Id,
    known: Known,
    _place: OwnedSemaphorePermit,
}

impl Keys {
    pub(crate) fn new(make: Make, calls_per_key: usize) -> Result<Self, Error> {
        let state =
            State { newest: make()?, unknown: BTreeMap::new(), known: BTreeMap::new(), number: 0, older: 0 };
        Ok(Self { make, calls_per_key, state: Mutex::new(state) })
    }

    /// A client for a key, with a place among the key's calls; none if all are taken.
    pub(crate) fn enter(&self, key: Key) -> Result<Option<Entered>, Error> {
        let id = key.id;
        let known = self.lock().find(id, self.calls_per_key);
        self.make_room();
        let client = known.counter.with_key(key.credential)?;
        let place = Arc::clone(&known.places).try_acquire_owned().ok();
        Ok(place.map(|place| Entered { client, id, known, _place: place }))
    }

    /// The API has let the key in.
    pub(crate) fn let_in(&self, entered: &Entered) {
        let mut state = self.lock();
        if state.known.contains_key(&entered.id) {
            return;
        }
        if state.known.len() >= MOST_KNOWN {
            state.forget();
        }
        state.unknown.remove(&entered.id);
        state.known.insert(entered.id, entered.known.clone());
    }

    /// Has a new client count those who come from now on, if the newest counts enough. Calls that are under way go on.
    fn make_room(&self) {
        if self.lock().unknown.len() <= MOST_UNKNOWN {
            return;
        }
        // Setting up TLS takes a moment, in which nobody has to wait.
        let Ok(fresh) = (self.make)() else { return };
        let mut state = self.lock();
        if state.unknown.len() > MOST_UNKNOWN {
            state.renew(fresh);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing below panics half way through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn find(&mut self, id: Id, calls_per_key: usize) -> Known {
        if let Some(known) = self.known.get(&id) {
            return known.clone();
        }
        let places = self.unknown.entry(id).or_insert_with(|| Arc::new(Semaphore::new(calls_per_key)));
        Known { counter: self.newest.clone(), number: self.number, places: Arc::clone(places) }
    }

    fn renew(&mut self, fresh: Client) {
        self.newest = fresh;
        self.unknown.clear();
        let stays = self.known.values().any(|known| known.number == self.number);
        self.older += usize::from(stays);
        self.number += 1;
        if self.older > MOST_CLIENTS {
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.known.clear();
        self.older = 0;
    }
}

#[cfg(test)]
mod tests {
    use cc_api::Client;
    use http::{HeaderMap, HeaderValue, header};

    use super::{Key, Keys, MOST_CLIENTS, MOST_UNKNOWN};

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
        let enter = |name: &str| keys.enter(key(&[name]).ok().unwrap()).unwrap();
        let (first, second) = (enter("Bearer cc_1"), enter("Bearer cc_1"));
        assert!(second.is_some() && enter("Bearer cc_1").is_none());
        keys.let_in(first.as_ref().unwrap());
        assert!(enter("Bearer cc_1").is_none(), "being let in frees no place");
        assert!(enter("Bearer cc_2").is_some());
        drop(first);
        assert!(enter("Bearer cc_1").is_some());
    }

    #[test]
    fn keys_that_are_made_up_fill_no_memory_and_push_nobody_out() {
        let keys = keys(2);
        let good = || key(&["Bearer cc_good"]).ok().unwrap();
        keys.let_in(&keys.enter(good()).unwrap().unwrap());
        // One that is under way while others come is let in with the count that it has.
        let late = || key(&["Bearer cc_late"]).ok().unwrap();
        let entered = keys.enter(late()).unwrap().unwrap();
        for number in 0..3 * MOST_UNKNOWN {
            drop(keys.enter(key(&[&format!("Bearer cc_made{number}")]).ok().unwrap()).unwrap());
        }
        keys.let_in(&entered);
        let state = keys.lock();
        assert!(state.unknown.len() <= MOST_UNKNOWN);
        assert_eq!((state.known[&good().id].number, state.known[&late().id].number), (0, 0));
        assert!(state.number >= 2 && state.older == 1, "{} {}", state.number, state.older);
    }

    #[test]
    fn clients_for_keys_that_came_in_a_flood_are_bounded_too() {
        let keys = keys(2);
        for number in 0..=MOST_CLIENTS {
            let name = format!("Bearer cc_good{number}");
            keys.let_in(&keys.enter(key(&[&name]).ok().unwrap()).unwrap().unwrap());
            let fresh = (keys.make)().unwrap();
            keys.lock().renew(fresh);
        }
        let state = keys.lock();
        assert!(state.older <= MOST_CLIENTS && state.known.is_empty());
    }
}
