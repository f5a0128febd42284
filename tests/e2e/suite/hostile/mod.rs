//! Clients that mean no good, or cannot help it: slow, greedy, malformed, too many at once.

mod limits;
mod malformed;
mod slow;
mod sql;
mod storage;
