//! What the tests share: a call that costs money, a server that may keep silent, and folders.

use std::future::{Future as _, IntoFuture as _};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use cc_api::catalogue::{BodyShape, Operation, Param, Place};
use cc_api::fake::{FakeAnswer, FakeTimer, FakeTransport};
use cc_api::internal::TEST_API;
use cc_api::journal::Journal;
use cc_api::transport::{Answer, Failure, Request, Transport, TransportError};
use cc_api::{BoxFuture, Builder, Client, Credential, Error, JsonCall, Note, Pending, Retry};
use serde_json::Value;

/// A key that must be in no record and no error.
pub(crate) const CANARY: &str = "cc_CANARY7f3a9d";

/// A value of the body that must be in no record and no error, either.
pub(crate) const CARD: &str = "CARD4242";

/// An operation that costs money: one that nobody has classified.
pub(crate) static PAY: Operation = Operation {
    id: "pay",
    path: "/pay",
    params: &[Param { name: "card", wire: "card", place: Place::BodyField, ..Param::BLANK }],
    body: BodyShape::Fields { required: true },
    ..Operation::BLANK
};

pub(crate) fn pay(client: &Client) -> JsonCall {
    client.call(&PAY).arg("card", CARD)
}

/// A client with the canary as its key, and what it notes.
pub(crate) fn noting(
    transport: impl Transport + 'static,
    journal: impl Journal + 'static,
) -> (Client, Arc<Mutex<Vec<Note>>>) {
    let notes = Arc::new(Mutex::new(Vec::new()));
    let hook = Arc::clone(&notes);
    let client = builder(transport, journal).on_note(move |note| hook.lock().unwrap().push(note.clone()));
    (client.build().unwrap(), notes)
}

/// A client with the canary as its key.
pub(crate) fn client(transport: impl Transport + 'static, journal: impl Journal + 'static) -> Client {
    builder(transport, journal).build().unwrap()
}

fn builder(transport: impl Transport + 'static, journal: impl Journal + 'static) -> Builder {
    let key = Credential::api_key(CANARY).unwrap();
    Client::builder_for(&TEST_API)
        .retry(Retry::never())
        .timer(FakeTimer::new().stopped())
        .credential(key)
        .transport(transport)
        .journal(journal)
}

/// A server that carries out what it is sent, and never answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Silent(Arc<AtomicU32>);

impl Silent {
    /// How often something was carried out.
    pub(crate) fn effects(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Transport for Silent {
    fn send(&self, _: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::pending())
    }
}

/// A server that answers in one way.
pub(crate) fn answering(status: u16) -> FakeTransport {
    let fake = FakeTransport::new();
    fake.answer(PAY.id, status, "{}");
    fake
}

/// A server that fails in one way.
pub(crate) fn failing(failure: Failure) -> FakeTransport {
    let fake = FakeTransport::new();
    fake.script(PAY.id, FakeAnswer::failure(failure, "it broke"));
    fake
}

/// Sends a call that is still under way when this comes back.
pub(crate) fn under_way(call: JsonCall) -> Pending<Value> {
    let mut call = call.into_future();
    match poll(&mut call) {
        Poll::Pending => call,
        Poll::Ready(ended) => panic!("it is not under way: {ended:?}"),
    }
}

/// The end of a call that needs no waiting.
pub(crate) fn result(call: JsonCall) -> Result<Value, Error> {
    match poll(&mut call.into_future()) {
        Poll::Ready(result) => result,
        Poll::Pending => panic!("it waits"),
    }
}

fn poll(call: &mut Pending<Value>) -> Poll<Result<Value, Error>> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

/// A folder of a test's own, which is not there at first; it goes with the value.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(test: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("journal-{test}"));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The files in it, with what is in them.
    pub(crate) fn files(&self) -> Vec<(PathBuf, String)> {
        let files = std::fs::read_dir(&self.0).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> =
            files.map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect();
        files.sort();
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
