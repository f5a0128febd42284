//! Where a key must not go, and what a path must not become.

crate::bound::faults! {
    F200 => Story(crate::redirects::nobody_follows),
    F201 => NotYet,
    F206 => NotYet,
}
