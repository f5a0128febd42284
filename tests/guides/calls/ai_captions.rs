//! The calls of `ai_captions` as the site shows them. `BLESS=1 cargo test -p cc-guides --test files` writes this file.

use cc_api::Client;

use crate::called::Done;

pub(crate) async fn generate_caption(client: &Client) -> Done {
    client.ai_captions().generate_caption("p_3102").await?;
    Ok(())
}

pub(crate) async fn react_to_caption(client: &Client) -> Done {
    client.ai_captions().react_to_caption("cap_611", "thumbs_up").await?;
    Ok(())
}
