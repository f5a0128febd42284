//! A call whose scope the vendor's page names.

cc_api::key_scopes! { pub Reader: ContentRead }

fn calls(reader: &cc_api::Client<Reader>) {
    let _ = reader.content().get_posts(); // held: compiles
    let _ = reader.content().update_post("open-house");
}

fn main() {}
