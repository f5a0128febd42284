//! `open_enum!`: text from a set that may grow.
//!
//! ```ignore
//! open_enum! {
//!     /// The kind of post, by name.
//!     pub enum ContentTypeName("connector") { Reel = "Reel", EmailTemplate = "Email Template" }
//! }
//! ```
//!
//! The word in parentheses says in the docs of each value how it is known; it may be missing. The macro
//! makes an enum with those variants and `Other(Box<str>)`, which holds any other text as it came. Made from
//! text by `From`, so that a setter takes `"Reel"` as well as the variant; compared by its text.

/// See the module documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ( $(#[$meta:meta])* pub enum $name:ident($known:literal) { $( $(#[$variant_meta:meta])* $variant:ident = $wire:literal ),* $(,)? } ) => {
        $crate::__open_enum! {
            $(#[$meta])*
            pub enum $name [" (", $known, ")"] { $( $(#[$variant_meta])* $variant = $wire, )* }
        }
    };
    ( $(#[$meta:meta])* pub enum $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $wire:literal ),* $(,)? } ) => {
        $crate::__open_enum! {
            $(#[$meta])*
            pub enum $name [""] { $( $(#[$variant_meta])* $variant = $wire, )* }
        }
    };
    (
        $(#[$meta:meta])*
        pub enum $name:ident $known:tt { $( $(#[$variant_meta:meta])* $variant:ident = $wire:literal, )* }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$variant_meta])* #[doc = $crate::__known!($wire $known)] $variant, )*
            /// A value that this crate doesn't know, as it came.
            Other(::std::boxed::Box<str>),
        }

        impl $name {
            /// The values that this crate knows, as they travel.
            pub const KNOWN: &'static [&'static str] = &[$($wire),*];

            /// The text that travels.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $wire, )*
                    Self::Other(text) => text,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $( $wire => Self::$variant, )*
                    other => Self::Other(other.into()),
                }
            }
        }

        $crate::__open_enum_impls!($name);
    };
}

/// The docs of a value: what travels, and how it is known.
#[doc(hidden)]
#[macro_export]
macro_rules! __known {
    ($wire:literal [$($known:literal),*]) => {
        ::core::concat!("`", $wire, "`", $($known),*)
    };
}

/// What every open enum has, whatever its values.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum_impls {
    ($name:ident) => {
        impl ::core::default::Default for $name {
            /// The empty text.
            #[inline]
            fn default() -> Self {
                Self::from("")
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            #[inline]
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }

        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::convert::From<&$name> for $name {
            #[inline]
            fn from(other: &Self) -> Self {
                other.clone()
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl<'de> $crate::internal::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::internal::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::internal::read_text(deserializer)
            }
        }

        impl $crate::internal::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::internal::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl $crate::internal::Fit for $name {}
    };
}
