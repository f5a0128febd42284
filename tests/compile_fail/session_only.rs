//! Keys are managed with a session token; a client of a key can't.

cc_api::key_scopes! { pub Reader: ContentRead }

fn calls(reader: &cc_api::Client<Reader>) {
    let _ = reader.api_keys().revoke_api_key("key-1");
}

fn main() {}
