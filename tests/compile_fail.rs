//! What must not compile, and what the compiler says then.
//!
//! The messages are part of the product: they name the scope, the key type, how the requirement is known and the way
//! out. After a wanted change run this test with `TRYBUILD=overwrite` and read what comes out.

#[test]
fn calls_that_a_key_type_forbids_do_not_compile_and_the_message_helps() {
    trybuild::TestCases::new().compile_fail("compile_fail/*.rs");
}
