//! Whose is whose: every operation against every credential that should not get in (F262), every scope (F263), and every
//! identifier of somebody else.

mod credentials;
mod foreign;
mod owner;
mod scopes;

use cc_api::catalogue::Operation;
use cc_e2e::{Draft, Seen, World, see};

/// Sends the example of an operation with this credential.
async fn ask(world: &World, operation: &'static Operation, secret: &str) -> Seen {
    see(Draft::of(operation).request(world).bearer_auth(secret)).await
}
