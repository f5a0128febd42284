//! Pages: of the API, or of what is kept of a lookup list.

use std::future::IntoFuture as _;
use std::time::Duration;

use cc_api::catalogue::Operation;
use serde_json::{Map, Value};

use super::Stop;
use crate::lookups::{Lookup, keeps};
use crate::server::Server;

impl Server {
    /// A page, and how long ago it was answered if it was kept. `arguments` are those that are sent.
    pub(super) async fn page(
        &self,
        operation: &'static Operation,
        arguments: &Map<String, Value>,
        refresh: bool,
    ) -> Result<(Lookup, Option<Duration>), Stop> {
        if keeps(operation)
            && !refresh
            && let Some((kept, age)) = self.lookups.get(operation, arguments, self.started.elapsed())
        {
            return Ok((kept, Some(age)));
        }
        let call = self.client.call(operation).args(arguments);
        let page = self.sent(operation, call, |call| call.paged().into_future()).await?;
        let goes_on = page.next.is_some();
        let lookup = Lookup { entries: page.items, count: page.count, goes_on };
        self.lookups.keep(operation, arguments, &lookup, self.started.elapsed());
        Ok((lookup, None))
    }
}
