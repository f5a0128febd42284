//! How to test a program that uses this crate: without a network, in five lines.
//!
//! ```sh
//! cargo run -p cc-api --example offline_test
//! ```

use cc_api::fake::FakeTransport;
use cc_api::{Client, Credential, ErrorKind};

/// The program under test: the titles of what is trending.
async fn trending_titles(client: &Client) -> Result<Vec<String>, cc_api::Error> {
    let posts = client.content().get_posts().trending(true).await?;
    Ok(posts.items.into_iter().filter_map(|post| post.title).collect())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeTransport::new();
    fake.answer(
        "get_posts",
        200,
        r#"{"results": [{"slug": "a", "title": "First"}, {"slug": "b"}], "count": 2}"#,
    );
    let credential = Credential::api_key("cc_0123456789abcdef")?;
    let client = Client::builder().credential(credential).transport(fake.clone()).build()?;
    assert_eq!(trending_titles(&client).await?, ["First"]);
    assert_eq!(fake.requests()[0].query("trending"), Some("true"));

    // And what happens when the quota is used up?
    let fake = FakeTransport::new();
    fake.answer("get_posts", 429, r#"{"message": "Too many requests"}"#);
    let refused = trending_titles(&Client::builder().transport(fake).build()?).await;
    let error = refused.err().ok_or("the call should have been refused")?;
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    println!("all as expected; the error reads:\n  {error}");
    Ok(())
}
