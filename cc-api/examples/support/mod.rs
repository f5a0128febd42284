//! What the examples share: a client of your account, or of a made-up one in memory.

use std::fs;
use std::path::Path;

use cc_api::fake::{FakeAnswer, FakeRequest, FakeTransport};
use cc_api::{Client, Credential, Error};
use serde_json::{Value, json};

/// Where the made-up account is written down: the examples of the spec.
const MADE_UP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/examples");

/// A client of the account that the environment names (`CC_API_KEY`, `CC_API_KEY_FILE` or `CC_SESSION_TOKEN`, and
/// `CC_TENANT` and `CC_BASE_URL` if you like); without one, of an agent's account that exists in memory only.
pub(crate) fn client() -> Result<Client, Error> {
    let named = ["CC_API_KEY", "CC_API_KEY_FILE", "CC_SESSION_TOKEN"];
    if named.iter().any(|name| std::env::var_os(name).is_some()) {
        return Client::builder().from_env()?.build();
    }
    eprintln!("(no credential in the environment: this is a made-up account, in memory)");
    let fake = FakeTransport::new();
    fake.respond(made_up_answer);
    Client::builder().credential(Credential::session_token("made-up-session")?).transport(fake).build()
}

/// What the spec gives as the example answer; listings are cut as `limit` and `offset` say,
/// other filters are not applied.
fn made_up_answer(request: &FakeRequest) -> FakeAnswer {
    let path = Path::new(MADE_UP).join(format!("{}.response.json", request.operation));
    let Ok(text) = fs::read_to_string(&path) else {
        return FakeAnswer::new(204, "");
    };
    let example: Value = serde_json::from_str(&text).unwrap_or_default();
    FakeAnswer::json(&cut(&example["value"], request))
}

fn cut(answer: &Value, request: &FakeRequest) -> Value {
    let Some(all) = answer["results"].as_array() else {
        return answer.clone();
    };
    let number = |name: &str| request.query(name).and_then(|text| text.parse::<usize>().ok());
    let (limit, offset) = (number("limit").unwrap_or(25), number("offset").unwrap_or(0));
    let results: Vec<_> = all.iter().skip(offset).take(limit).collect();
    json!({ "results": results, "count": all.len() })
}
