//! A quota that several processes share.

crate::bound::faults! {
    F139 => NotYet,
    F140 => NotYet,
    F141 => NotYet,
    F142 => NotYet,
    F143 => NotYet,
}
