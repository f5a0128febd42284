//! `object!`: a type of the API that is a JSON object.
//!
//! ```ignore
//! object! {
//!     /// A ready-made post of the library.
//!     pub struct Post {
//!         /// The identifier.
//!         id: optional PostId = "id",
//!         /// The readable name.
//!         slug: required String = "slug",
//!         /// The day, where leaving it out and sending null mean two things.
//!         day: patch Date = "day",
//!     }
//! }
//! ```
//!
//! makes a struct with the public fields `id: Option<PostId>`, `slug: String`, `day: Patch<Date>` and
//! `extra: Extra` (what the declaration doesn't know), a setter by value for each field, `Debug`, `Clone`,
//! `Default`, `Serialize` and `Deserialize`, and `PartialEq` with the feature `partial-eq` of the crate that
//! calls it. The reading and writing itself is shared: see [`object`](crate::runtime::object).

/// See the module documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __object {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* $field:ident : $kind:ident $ty:ty = $wire:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default)]
        #[cfg_attr(feature = "partial-eq", derive(PartialEq))]
        #[non_exhaustive]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $crate::__field_type!($kind $ty), )*
            /// What came along that this crate doesn't know; it is sent back as it came.
            pub extra: $crate::internal::Extra,
        }

        impl $name {
            $(
                $(#[$field_meta])*
                #[inline]
                #[must_use]
                pub fn $field(mut self, value: impl ::core::convert::Into<$ty>) -> Self {
                    self.$field = $crate::internal::field::$kind::wrap(value.into());
                    self
                }
            )*
        }

        impl $crate::internal::Object for $name {
            const NAME: &'static str = ::core::stringify!($name);
            const FIELDS: &'static [(&'static str, bool)] =
                &[$( ($wire, $crate::internal::field::$kind::REQUIRED) ),*];

            #[inline]
            fn read<'de, A: $crate::internal::MapAccess<'de>>(
                &mut self,
                index: usize,
                map: &mut A,
            ) -> ::core::result::Result<(), A::Error> {
                let at = index;
                $(
                    if at == 0 {
                        return $crate::internal::read_field(&mut self.$field, map);
                    }
                    let at = at.wrapping_sub(1);
                )*
                let _ = (at, map);
                ::core::result::Result::Ok(())
            }

            #[inline]
            fn write<S: $crate::internal::SerializeMap>(&self, out: &mut $crate::internal::FieldWriter<S>) {
                $( $crate::internal::field::$kind::write(out, $wire, &self.$field); )*
            }

            #[inline]
            fn extra(&self) -> &$crate::internal::Extra {
                &self.extra
            }

            #[inline]
            fn extra_mut(&mut self) -> &mut $crate::internal::Extra {
                &mut self.extra
            }
        }

        $crate::__object_serde!($name);
    };
}

/// The type of a field, by what its absence means.
#[doc(hidden)]
#[macro_export]
macro_rules! __field_type {
    (required $ty:ty) => { $ty };
    (optional $ty:ty) => { ::core::option::Option<$ty> };
    (patch $ty:ty) => { $crate::internal::Patch<$ty> };
}

/// `Serialize`, `Deserialize` and the measure of fit of an object.
#[doc(hidden)]
#[macro_export]
macro_rules! __object_serde {
    ($name:ident) => {
        impl<'de> $crate::internal::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::internal::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::internal::read_object(deserializer)
            }
        }

        impl $crate::internal::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::internal::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::internal::write_object(self, serializer)
            }
        }

        impl $crate::internal::Fit for $name {
            #[inline]
            fn misfits(&self) -> usize {
                self.extra.len()
            }
        }
    };
}
