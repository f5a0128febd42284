//! Which request stands for each class of operations, and how the API answers it when nothing is wrong.

use cc_api::catalogue::{self, Operation};
use cc_faults::list::{Fault, List, Op};
use cc_faults::operations::Sample;

use crate::caller;

/// A request of one of the operations that the gateway serves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request {
    pub(crate) operation: &'static Operation,
    target: &'static str,
    body: &'static str,
    /// How many letters are put in for `LARGE`.
    size: usize,
    /// How the API answers.
    usual: (u16, &'static str),
}

/// The key of whoever calls.
pub(crate) fn key() -> &'static str {
    &List::get().profile.canary_key
}

/// The key of somebody else.
pub(crate) const OTHER: &str = "cc_somebody_else";

pub(crate) const READ: Request = Request {
    operation: &catalogue::GET_POST,
    target: "/user/content/posts-v2/open-house",
    body: "",
    size: 0,
    usual: (200, r#"{"id":"post_1","slug":"open-house"}"#),
};
const IDEM: Request = Request {
    operation: &catalogue::REMOVE_FROM_SCHEDULE,
    target: "/user/content/schedule/entry_1",
    body: "",
    size: 0,
    usual: (204, ""),
};
pub(crate) const WRITE: Request = Request {
    operation: &catalogue::ADD_TO_SCHEDULE,
    target: "/user/content/schedule",
    body: r#"{"date":"2026-11-24","postId":"post_1"}"#,
    size: 0,
    usual: (201, r#"{"id":"entry_1"}"#),
};
const TOGGLE: Request =
    Request { operation: &catalogue::UPDATE_POST, body: r#"{"isFavorite":true}"#, ..READ };
const LARGE: Request = Request {
    body: r#"{"date":"2026-11-24","postId":"LARGE"}"#,
    size: 300_000, // As much as the gateway takes, and more than an API reads at once.
    ..WRITE
};
const COSTLY: Request = Request {
    operation: &catalogue::GENERATE_CAPTION,
    target: "/user/content/ai-caption",
    body: r#"{"postId":"post_1"}"#,
    size: 0,
    usual: (200, r#"{"id":"caption_1"}"#),
};
const LIST: Request = Request {
    operation: &catalogue::GET_POSTS,
    target: "/user/content/posts-v2",
    body: "",
    size: 0,
    usual: (200, r#"{"results":[],"count":0}"#),
};

/// Entries that are about a certain operation of their class.
const PARTICULAR: [(&str, Request); 3] = [("F033", LARGE), ("F034", LARGE), ("F082", TOGGLE)];

impl Request {
    /// The request that an entry is played with for a class.
    ///
    /// # Panics
    /// For classes that the gateway has nothing of.
    pub(crate) fn of(fault: &Fault, op: Op) -> Self {
        if let Some((_, request)) = PARTICULAR.iter().find(|(id, _)| *id == fault.id) {
            return *request;
        }
        match op {
            Op::Read => READ,
            Op::Idem => IDEM,
            Op::Write => WRITE,
            Op::Costly => COSTLY,
            Op::List => LIST,
            Op::Poll | Op::Upload => panic!("{}: the gateway has no {op:?}", fault.id),
        }
    }

    /// The request as bytes.
    pub(crate) fn bytes(&self, key: &str) -> Vec<u8> {
        let body = self.body.replace("LARGE", &"a".repeat(self.size));
        caller::with_key(self.operation.method.as_str(), self.target, key, &body)
    }

    /// How the API answers it.
    pub(crate) fn sample(&self) -> Sample {
        Sample::answered(self.operation, self.usual.0, self.usual.1)
    }

    /// The usual answer.
    pub(crate) fn usual(&self) -> (u16, &'static str) {
        self.usual
    }
}
