//! Calls that cost something: never twice.

crate::bound::faults! {
    F251 => NotYet,
    F252 => NotYet,
    F253 => NotYet,
    F254 => NotYet,
}
