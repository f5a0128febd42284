//! Resume tokens: what is read is written as it was, and no place to go on from leads a listing astray.
//!
//! The check sum at a token's end would keep a fuzzer out, so it is put there for it; and so is the beginning of a
//! token of the listing that it is used for.

use std::sync::OnceLock;

use cc_api::fake::FakeAnswer;
use cc_api::internal::doors::rewritten;
use cc_api::{ErrorKind, ResumeToken};

use crate::api::Api as _;
use crate::client::{check_error, client, outcome};

/// A page with more to come.
const PAGE: &str = r#"{"results":[{"id":"a","slug":"a"},{"id":"b","slug":"b"}],"count":90}"#;

/// Reads a token, one with the right check sum, and one of the listing at hand.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for text in [text.to_owned(), with_sum(text), with_sum(&format!("{}~{text}", beginning()))] {
        if let Ok(token) = text.parse::<ResumeToken>() {
            let again = rewritten(&token).unwrap_or_else(|| panic!("a token was read once only: {token}"));
            assert_eq!(rewritten(&again).as_ref(), Some(&again), "a token changes when it is written again");
            go_on(&token, false);
            go_on(&token, true);
        }
    }
}

/// Asks for pages from there on: rows or an error, and an end.
fn go_on(token: &ResumeToken, strict: bool) {
    let client = client(FakeAnswer::new(200, PAGE));
    let call = client.library().get_posts().resume_from(token);
    let mut pages = if strict { call.strict().pages() } else { call.pages() };
    for _ in 0..200 {
        match outcome(Box::pin(pages.try_next())) {
            Ok(Some(page)) => assert!(page.items.len() <= 2, "{} rows out of two", page.items.len()),
            Ok(None) => return,
            Err(error) => {
                let input = error.kind() == ErrorKind::InvalidInput;
                let ends = matches!(error.kind(), ErrorKind::PaginationStuck | ErrorKind::Incomplete);
                assert!(input || ends || (strict && error.kind() == ErrorKind::ListChanged), "{error}");
                if !input {
                    check_error(&error);
                }
                return;
            }
        }
    }
    panic!("the listing does not end");
}

/// Everything of a token up to where the listing stands: its version, operation and filters.
fn beginning() -> &'static str {
    static BEGINNING: OnceLock<String> = OnceLock::new();
    BEGINNING.get_or_init(|| {
        let client = client(FakeAnswer::new(200, PAGE));
        let mut pages = client.library().get_posts().pages();
        let first = outcome(Box::pin(pages.try_next()));
        let token = first.ok().flatten().and_then(|page| page.next);
        let token = token.unwrap_or_else(|| panic!("a listing of 90 rows goes on after two"));
        token.as_str().split('~').take(3).collect::<Vec<_>>().join("~")
    })
}

/// Adds the check sum of a token (FNV-1a).
fn with_sum(content: &str) -> String {
    let sum = content
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    format!("{content}~{sum:x}")
}
