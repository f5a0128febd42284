//! 429, and everything that `Retry-After` may say.

crate::bound::faults! {
    F091 => Implied("only the difference of the two dates lies between 3 and 4 seconds"),
    F093 => NotYet,
    F094 => NotYet,
    F095 => NotYet,
    F096 => NotYet,
    F097 => Alone,
    F098 => Alone,
    F101 => NotYet,
}
