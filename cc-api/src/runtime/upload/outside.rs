//! A resolver that knows no way inside: every address that a name leads to has to be public.
//!
//! It stands where connections are made, so nobody can exchange the answer between the check and the use of it.

use std::error::Error as StdError;
use std::fmt;
use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::super::transport_reqwest::Lookup;
use super::public_ip::is_public;

/// Looks up names by the caller's resolver or the machine's, and refuses what lies inside.
pub(crate) struct Outside(pub(crate) Option<Lookup>);

/// Why a name was not followed.
#[derive(Debug)]
pub(crate) struct NotOutside;

impl Resolve for Outside {
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.0.as_ref().map(|lookup| lookup.addresses(name.as_str()));
        Box::pin(async move {
            let addresses = match found {
                Some(found) => found?,
                None => machine(name.as_str()).await?,
            };
            // One address inside is one too many: which of them is taken is not ours to choose.
            if addresses.iter().all(|address| is_public(address.ip())) {
                Ok(Box::new(addresses.into_iter()) as Addrs)
            } else {
                Err(Box::new(NotOutside) as Box<dyn StdError + Send + Sync>)
            }
        })
    }
}

async fn machine(name: &str) -> std::io::Result<Vec<SocketAddr>> {
    Ok(tokio::net::lookup_host((name, 0)).await?.collect())
}

impl fmt::Display for NotOutside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of the host leads to an address that is not public")
    }
}

impl StdError for NotOutside {}
