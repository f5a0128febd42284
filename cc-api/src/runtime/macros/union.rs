//! `union!`: one of several types.
//!
//! ```ignore
//! union! {
//!     /// Something found, told apart by its `kind`.
//!     pub enum SearchHit by "kind" { Post(Post) = "post", LiveEvent(LiveEvent) = "event" }
//! }
//! union! {
//!     /// A number or its name: the member that leaves the least unexplained is taken.
//!     pub enum Amount { Number(i64), Name(String) }
//! }
//! ```
//!
//! What fits no member is kept as JSON in `Other`.

/// See the module documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    (
        $(#[$meta:meta])*
        pub enum $name:ident by $tag:literal {
            $( $(#[$variant_meta:meta])* $variant:ident($ty:ty) = $value:literal ),* $(,)?
        }
    ) => {
        $crate::__union_type! { $(#[$meta])* $name { $( $(#[$variant_meta])* $variant($ty) )* } }

        impl $crate::internal::Union for $name {
            fn from_json(
                json: $crate::internal::Value,
            ) -> ::core::result::Result<Self, $crate::internal::JsonError> {
                match $crate::internal::tag_of(&json, $tag) {
                    $( ::core::option::Option::Some($value) => {
                        $crate::internal::from_value(json).map(Self::$variant)
                    } )*
                    _ => ::core::result::Result::Ok(Self::Other(json)),
                }
            }

            fn to_json(
                &self,
            ) -> ::core::result::Result<$crate::internal::Value, $crate::internal::JsonError> {
                match self {
                    $( Self::$variant(value) => $crate::internal::tagged(value, $tag, $value), )*
                    Self::Other(json) => ::core::result::Result::Ok(json.clone()),
                }
            }
        }
    };
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident($ty:ty) ),* $(,)?
        }
    ) => {
        $crate::__union_type! { $(#[$meta])* $name { $( $(#[$variant_meta])* $variant($ty) )* } }

        impl $crate::internal::Union for $name {
            fn from_json(
                json: $crate::internal::Value,
            ) -> ::core::result::Result<Self, $crate::internal::JsonError> {
                let mut best = ::core::option::Option::None;
                $( $crate::internal::better(&mut best, &json, Self::$variant); )*
                ::core::result::Result::Ok(best.map_or(Self::Other(json), |(_, member)| member))
            }

            fn to_json(
                &self,
            ) -> ::core::result::Result<$crate::internal::Value, $crate::internal::JsonError> {
                match self {
                    $( Self::$variant(value) => $crate::internal::to_value(value), )*
                    Self::Other(json) => ::core::result::Result::Ok(json.clone()),
                }
            }
        }
    };
}

/// The enum of a union, and what both kinds of union share.
#[doc(hidden)]
#[macro_export]
macro_rules! __union_type {
    (
        $(#[$meta:meta])*
        $name:ident { $( $(#[$variant_meta:meta])* $variant:ident($ty:ty) )* }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        #[cfg_attr(feature = "partial-eq", derive(PartialEq))]
        #[non_exhaustive]
        #[allow(
            clippy::large_enum_variant,
            reason = "the members are what the API says; a box for each would only move the cost"
        )]
        pub enum $name {
            $(
                #[doc = ::core::concat!("`", ::core::stringify!($ty), "`")]
                $(#[$variant_meta])*
                $variant($ty),
            )*
            /// Something that this crate doesn't know, as it came.
            Other($crate::internal::Value),
        }

        impl ::core::default::Default for $name {
            /// JSON's null.
            #[inline]
            fn default() -> Self {
                Self::Other($crate::internal::Value::Null)
            }
        }

        impl<'de> $crate::internal::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::internal::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::internal::read_union(deserializer)
            }
        }

        impl $crate::internal::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::internal::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::internal::write_union(self, serializer)
            }
        }

        impl $crate::internal::Fit for $name {
            #[inline]
            fn misfits(&self) -> usize {
                usize::from(::core::matches!(self, Self::Other(_)))
            }
        }
    };
}
