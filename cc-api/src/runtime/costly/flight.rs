//! One costly call, from the decision to send it to its end.

use std::sync::Arc;

use super::super::catalogue::Safety;
use super::super::client::Core;
use super::super::error::{Error, Outcome};
use super::super::raw::Raw;
use super::super::transport::Request;
#[cfg(feature = "journal")]
use super::super::{journal, note::Note};
use super::identity::Identity;
use super::refusals;

/// Follows a call of a costly operation; for all others it does nothing.
///
/// Dropping it is an end as well. A call that is given up before anything was handed to the network leaves no
/// trace; one that is given up later has an unknown outcome, and the journal says so.
#[derive(Debug)]
pub(crate) struct Flight(Option<Box<Open>>);

struct Open {
    core: Core,
    operation: &'static str,
    number: u64,
    /// What is known of the call if it ends now.
    outcome: Outcome,
    #[cfg(feature = "journal")]
    written: Written,
}

/// What the journal has to know, and whether it knows it.
#[cfg(feature = "journal")]
struct Written {
    call: Arc<Identity>,
    duplicate_allowed: bool,
    ticket: Option<journal::Ticket>,
}

/// Opens a flight, or refuses a call that is under way already. Nothing is written to the journal yet: a call may
/// still wait for its quota, and be given up.
pub(crate) fn begin(raw: &Raw, request: &Request) -> Result<Flight, Error> {
    if raw.operation.safety != Safety::Costly {
        return Ok(Flight(None));
    }
    let duplicate_allowed = raw.options.as_ref().is_some_and(|options| options.duplicate_allowed);
    let core = raw.core.clone();
    let call = Arc::new(Identity::of(raw, request));
    let entered = core.costly().in_flight.enter(&call, core.now(), duplicate_allowed);
    let number = entered.map_err(refusals::under_way)?;
    Ok(Flight(Some(Box::new(Open {
        core,
        operation: raw.operation.id,
        number,
        outcome: Outcome::NotSent,
        #[cfg(feature = "journal")]
        written: Written { call, duplicate_allowed, ticket: None },
    }))))
}

impl Flight {
    /// Has to be called before each attempt. When it comes back, the journal has the call on disk; an error means
    /// that it has not, and that the request must not be sent.
    #[cfg_attr(
        not(feature = "journal"),
        expect(clippy::unnecessary_wraps, reason = "only a journal can fail here")
    )]
    pub(crate) fn sent(&mut self) -> Result<(), Error> {
        let Some(open) = &mut self.0 else { return Ok(()) };
        #[cfg(feature = "journal")]
        open.write_down()?;
        open.outcome = Outcome::Unknown;
        Ok(())
    }

    /// Says what became of the last attempt. Another may follow, if nothing of this one was acted on; else the
    /// flight ends with it when it is dropped.
    pub(crate) fn finish(&mut self, outcome: Outcome) {
        if let Some(open) = &mut self.0 {
            open.outcome = outcome;
        }
    }
}

#[cfg(feature = "journal")]
impl Open {
    /// Writes the call down, unless that was done before an earlier attempt.
    fn write_down(&mut self) -> Result<(), Error> {
        let Written { call, duplicate_allowed, ticket } = &mut self.written;
        let (Some(journal), None) = (&self.core.costly().journal, &ticket) else { return Ok(()) };
        let entry = journal::Entry::new(
            self.operation,
            call.key,
            call.request(),
            self.core.now(),
            *duplicate_allowed,
        );
        *ticket = Some(journal.begin(&entry).map_err(refusals::not_written)?);
        Ok(())
    }

    /// Writes down how the call ended. If that fails the record goes on to block the same call, which is the safe
    /// side; the result of the call stands, and a note tells about the record.
    fn settle(&self) {
        let (Some(journal), Some(ticket)) = (&self.core.costly().journal, &self.written.ticket) else {
            return;
        };
        if let Err(error) = journal.finish(ticket, self.outcome) {
            self.core.notes().tell(&Note::Unsettled {
                operation: self.operation,
                record: ticket.id.clone(),
                why: error.to_string(),
            });
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        // The journal first: whoever may enter next must not meet the record of this call.
        #[cfg(feature = "journal")]
        self.settle();
        self.core.costly().in_flight.leave(self.number);
    }
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open")
            .field("operation", &self.operation)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::future::{Future as _, IntoFuture as _};
    use std::pin::Pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::task::{Context, Poll, Waker};

    use crate::runtime::call::JsonCall;
    use crate::runtime::catalogue::{BodyShape, Operation, Param, Place, Safety};
    use crate::runtime::fake::{FakeTimer, FakeTransport, TEST_API};
    use crate::runtime::timer::BoxFuture;
    use crate::runtime::transport::{Answer, Request, Transport, TransportError};
    use crate::runtime::{Client, Credential, Error, ErrorKind, Outcome, Pending};

    static PAY: Operation = Operation {
        id: "pay",
        path: "/pay/{what}",
        params: &[
            Param { name: "what", wire: "what", place: Place::Path, ..Param::BLANK },
            Param { name: "amount", wire: "amount", place: Place::BodyField, ..Param::BLANK },
            Param { name: "version", wire: "If-Match", place: Place::Header, ..Param::BLANK },
        ],
        body: BodyShape::Fields { required: false },
        ..Operation::BLANK
    };
    static PAY_ELSEWHERE: Operation = Operation { id: "pay_elsewhere", ..PAY };
    static WRITE: Operation = Operation { id: "write", safety: Safety::Write, ..PAY };

    /// A server that never answers, and counts what it was sent.
    #[derive(Debug, Clone, Default)]
    struct Silent(Arc<AtomicU32>);

    impl Silent {
        fn sends(&self) -> u32 {
            self.0.load(Ordering::Relaxed)
        }
    }

    impl Transport for Silent {
        fn send(&self, _: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Box::pin(std::future::pending())
        }
    }

    fn client(transport: impl Transport + 'static) -> Client {
        let key = Credential::api_key("cc_CANARY7f3a9d").unwrap();
        Client::builder_for(&TEST_API)
            .credential(key)
            .transport(transport)
            .timer(FakeTimer::new())
            .build()
            .unwrap()
    }

    fn pay(client: &Client) -> JsonCall {
        client.call(&PAY).arg("what", "coffee").arg("amount", 3)
    }

    fn poll<T>(call: &mut Pending<T>) -> Poll<Result<T, Error>> {
        Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
    }

    /// Sends a call that is still under way when this comes back.
    fn under_way(call: JsonCall) -> Pending<serde_json::Value> {
        let mut call = call.into_future();
        match poll(&mut call) {
            Poll::Pending => call,
            Poll::Ready(ended) => panic!("it is not under way: {ended:?}"),
        }
    }

    fn refused(call: JsonCall) -> Error {
        match poll(&mut call.into_future()) {
            Poll::Ready(Err(error)) => error,
            other => panic!("it was not refused: {other:?}"),
        }
    }

    #[test]
    fn the_same_call_is_refused_while_the_first_is_under_way() {
        let server = Silent::default();
        let client = client(server.clone());
        let first = under_way(pay(&client));
        let error = refused(pay(&client.clone()));
        assert_eq!(
            (error.kind(), error.outcome(), error.attempts()),
            (ErrorKind::Duplicate, Outcome::NotSent, 0)
        );
        assert!(!error.is_retryable());
        let line = error.to_string();
        assert!(line.starts_with("pay: the same call is under way since 1970-"), "{line}");
        assert!(line.contains("`with_duplicate_allowed`"), "{line}");
        assert_eq!(server.sends(), 1);
        drop(first);
        let _second = under_way(pay(&client));
        assert_eq!(server.sends(), 2, "the first was given up");
    }

    #[test]
    fn another_call_is_not_the_same_one() {
        let server = Silent::default();
        let client = client(server.clone());
        let other_key = client.with_key(Credential::api_key("cc_other").unwrap()).unwrap();
        let other_tenant = client.tenant("other").unwrap();
        let calls = [
            pay(&client),
            pay(&client).arg("what", "tea"),
            pay(&client).arg("amount", 4),
            pay(&client).arg("version", "2"),
            pay(&client).with_query("a", "b"),
            client.call(&PAY_ELSEWHERE).arg("what", "coffee").arg("amount", 3),
            pay(&other_key),
            pay(&other_tenant),
            pay(&client).with_duplicate_allowed(),
        ];
        let calls = calls.map(under_way);
        assert_eq!(server.sends() as usize, calls.len());
        // What only goes along with a call makes no other call of it.
        refused(pay(&client).with_header("x-trace", "2"));
    }

    #[test]
    fn what_may_have_happened_is_never_called_retryable() {
        use ErrorKind::{
            Cancelled, Connect, Decode, Protocol, QuotaWait, RateLimited, Server, Timeout, TooLarge,
            Transport, Wait,
        };
        for kind in [
            Connect,
            Transport,
            Timeout,
            Protocol,
            Server,
            RateLimited,
            QuotaWait,
            Decode,
            TooLarge,
            Wait,
            Cancelled,
        ] {
            for outcome in [Outcome::Unknown, Outcome::Applied] {
                for operation in [&PAY, &WRITE] {
                    let error = Error::new(kind, "").with_outcome(outcome).with_operation(operation);
                    assert!(!error.is_retryable(), "{kind:?} {outcome}");
                }
            }
        }
    }

    #[test]
    fn a_call_that_costs_nothing_is_not_followed() {
        let server = Silent::default();
        let client = client(server.clone());
        let write = || client.call(&WRITE).arg("what", "coffee");
        let _calls = [under_way(write()), under_way(write())];
        assert_eq!(server.sends(), 2);
    }

    #[test]
    fn a_call_that_has_ended_may_be_followed_by_the_same_one() {
        let server = FakeTransport::new();
        let client = client(server.clone());
        for status in [200, 402, 503, 200] {
            server.answer("pay", status, "{}");
            let _ = poll(&mut pay(&client).into_future());
        }
        assert_eq!(server.requests().len(), 4);
    }
}
