//! The client's own count of its quota, against servers that are strict.

crate::bound::faults! {
    F111 => NotYet,
    F112 => NotYet,
    F114 => NotYet,
    F115 => NotYet,
    F117 => NotYet,
    F118 => NotYet,
    F121 => NotYet,
    F122 => NotYet,
    F124 => NotYet,
    F125 => NotYet,
}
