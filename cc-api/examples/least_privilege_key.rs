//! A key that can do what a dashboard does, and nothing else.
//!
//! The scopes are declared once: the compiler holds the program to them, and the key is made with exactly these.
//! Keys are made with a session token, so that is what has to be in the environment.
//!
//! ```sh
//! cargo run -p cc-api --example least_privilege_key
//! ```

mod support;

use cc_api::{Client, ScopeSet, catalogue};

cc_api::key_scopes! { pub Dashboard: CalendarRead + ContentRead + InstagramRead }

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let needed = ScopeSet::required_by([
        &catalogue::GET_INSTAGRAM_SUMMARY,
        &catalogue::GET_CONTENT_CALENDAR,
        &catalogue::GET_TRENDING_REELS,
    ]);
    assert_eq!(needed, Dashboard::scopes(), "the declaration above says what these calls need");

    let session = support::client()?;
    let created =
        session.api_keys().create_api_key("Weekly dashboard", "user").scopes(Dashboard::scopes()).await?;
    println!("made the key {} with {needed}", created.key_prefix.as_deref().unwrap_or("(no prefix)"));

    let client = session.with_key(created.credential()?)?.assume_scopes::<Dashboard>();
    let trending = show(&client).await?;
    println!("it reads: {trending} trending reels");
    Ok(())
}

/// Takes a client that can do what the dashboard does; `client.account().change_password(…)` would not compile here.
async fn show(client: &Client<Dashboard>) -> Result<usize, cc_api::Error> {
    Ok(client.content().get_trending_reels().await?.items.len())
}
