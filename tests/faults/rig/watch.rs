//! Whoever logs anything in this process is listened to, at the finest level: no canary may be in it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, Once, PoisonError};

use tracing_core::field::{Field, Visit};
use tracing_core::span::{Attributes, Id, Record};
use tracing_core::{Event, Metadata, Subscriber};

use crate::list::List;

/// What was logged with a canary in it, and who logged anything.
struct Heard {
    leaks: Vec<String>,
    targets: BTreeSet<String>,
}

static HEARD: Mutex<Heard> = Mutex::new(Heard { leaks: Vec::new(), targets: BTreeSet::new() });

/// Begins to listen; once a process.
///
/// # Panics
/// If somebody else listens already.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // If another subscriber or logger were there already, the canaries would go unwatched.
        let dispatch = tracing_core::Dispatch::new(Listener);
        tracing_core::dispatcher::set_global_default(dispatch)
            .expect("nobody else listens to spans and events");
        log::set_logger(&Listener).expect("nobody else listens to the log");
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// What was logged with a canary in it so far, by any case of this process.
pub fn leaks() -> Vec<String> {
    heard(|heard| heard.leaks.clone())
}

/// Who logged anything so far: the modules, as they name themselves.
pub fn targets() -> Vec<String> {
    heard(|heard| heard.targets.iter().cloned().collect())
}

/// A text that must not hold a canary: which one it holds.
pub fn canary_in(text: &str) -> Option<&'static str> {
    List::get().profile.canaries().into_iter().find(|canary| text.contains(canary))
}

fn heard<T>(of: impl FnOnce(&mut Heard) -> T) -> T {
    of(&mut HEARD.lock().unwrap_or_else(PoisonError::into_inner))
}

fn hear(target: &str, text: &str) {
    let leak = canary_in(text).map(|canary| format!("{target} logged {canary}: {text}"));
    heard(|heard| {
        if !heard.targets.contains(target) {
            heard.targets.insert(target.to_owned());
        }
        heard.leaks.extend(leak);
    });
}

struct Listener;

/// The fields of a span or event, one after the other.
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        use fmt::Write as _;
        // Writing to text does not fail.
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields(format!("{} ", span.metadata().name()));
        span.record(&mut fields);
        hear(span.metadata().target(), &fields.0);
        // Spans are not told apart, only listened to.
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut fields = Fields(String::new());
        values.record(&mut fields);
        hear("span", &fields.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        hear(event.metadata().target(), &fields.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Listener {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        hear(record.target(), &record.args().to_string());
    }

    fn flush(&self) {}
}
