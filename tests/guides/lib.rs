//! The guides as documentation, so that cargo compiles and runs their examples: `cargo test -p cc-guides --doc`.

#[doc = include_str!("../../docs/guides/cli.md")]
pub mod cli {}

#[doc = include_str!("../../docs/guides/evidence.md")]
pub mod evidence {}

#[doc = include_str!("../../docs/guides/errors.md")]
pub mod errors {}

#[doc = include_str!("../../docs/guides/keys.md")]
pub mod keys {}

#[doc = include_str!("../../docs/guides/paging.md")]
pub mod paging {}

#[doc = include_str!("../../docs/guides/quota.md")]
pub mod quota {}

#[doc = include_str!("../../docs/guides/testing.md")]
pub mod testing {}
