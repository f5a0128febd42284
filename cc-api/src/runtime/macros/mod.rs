//! The macros in which generated code is written.
//!
//! One file a macro; each opens with what a call looks like and what comes out of it. They are exported
//! with two underscores, and reach generated code under their plain names through
//! [`internal`](crate::internal). `cc-api/tests/mini/` is a whole small API written by hand in exactly the
//! shape that the generator emits: the reference for both sides.

mod call;
mod group;
mod ids;
mod newtype;
mod object;
mod open_enum;
mod operation;
mod scopes;
mod union;
