//! `ids!`: the identifiers of a file.
//!
//! ```ignore
//! ids! {
//!     /// Identifies a post.
//!     pub type PostId;
//!     /// Identifies an event.
//!     pub type LiveEventId;
//! }
//! ```
//!
//! makes `pub type PostId = Id<…>` and so on. The markers that tell them apart bear the same names, since the
//! compiler shows them, and so does `Debug` of [`Id`](crate::Id); they live in a module that nobody else sees.

/// See the module documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __ids {
    ($( $(#[$meta:meta])* pub type $name:ident; )*) => {
        mod id {
            $( $(#[$meta])* pub enum $name {} )*
        }
        $( $(#[$meta])* pub type $name = $crate::Id<id::$name>; )*
    };
}
