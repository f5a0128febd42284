//! What the command line and the assistants' server share.
//!
//! - [`Home`], [`Profiles`] and [`Account`]: where keys are kept on this machine, and whose one is used.
//! - [`open`](Account::open): a client whose quota all processes of the machine share, with a journal of costly calls.
//! - [`KnownScopes`]: what is known of a key's permissions, and which operations they rule out.
//! - [`Effect`]: what calling an operation does to the account.
//! - [`arguments`]: arguments as people and models pass them, and errors that say what is allowed.
//! - [`Fields`]: a part of an answer. [`find`]: operations by words. [`printable`]: text that a terminal may show.
//!   [`shortened()`]: texts cut where they get long.
//!   [`duration()`]: lengths of time as people write them.

pub mod arguments;

mod account;
mod duration;
mod effect;
mod fields;
mod find;
mod home;
mod key_file;
mod known_scopes;
mod printable;
mod profiles;
mod shortened;

pub use account::{Account, AccountError, Source};
pub use duration::duration;
pub use effect::Effect;
pub use fields::Fields;
pub use find::{Found, find, nearest};
pub use home::Home;
pub use known_scopes::{KnownScopes, Permission};
pub use printable::printable;
pub use profiles::{Profile, Profiles};
pub use shortened::shortened;

#[cfg(test)]
mod testing;
