//! `newtype!`: another type under a name of its own, where the name is needed to close a circle.
//!
//! ```ignore
//! newtype! {
//!     /// A tree, each branch of which is a tree.
//!     pub struct Tree(Vec<Tree>);
//! }
//! ```

/// See the module documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __newtype {
    ($(#[$meta:meta])* pub struct $name:ident($ty:ty);) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default)]
        #[cfg_attr(feature = "partial-eq", derive(PartialEq))]
        pub struct $name(pub $ty);

        impl ::core::convert::From<$ty> for $name {
            #[inline]
            fn from(value: $ty) -> Self {
                Self(value)
            }
        }

        impl<'de> $crate::internal::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::internal::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::internal::Deserialize::deserialize(deserializer).map(Self)
            }
        }

        impl $crate::internal::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::internal::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::internal::Serialize::serialize(&self.0, serializer)
            }
        }

        impl $crate::internal::Fit for $name {
            #[inline]
            fn misfits(&self) -> usize {
                $crate::internal::Fit::misfits(&self.0)
            }
        }
    };
}
