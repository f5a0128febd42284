//! The layer around a transport that writes down what passes.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

use super::super::catalogue::ApiInfo;
use super::super::note::{Note, Notes};
use super::super::timer::{BoxFuture, Timer};
use super::super::transport::{Answer, Body, Pieces, Request, Transport, TransportError};
use super::Recorder;
use super::line::{self, Answered, Asked};

/// The largest body that is kept to be written down; the same as clients take in unless told otherwise.
const LARGEST: usize = 8 * 1024 * 1024;

/// A transport whose exchanges are written down.
pub(crate) struct Recorded {
    inner: Arc<dyn Transport>,
    pen: Pen,
}

/// What a line needs that is the same for all.
#[derive(Clone)]
struct Pen {
    recorder: Recorder,
    api: &'static ApiInfo,
    product: Arc<str>,
    timer: Arc<dyn Timer>,
    notes: Notes,
}

impl Recorded {
    pub(crate) fn new(
        inner: Arc<dyn Transport>,
        recorder: Recorder,
        api: &'static ApiInfo,
        product: Option<&str>,
        timer: &Arc<dyn Timer>,
        notes: &Notes,
    ) -> Self {
        let own = format!("{}/{}", api.crate_name, api.crate_version);
        let product = product.unwrap_or(&own).into();
        let pen = Pen { recorder, api, product, timer: Arc::clone(timer), notes: notes.clone() };
        Self { inner, pen }
    }
}

impl Pen {
    /// What was asked; nothing of what stands in no catalogue, as its path may hold anything.
    fn asked(&self, request: &Request) -> Option<Asked> {
        let operation = (self.recorder.find)(request.operation)?;
        let mut hidden = Vec::new();
        for (name, value) in &request.headers {
            let tenant = self.api.tenant.filter(|tenant| name.as_str().eq_ignore_ascii_case(tenant.name));
            let Ok(text) = value.to_str() else { continue };
            let usual = tenant.is_some_and(|tenant| tenant.default == Some(text));
            if (value.is_sensitive() || tenant.is_some()) && !usual {
                let text = text.rsplit(' ').next().unwrap_or(text);
                hidden.extend((!text.is_empty()).then(|| text.to_owned()));
            }
        }
        Some(Asked { operation, target: request.target.clone(), hidden })
    }

    fn write(&self, asked: &Asked, answered: &Answered<'_>) {
        let line = line::exchange(self.api, self.recorder.schema, asked, answered);
        if let Err(error) = self.recorder.write(&self.product, self.timer.now(), &line) {
            self.notes.tell(&Note::RecordingStopped { why: error.to_string() });
        }
    }
}

impl Transport for Recorded {
    fn send(&self, request: Request) -> BoxFuture<'_, Result<Answer, TransportError>> {
        let Some(asked) = self.pen.asked(&request) else { return self.inner.send(request) };
        let start = self.pen.timer.elapsed();
        Box::pin(async move {
            let Answer { status, headers, body } = self.inner.send(request).await?;
            let body = match body {
                Body::Whole(bytes) => {
                    let body = Some(&*bytes).filter(|bytes| bytes.len() <= LARGEST);
                    let time = self.pen.timer.elapsed().saturating_sub(start);
                    self.pen.write(&asked, &Answered { status, headers: &headers, body, time });
                    Body::Whole(bytes)
                }
                Body::Pieces(inner) => {
                    let under_way =
                        UnderWay { asked, status, headers: headers.clone(), start, kept: Some(Vec::new()) };
                    Body::Pieces(Box::new(Passing {
                        inner,
                        pen: self.pen.clone(),
                        under_way: Some(under_way),
                    }))
                }
            };
            Ok(Answer { status, headers, body })
        })
    }
}

/// A body on its way to the caller.
struct Passing {
    inner: Box<dyn Pieces>,
    pen: Pen,
    /// None once it is written, or has failed.
    under_way: Option<UnderWay>,
}

struct UnderWay {
    asked: Asked,
    status: u16,
    headers: HeaderMap,
    start: Duration,
    /// The pieces so far; none once they are more than is kept.
    kept: Option<Vec<u8>>,
}

impl Pieces for Passing {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            let piece = self.inner.next().await;
            match &piece {
                Ok(Some(bytes)) => self.keep(bytes),
                Ok(None) => self.write(),
                Err(_) => self.under_way = None,
            }
            piece
        })
    }
}

impl Passing {
    fn keep(&mut self, bytes: &Bytes) {
        let Some(under_way) = &mut self.under_way else { return };
        match &mut under_way.kept {
            Some(kept) if kept.len() + bytes.len() <= LARGEST => kept.extend_from_slice(bytes),
            kept => *kept = None,
        }
    }

    fn write(&mut self) {
        let Some(UnderWay { asked, status, headers, start, kept }) = self.under_way.take() else { return };
        let time = self.pen.timer.elapsed().saturating_sub(start);
        self.pen.write(&asked, &Answered { status, headers: &headers, body: kept.as_deref(), time });
    }
}

impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded").field("inner", &self.inner).finish_non_exhaustive()
    }
}
