//! What is secret is not printed by mistake: it has to be exposed first.

async fn key(client: &cc_api::Client) -> Result<String, cc_api::Error> {
    let made = client.api_keys().create_api_key("Dashboard", "user").await?;
    Ok(format!("The new key is {}", made.raw_key))
}

fn main() {}
