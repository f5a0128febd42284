//! Floods: each caller may knock so often at each door, and no more. What is remembered of callers is bounded, too.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

/// What a caller knocks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Door {
    /// The page that asks for a key: it may cost a request for the client's document.
    Authorize,
    /// The form of that page: it may cost a request of somebody's quota.
    Consent,
    Register,
    Token,
}

/// How many callers are remembered; of those that have not come for long, the first gives way.
const MOST: usize = 4_096;

/// How often a door may be knocked at: so many times at once, and so many a minute.
fn often(door: Door) -> f64 {
    match door {
        Door::Authorize => 60.0,
        Door::Consent | Door::Register => 20.0,
        Door::Token => 300.0,
    }
}

/// What is left to each caller, and since when.
#[derive(Debug, Default)]
pub(super) struct Limits {
    left: Mutex<BTreeMap<(Door, IpAddr), (f64, i64)>>,
}

impl Limits {
    /// Lets a caller in, or gives the seconds after which it may come again.
    pub(super) fn knock(&self, door: Door, caller: IpAddr, now: i64) -> Result<(), u64> {
        let (most, caller) = (often(door), network(caller));
        let mut all = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST && !all.contains_key(&(door, caller)) {
            all.retain(|_, (_, since)| now - *since < 60);
            let oldest = all.iter().min_by_key(|(_, (_, since))| *since).map(|(key, _)| *key);
            if let Some(oldest) = oldest.filter(|_| all.len() >= MOST) {
                all.remove(&oldest);
            }
        }
        let (left, since) = all.entry((door, caller)).or_insert((most, now));
        let passed = u32::try_from((now - *since).clamp(0, 60)).unwrap_or_default();
        *left = (*left + f64::from(passed) * most / 60.0).min(most);
        *since = now;
        if *left < 1.0 {
            return Err(if most >= 60.0 { 1 } else { 3 });
        }
        *left -= 1.0;
        Ok(())
    }
}

/// Who is one caller: of IPv6 a whole network, since anybody has as many addresses as they like.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::{Door, Limits, MOST};

    #[test]
    fn a_flood_is_stopped_and_others_are_served() {
        let (limits, one, other) = (Limits::default(), [10, 0, 0, 1].into(), [10, 0, 0, 2].into());
        let served = (0..1000).filter(|_| limits.knock(Door::Register, one, 0).is_ok()).count();
        assert_eq!(served, 20);
        assert!(limits.knock(Door::Register, other, 0).is_ok());
        assert!(limits.knock(Door::Token, one, 0).is_ok(), "another door");
        assert_eq!(limits.knock(Door::Register, one, 2), Err(3));
        assert!(limits.knock(Door::Register, one, 5).is_ok());
        let served = (0..1000).filter(|_| limits.knock(Door::Register, one, 100_000).is_ok()).count();
        assert_eq!(served, 20, "what nobody used is not saved up");
    }

    #[test]
    fn a_network_is_one_caller_and_what_is_remembered_is_bounded() {
        let limits = Limits::default();
        let served = (0..1000_u16).filter(|n| {
            let address = IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, *n]);
            limits.knock(Door::Register, address, 0).is_ok()
        });
        assert_eq!(served.count(), 20);
        for n in 0..5_000_u32 {
            limits.knock(Door::Register, Ipv4Addr::from(n).into(), i64::from(n / 1000)).unwrap();
        }
        assert!(limits.left.lock().unwrap().len() <= MOST);
    }
}
