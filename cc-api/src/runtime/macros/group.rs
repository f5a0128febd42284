//! `group!`: the methods of one tag.
//!
//! ```ignore
//! group! {
//!     /// The library: posts, their types, pillars, tags and weekly drops.
//!     pub struct Content;
//! }
//! ```
//!
//! makes a struct that borrows the client as `self.client`; generated code writes its methods in an
//! `impl<K> Content<'_, K>` of its own.

/// See the module documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __group {
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $name<'c, K> {
            client: &'c $crate::Client<K>,
        }

        impl<'c, K> $name<'c, K> {
            #[doc(hidden)]
            #[inline]
            pub fn new(client: &'c $crate::Client<K>) -> Self {
                Self { client }
            }
        }
    };
}
