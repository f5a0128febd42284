//! Listings that change while they are read, and servers that cut them oddly.

crate::bound::faults! {
    F150 => NotYet,
    F151 => NotYet,
    F152 => NotYet,
    F154 => NotYet,
    F158 => NotYet,
    F161 => NotYet,
    F163 => NotYet,
    F167 => NotYet,
}
