//! What all requests of one sandbox share.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use crate::bucket::Signer;
use crate::clock::Clock;
use crate::db::Database;
use crate::fault::Script;
use crate::options::Options;
use crate::quota::Quota;
use crate::recent::Recent;
use crate::variant::Stage;

/// The state of a sandbox.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) options: Options,
    pub(crate) clock: Clock,
    pub(crate) db: Arc<Database>,
    pub(crate) quota: Quota,
    pub(crate) recent: Recent,
    /// What is to go wrong.
    pub(crate) script: Script,
    /// How the API differs from the document.
    pub(crate) stage: Stage,
    /// Signs the addresses of uploads.
    pub(crate) signer: Signer,
    /// `http://127.0.0.1:4010`, once the port is known.
    pub(crate) origin: OnceLock<String>,
    next_request: AtomicU64,
}

impl App {
    pub(crate) fn new(options: Options, clock: Clock, db: Database, signer: Signer) -> Self {
        let quota = Quota::new(&options);
        let next_request = AtomicU64::new(1);
        let (recent, script) = (Recent::default(), Script::default());
        let stage = Stage::new(options.variant.clone());
        Self {
            options,
            clock,
            db: Arc::new(db),
            quota,
            recent,
            script,
            stage,
            signer,
            origin: OnceLock::new(),
            next_request,
        }
    }

    /// Where the sandbox is: `http://127.0.0.1:4010`.
    pub(crate) fn origin(&self) -> &str {
        self.origin.get().map_or("http://127.0.0.1", String::as_str)
    }

    /// A name for the next request, unique while the sandbox runs.
    pub(crate) fn next_request_id(&self) -> String {
        format!("req_{}", self.next_request.fetch_add(1, Ordering::Relaxed))
    }
}
