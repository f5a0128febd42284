//! The same listing call through cc-api.

use anyhow::Result;
use bench_call::{KEY, RECORDS, repeat};
use cc_api::{API, Client, Credential};

fn main() -> Result<()> {
    repeat(
        |url| Ok(Client::builder_for(&API).base_url(url).credential(Credential::api_key(KEY)?).build()?),
        |client| {
            let call = client.content().get_posts().limit(RECORDS);
            async {
                let page = call.await?;
                Ok(page.items.len())
            }
        },
    )
}
