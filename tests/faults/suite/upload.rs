//! Uploads to presigned addresses.

crate::bound::faults! {
    F221 => NotYet,
    F222 => NotYet,
    F227 => NotYet,
}
