//! The sending of a file: what is checked, what travels, what is made of the answer.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG};
use http::{HeaderMap, HeaderValue, Method};

use super::super::base_url::is_on_this_machine;
use super::super::catalogue::{Operation, Safety};
use super::super::error::{Error, ErrorKind, Outcome, cleaned};
use super::super::note::WaitReason;
use super::super::quota::retry_after;
use super::super::send::{Limits, RetryReason, UnderWay, Verdict, not_answered, read, verdict};
use super::super::timer::{BoxFuture, within};
use super::super::transport::{Answer, Request, Transport};
use super::super::words::{all_bytes, split_at_word};
use super::address::address;
use super::{Upload, Uploaded};

/// The same file at the same place, however often.
static PUT: Operation = Operation { id: "upload", safety: Safety::Idempotent, ..Operation::BLANK };
/// What a storage makes of a second one nobody knows.
static POST: Operation = Operation { id: "upload", safety: Safety::Write, ..Operation::BLANK };

/// How many bytes a second a slow line carries.
const SLOW_LINE: usize = 64 * 1024;

/// How much of a refusal is read: all that counts is a code near its beginning.
const REFUSAL: usize = 4096;

/// How much longer than the storage asked for a repeat waits at most.
const SPREAD: Duration = Duration::from_secs(1);

/// A file that was sent.
pub(super) struct Sent {
    pub(super) uploaded: Uploaded,
    /// How often it was sent.
    #[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "spans tell it"))]
    attempts: u32,
    status: u16,
}

pub(super) fn send(upload: Upload) -> BoxFuture<'static, Result<Sent, Error>> {
    let operation = if upload.method == "POST" { &POST } else { &PUT };
    let sent = Box::pin(async move {
        let sent = match prepared(&upload) {
            Err(error) => Err(error),
            Ok((transport, request)) => {
                let mut course = Course::begin(&upload, operation);
                loop {
                    let left = course.left();
                    let under_way = course.under_way();
                    let attempted = attempt(&upload, &*transport, course.request(&request), left).await;
                    match course.after(under_way, attempted) {
                        Ok(wait) => wait.await,
                        Err(result) => break *result,
                    }
                }
            }
        };
        sent.map_err(|error| match &upload.file_key {
            Some(file_key) if error.may_have_happened() => error.with_uploaded_file(file_key),
            _ => error,
        })
        .map_err(|error| error.with_operation(operation))
    });
    #[cfg(feature = "tracing")]
    return super::super::trace::call(operation, sent);
    #[cfg(not(feature = "tracing"))]
    return sent;
}

#[cfg(feature = "tracing")]
impl super::super::trace::Traced for Sent {
    fn attempts_and_status(&self) -> (u32, u16) {
        (self.attempts, self.status)
    }
}

/// What an attempt brought: the status and the file, or an error and how long the storage wants no other.
type Attempted = Result<Sent, (Error, Option<Duration>)>;

/// The wait before the next attempt.
type Wait = BoxFuture<'static, ()>;
/// What the caller gets.
type End = Box<Result<Sent, Error>>;

/// The request and what sends it, or why nothing is sent.
fn prepared(upload: &Upload) -> Result<(Arc<dyn Transport>, Request), Error> {
    let storage = upload.core.storage();
    let settings = upload.core.settings();
    let method = match upload.method.as_str() {
        "PUT" => Method::PUT,
        "POST" => Method::POST,
        other => {
            return Err(Error::input(format!("files are sent by PUT or POST, not by {}", cleaned(other))));
        }
    };
    let address = address(upload.address.expose(), &storage.hosts, is_on_this_machine(&settings.base_url))?;
    let plain = !upload.content_type.is_empty()
        && all_bytes(&upload.content_type, |b| b.is_ascii_graphic() || b == b' ');
    let content_type = HeaderValue::from_str(&upload.content_type).ok().filter(|_| plain);
    let content_type = content_type
        .ok_or_else(|| Error::input("the content type is no media type; write it like `image/jpeg`"))?;
    let mut headers = HeaderMap::with_capacity(2);
    headers.insert(CONTENT_TYPE, content_type);
    headers.insert(CONTENT_LENGTH, HeaderValue::from(upload.content.len()));
    let request = Request {
        operation: PUT.id,
        method,
        url: address.url,
        target: address.path,
        headers,
        body: Some(upload.content.clone()),
        connect_timeout: settings.connect_timeout,
        new_connection: false,
    };
    Ok((storage.transport(settings)?, request))
}

/// One physical send.
async fn attempt(upload: &Upload, transport: &dyn Transport, request: Request, left: Duration) -> Attempted {
    let timer = upload.core.timer();
    let timeout = upload.timeout.unwrap_or(upload.core.settings().timeout + time_for(upload));
    let limit = timeout.min(left);
    let answer = match within(timer, limit, transport.send(request)).await {
        Some(Ok(answer)) => answer,
        Some(Err(error)) => {
            let error = not_answered(error);
            // Whatever makes an address unfit here is a matter of which ones the client was told to trust.
            let unfit = error.kind() == ErrorKind::InvalidInput;
            return Err((if unfit { Error::config(error.message()) } else { error }, None));
        }
        None => {
            let message = format!("the storage did not answer within {} s", limit.as_secs_f32());
            return Err((Error::new(ErrorKind::Timeout, message), None));
        }
    };
    let Some(kind) = refusal(answer.status) else {
        let etag = answer.headers.get(ETAG).and_then(|etag| etag.to_str().ok()).map(cleaned);
        let uploaded = Uploaded { file_key: upload.file_key.clone(), etag };
        return Ok(Sent { uploaded, attempts: 1, status: answer.status });
    };
    let asked = retry_after(&answer.headers, upload.core.now());
    let limits = Limits { timer, cap: REFUSAL, idle: upload.core.settings().body_idle };
    let Answer { status, body, .. } = answer;
    let body = within(timer, limits.idle, pin!(read(body, &limits))).await;
    let body = body.and_then(Result::ok).map_or_else(Bytes::new, |read| read.bytes);
    Err((refused(kind, status, &body), asked))
}

/// The kind that a status of the storage means; none for success. It knows no credential and no scopes.
fn refusal(status: u16) -> Option<ErrorKind> {
    match ErrorKind::of_status(status)? {
        ErrorKind::Auth | ErrorKind::Scope | ErrorKind::PaymentRequired => Some(ErrorKind::Refused),
        kind => Some(kind),
    }
}

/// The error for a refusal. Storages repeat what was signed and the signature, so only their code is shown.
fn refused(kind: ErrorKind, status: u16, body: &[u8]) -> Error {
    let text = String::from_utf8_lossy(body);
    let code = split_at_word(&text, "<Code>").and_then(|(_, rest)| split_at_word(rest, "</Code>"));
    let code = code
        .map(|(code, _)| code)
        .filter(|code| code.len() <= 64 && all_bytes(code, |b| b.is_ascii_alphanumeric()));
    let message = match code {
        Some(code) => format!("the storage does not take the file: {code}"),
        None => "the storage does not take the file".to_owned(),
    };
    let outcome = if status == 421 { Outcome::Rejected } else { kind.usual_outcome() };
    let error = Error::new(kind, message).with_status(status).with_outcome(outcome);
    match kind {
        ErrorKind::Refused | ErrorKind::Validation => error.with_advice(
            "the address may have expired, or type and size are not those announced; get a new address",
        ),
        _ => error,
    }
}

/// What a slow line takes for the file.
fn time_for(upload: &Upload) -> Duration {
    Duration::from_secs(u64::try_from(upload.content.len() / SLOW_LINE).unwrap_or(u64::MAX))
}

/// The course of one upload: what its attempts brought so far.
struct Course<'a> {
    upload: &'a Upload,
    operation: &'static Operation,
    /// When it has to be over, in the timer's time.
    end: Duration,
    attempts: u32,
    /// The most that can have become of the file so far.
    outcome: Outcome,
    /// Why the file is sent again.
    again: Option<RetryReason>,
    elsewhere: bool,
}

impl<'a> Course<'a> {
    fn begin(upload: &'a Upload, operation: &'static Operation) -> Self {
        let usual = || upload.core.settings().deadline.saturating_add(time_for(upload));
        let end = upload.core.elapsed().saturating_add(upload.deadline.unwrap_or_else(usual));
        let outcome = Outcome::NotSent;
        Self { upload, operation, end, attempts: 0, outcome, again: None, elsewhere: false }
    }

    fn left(&self) -> Duration {
        self.end.saturating_sub(self.upload.core.elapsed())
    }

    fn request(&self, request: &Request) -> Request {
        Request { new_connection: self.elsewhere, ..request.clone() }
    }

    /// The next attempt, as it is told of.
    fn under_way(&self) -> UnderWay<'a> {
        UnderWay::new(&self.upload.core, self.operation, self.attempts + 1, self.again)
    }

    /// What to do after an attempt: wait and send again, or be done.
    fn after(&mut self, under_way: UnderWay<'_>, attempted: Attempted) -> Result<Wait, End> {
        self.attempts += 1;
        let core = &self.upload.core;
        under_way.ended(attempted.as_ref().map(|sent| sent.status).map_err(|(error, _)| error), None);
        let (error, asked) = match attempted {
            Ok(sent) => return Err(Box::new(Ok(Sent { attempts: self.attempts, ..sent }))),
            Err(failed) => failed,
        };
        self.again = RetryReason::of(&error);
        let verdict = verdict(self.operation.safety, self.again, self.attempts);
        self.outcome = self.outcome.max(error.outcome());
        let error = error.with_attempts(self.attempts).with_outcome(self.outcome);
        let retry = self.upload.retry.unwrap_or(core.settings().retry);
        let mut time = retry.wait(self.attempts, core.random());
        if let Some(asked) = asked {
            time = time.max(asked.saturating_add(core.random().part_of(SPREAD)));
        }
        if verdict == Verdict::Stop || self.attempts >= retry.most_attempts() {
            return Err(Box::new(Err(error)));
        }
        if time > self.left() || (verdict == Verdict::RetryLater && time > core.settings().max_wait) {
            return Err(Box::new(Err(error.with_retry_at(core.later(time)))));
        }
        self.elsewhere = verdict == Verdict::RetryElsewhere;
        let why = if asked.is_some() { WaitReason::RetryAfter } else { WaitReason::Backoff };
        let lane = core.settings().lane;
        Ok(core.notes().wait(core.timer(), self.operation.id, lane, why, time))
    }
}
