//! `id!`: the identifier of something.
//!
//! ```ignore
//! id! {
//!     /// Identifies a post.
//!     pub struct PostId;
//! }
//! ```
//!
//! makes a newtype over text that can't be mistaken for the id of something else. Some servers send ids as
//! numbers: a whole number is read as its digits.

/// See the module documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __id {
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        pub struct $name(::std::boxed::Box<str>);

        impl $name {
            /// The text of the identifier.
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        $crate::__text_impls!($name);
    };
}
