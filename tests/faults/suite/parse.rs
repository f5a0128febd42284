//! Bodies: what is read, what is refused, and how that is said.

crate::bound::faults! {
    F175 => NotYet,
    F177 => NotYet,
    F178 => NotYet,
    F179 => NotYet,
    F182 => NotYet,
    F183 => NotYet,
    F184 => NotYet,
    F186 => NotYet,
    F187 => NotYet,
    F189 => NotYet,
}
