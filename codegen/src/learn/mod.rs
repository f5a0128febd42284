//! Learns from traffic: what the API does against what the document says.
//!
//! ```text
//! exchange     one request and its answer                                                   Exchange
//!   -> routes    which operation it is
//!   -> take      status, arguments, page, refusal; the body beside its schema in `fold`    Observed, as counts
//!   -> judge     what the document does not say, or says otherwise                         Finding, Proposal
//!   -> edit      the change as a person would write it, between the other bytes            Edit
//! ```
//!
//! No value is kept but words of sets that the document lists. The order of the exchanges makes no difference: all that is
//! gathered are counts.

mod edit;
mod exchange;
mod finding;
mod fold;
mod headers;
mod judge;
mod observed;
mod places;
mod proposal;
mod questions;
mod routes;
mod shape;
mod take;
mod text_form;

pub use edit::{Edited, edited};
pub use exchange::{Body, Exchange};
pub use finding::{Finding, FindingKind};
pub use headers::{HeadersSeen, MomentForm};
pub use proposal::{Proposal, Values};
pub use questions::{Answer, Check, Question, answered, answers, questions};
pub use shape::Shape;
pub use take::Learner;
pub use text_form::TextForm;

impl Learner<'_> {
    /// Everything that the traffic so far shows, by kind and place.
    pub fn findings(&self) -> Vec<Finding> {
        judge::judge(self)
    }

    /// The forms of the headers.
    pub fn headers(&self) -> &HeadersSeen {
        &self.headers
    }
}
