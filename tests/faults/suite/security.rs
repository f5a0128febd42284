//! Where a key must not go, and what a path must not become.

crate::bound::faults! {
    F200 => NotYet,
    F201 => NotYet,
    F206 => NotYet,
}
