//! The calls of `files` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn create_signed_file(client: &Client) -> Done {
    client.files().create_signed_file("maya-portrait.jpg", "image/jpeg").size_bytes(284_112).await?;
    Ok(())
}
