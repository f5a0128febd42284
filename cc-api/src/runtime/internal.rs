//! What generated code uses and users need not know. No promise of stability.

pub use std::vec::Vec;

pub use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess};
pub use serde::ser::{Serialize, SerializeMap, Serializer};
pub use serde_json::{Error as JsonError, Value, from_value, to_value};

pub use super::call::Sendable;
pub use super::catalogue::{input_schema, output_schema};
pub use super::fake::TEST_API;
pub use super::object::{FieldWriter, Object, field, read_field, read_object, write_object};
pub use super::raw::Raw;
pub use super::scope::ScopeName;
pub use super::text::read_text;
pub use super::union::{Fit, Union, better, read_union, tag_of, tagged, write_union};
pub use super::{Call, Client, Decimal, Extra, Page, PagedCall, Patch, Week, YearMonth};
pub use crate::{
    __call_with as call_with, __calls as calls, __catalogue as catalogue, __group as group, __ids as ids,
    __newtype as newtype, __object as object, __open_enum as open_enum, __operation as operation,
    __scopes as scopes, __union as union,
};

/// The words that entries of the catalogue are written in.
pub mod words {
    pub use crate::runtime::catalogue::{
        Access::{self, Public, Scoped, Session, Undocumented},
        Answer,
        BodyShape::{self, Empty, Fields, Whole},
        Deprecation,
        Evidence::{self, Connector, Guide, Inferred, Observed, Page},
        Expression::{self, Constant, Input, ResponseBody, Status, StepOutput},
        Method, Operation, Paging, Param,
        Payload::{self, List, Object, Value},
        Place::{self, Body, BodyField, Header, Path, Query},
        QueryStyle::{self, Commas, DeepObject, Repeated},
        Refusal,
        Safety::{self, Costly, Idempotent, Read, Write},
        Tool, Waiter, Workflow, WorkflowInput, WorkflowOutput, WorkflowStep,
    };
}

/// A resolver that follows no name inside, for programs of ours that fetch what strangers name.
#[cfg(all(feature = "http", not(target_arch = "wasm32")))]
pub fn outside() -> impl reqwest::dns::Resolve + 'static {
    super::upload::Outside(None)
}

/// Whether a parameter is required, by its keyword.
#[expect(non_upper_case_globals, reason = "the macro makes paths of keywords")]
pub mod presence {
    /// The call makes no sense without it.
    pub const required: bool = true;
    /// It may be left out.
    pub const optional: bool = false;
}

/// Doors for fuzz targets and property tests, to what users reach in the middle of a call only.
pub mod doors {
    #[cfg(feature = "sqlite-quota")]
    use std::path::PathBuf;

    use crate::runtime::ResumeToken;
    use crate::runtime::json_scan;

    /// The path of the value at an offset of a JSON text, and what is there.
    pub fn locate(json: &[u8], offset: usize) -> (String, &'static str) {
        let place = json_scan::locate(json, offset);
        (place.path, place.found)
    }

    /// The rows in the list under `items`: a hash of the id, if there is one, and of everything.
    pub fn rows(json: &[u8], items: &str) -> Vec<(Option<u64>, u64)> {
        let mut rows = Vec::new();
        for row in json_scan::rows(json, items) {
            rows.push((row.id, row.whole));
        }
        rows
    }

    /// A token, read and written again; none if it can't be read.
    pub fn rewritten(token: &ResumeToken) -> Option<ResumeToken> {
        token.rewritten()
    }

    /// The state of a key as a file holds it, read, written again and used: the bytes, and the longest wait that somebody
    /// is told. An unused state if there are no bytes; none if they are no state.
    #[cfg(feature = "doors")]
    pub fn quota_state(bytes: &[u8], now: u64) -> Option<(Vec<u8>, std::time::Duration)> {
        crate::runtime::quota::used_bytes(bytes, now)
    }

    /// A quota in a file, by clocks of one's own: the time of day and the running time of the machine, both in
    /// milliseconds.
    #[cfg(feature = "sqlite-quota")]
    pub fn sqlite_quota(
        path: PathBuf,
        clocks: impl Fn() -> (u64, u64) + Send + Sync + 'static,
    ) -> Result<crate::quota::SqliteQuota, crate::quota::StoreError> {
        use crate::runtime::quota::{Clocks, Shown};

        let shown = move || {
            let (wall, running) = clocks();
            Shown { wall, running: Some((1, running)) }
        };
        crate::quota::SqliteQuota::with_clocks(path, Clocks::of(shown))
    }

    /// A quota on a Redis server, by a clock of one's own in microseconds.
    #[cfg(feature = "redis")]
    pub fn redis_quota(
        address: &str,
        clock: impl Fn() -> u64 + Send + Sync + 'static,
    ) -> Result<crate::quota::RedisQuota, crate::quota::StoreError> {
        crate::quota::RedisQuota::with_clock(address, std::sync::Arc::new(clock))
    }
}
