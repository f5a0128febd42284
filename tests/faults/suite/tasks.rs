//! Waiting for AI tasks.

crate::bound::faults! {
    F236 => NotYet,
    F238 => NotYet,
    F239 => NotYet,
    F240 => NotYet,
    F243 => NotYet,
    F244 => NotYet,
    F245 => NotYet,
    F246 => NotYet,
}
