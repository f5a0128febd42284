//! The listing call through cc-api, as it is for everybody: with retries, and with the documented quota.

use anyhow::Result;
use cc_api::{API, Client, Credential};

use crate::clock::Clock;
use crate::{KEY, RECORDS};

/// A client, and the clock that its quota goes by.
pub struct Ours {
    pub client: Client,
    pub clock: Clock,
}

/// After so many seconds a minute's window has slid past the call before. A day has room for as many such calls.
const STEP: u64 = 61;

/// Sets the client up.
pub fn start(url: &str) -> Result<Ours> {
    let clock = Clock::new();
    let client = Client::builder_for(&API).base_url(url).credential(Credential::api_key(KEY)?);
    Ok(Ours { client: client.timer(clock.clone()).build()?, clock })
}

/// Calls, and gives the number of records.
pub fn call(ours: &Ours) -> impl Future<Output = Result<usize>> + use<> {
    ours.clock.advance(STEP);
    let call = ours.client.content().get_posts().limit(RECORDS);
    async {
        let page = call.await?;
        Ok(page.items.len())
    }
}
