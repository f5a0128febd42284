//! Which operation stands for each class, and how a server answers it when nothing is wrong.

use cc_api::catalogue::{self, Operation, Safety};
use cc_api::{Client, JsonCall};

use crate::list::{Fault, Op};

/// An operation with arguments that it accepts.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// The operation.
    pub operation: &'static Operation,
    arguments: &'static [(&'static str, &'static str)],
    /// How many bytes the text of the last argument is made up to; 0 if it stays as it is.
    size: usize,
    /// The status of the usual answer.
    pub status: u16,
    /// The body of the usual answer.
    pub body: &'static str,
}

const READ: Sample = Sample {
    operation: &catalogue::GET_POST,
    arguments: &[("id_or_slug", "open-house")],
    size: 0,
    status: 200,
    body: r#"{"id":"post_1","slug":"open-house"}"#,
};
const IDEM: Sample = Sample {
    operation: &catalogue::REMOVE_FROM_SCHEDULE,
    arguments: &[("id", "entry_1")],
    size: 0,
    status: 204,
    body: "",
};
const WRITE: Sample = Sample {
    operation: &catalogue::ADD_TO_SCHEDULE,
    arguments: &[("date", "2026-11-24"), ("postId", "post_1")],
    size: 0,
    status: 201,
    body: r#"{"id":"entry_1"}"#,
};
const TOGGLE: Sample = Sample {
    operation: &catalogue::UPDATE_POST,
    arguments: &[("id_or_slug", "open-house"), ("isFavorite", "true")],
    size: 0,
    status: 200,
    body: r#"{"id":"post_1","slug":"open-house"}"#,
};
const LARGE: Sample = Sample { size: 5 * 1024 * 1024, ..WRITE };
const COSTLY: Sample = Sample {
    operation: &catalogue::CREATE_AI_GENERATION_TASK,
    arguments: &[("hookId", "hook_1")],
    size: 0,
    status: 201,
    body: r#"{"id":"task_1","status":"pending"}"#,
};
const LIST: Sample = Sample {
    operation: &catalogue::GET_POSTS,
    arguments: &[],
    size: 0,
    status: 200,
    body: r#"{"results":[],"count":0}"#,
};
const POLL: Sample = Sample {
    operation: &catalogue::GET_AI_GENERATION_TASK,
    arguments: &[("id", "task_1")],
    size: 0,
    status: 200,
    body: r#"{"id":"task_1","status":"completed"}"#,
};

/// Entries that are about a certain operation of their class.
const PARTICULAR: [(&str, Sample); 3] = [("F033", LARGE), ("F034", LARGE), ("F082", TOGGLE)];

impl Sample {
    /// The operation that an entry is run with for a class.
    ///
    /// # Panics
    /// For uploads, which are no operation of the API.
    pub fn of(fault: &Fault, op: Op) -> Self {
        let particular = PARTICULAR.iter().find(|(id, _)| *id == fault.id && fault.op.contains(&op));
        particular.map_or_else(|| Self::usual(op), |(_, sample)| *sample)
    }

    /// The operation that stands for a class.
    ///
    /// # Panics
    /// For uploads, which are no operation of the API.
    pub fn usual(op: Op) -> Self {
        match op {
            Op::Read => READ,
            Op::Idem => IDEM,
            Op::Write => WRITE,
            Op::Costly => COSTLY,
            Op::List => LIST,
            Op::Poll => POLL,
            Op::Upload => panic!("an upload is no operation of the API"),
        }
    }

    /// Another operation, for those who call it in a way of their own, and how a server answers it.
    pub fn answered(operation: &'static Operation, status: u16, body: &'static str) -> Self {
        Self { operation, arguments: &[], size: 0, status, body }
    }

    /// The call, ready to be sent.
    pub fn call(&self, client: &Client) -> JsonCall {
        let last = self.arguments.len().saturating_sub(1);
        self.arguments.iter().enumerate().fold(client.call(self.operation), |call, (place, (name, text))| {
            match *text {
                "true" => call.arg(name, true),
                text if place == last && self.size > 0 => call.arg(name, text.repeat(self.size / text.len())),
                text => call.arg(name, text),
            }
        })
    }

    /// Whether a second effect would do harm.
    pub fn acts_once(&self) -> bool {
        matches!(self.operation.safety, Safety::Write | Safety::Costly)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_is_stood_for_by_an_operation_of_its_safety() {
        for (op, safety) in [
            (Op::Read, Safety::Read),
            (Op::Idem, Safety::Idempotent),
            (Op::Write, Safety::Write),
            (Op::Costly, Safety::Costly),
            (Op::List, Safety::Read),
            (Op::Poll, Safety::Read),
        ] {
            assert_eq!(Sample::usual(op).operation.safety, safety, "{op:?}");
        }
        assert!(TOGGLE.acts_once() && !IDEM.acts_once());
    }
}
