//! Every post of the library as JSON, one a line, however many pages it takes.
//!
//! When a listing breaks off, the error says where to go on: hand that token in as the first argument.
//!
//! ```sh
//! cargo run -p cc-api --example export_library [TOKEN] > posts.jsonl
//! ```

mod support;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = support::client()?;
    let mut call = client.content().get_posts().limit(2);
    if let Some(token) = std::env::args().nth(1) {
        call = call.resume_from(token.parse::<cc_api::ResumeToken>()?);
    }
    let mut posts = call.items();
    let mut exported = 0;
    loop {
        match posts.try_next().await {
            Ok(Some(post)) => {
                println!("{}", serde_json::to_string(&post)?);
                exported += 1;
            }
            Ok(None) => break,
            Err(error) => {
                let token = posts.resume_token().map(|token| token.to_string()).unwrap_or_default();
                eprintln!("{exported} posts exported; to go on after them: export_library {token}");
                return Err(error.into());
            }
        }
    }
    eprintln!("{exported} posts exported");
    Ok(())
}
