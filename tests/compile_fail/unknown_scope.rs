//! A scope that does not exist can't be declared.

cc_api::key_scopes! { pub Reader: ContentRaed }

fn main() {}
