//! `call!`: a call with optional arguments.
//!
//! ```ignore
//! call! {
//!     /// The optional arguments of [`Content::get_posts`].
//!     pub struct GetPosts => PagedCall<Post> {
//!         /// Only posts of this kind. (connector)
//!         content_type(2): ContentTypeName,
//!         /// Only posts with one of these tags.
//!         tags(3, list): TagName,
//!         /// Posts due on this day; null for those without a day.
//!         due(4, nullable clear_due): Date,
//!     }
//! }
//! ```
//!
//! makes a newtype over `Call<T>` or `PagedCall<T>` with a setter by value for each argument (the number is its
//! place in the catalogue's list), the methods that every call has, and `IntoFuture`. A `list` takes anything
//! that can be iterated; `nullable` adds a method of the given name that sends null, and `nullable_list` does both.

/// See the module documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __call {
    (
        $(#[$meta:meta])*
        pub struct $name:ident => Call<$output:ty> {
            $( $(#[$arg_meta:meta])* $arg:ident($($index:tt)*): $ty:ty, )*
        }
    ) => {
        $crate::__call_type! { $(#[$meta])* $name, $crate::Call<$output>, $output }
        impl $name {
            $( $crate::__setter! { [$(#[$arg_meta])*] $arg($($index)*): $ty } )*
        }
    };
    (
        $(#[$meta:meta])*
        pub struct $name:ident => PagedCall<$output:ty> {
            $( $(#[$arg_meta:meta])* $arg:ident($($index:tt)*): $ty:ty, )*
        }
    ) => {
        $crate::__call_type! { $(#[$meta])* $name, $crate::PagedCall<$output>, $crate::Page<$output> }
        impl $name {
            $( $crate::__setter! { [$(#[$arg_meta])*] $arg($($index)*): $ty } )*

            /// Every entry, page by page as they are asked for.
            #[inline]
            pub fn items(self) -> $crate::Items<$output> {
                self.0.items()
            }

            /// The pages, one by one.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$output> {
                self.0.pages()
            }

            /// Goes on where an earlier listing stopped.
            #[inline]
            pub fn resume_from(self, token: impl ::core::convert::Into<$crate::ResumeToken>) -> Self {
                Self(self.0.resume_from(token))
            }

            /// Stops a listing with an error after so many pages, entries or so much time.
            #[inline]
            pub fn with_caps(self, caps: $crate::ListingCaps) -> Self {
                Self(self.0.with_caps(caps))
            }
        }
    };
}

/// The newtype of a call and what every call can do.
#[doc(hidden)]
#[macro_export]
macro_rules! __call_type {
    ($(#[$meta:meta])* $name:ident, $inner:ty, $output:ty) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        #[must_use = "a call is sent when it is awaited"]
        pub struct $name($inner);

        impl $name {
            #[doc(hidden)]
            #[inline]
            pub fn new(raw: $crate::internal::Raw) -> Self {
                Self(<$inner>::new(raw))
            }

            /// Ends an attempt that has not begun to answer after this time.
            #[inline]
            pub fn with_timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.0.raw_mut().set_timeout(timeout);
                self
            }

            /// Ends the call, whatever it is doing, after this time.
            #[inline]
            pub fn with_deadline(mut self, deadline: ::core::time::Duration) -> Self {
                self.0.raw_mut().set_deadline(deadline);
                self
            }

            /// Sends a header that the document doesn't know.
            #[inline]
            pub fn with_header(mut self, name: &str, value: &str) -> Self {
                self.0.raw_mut().add_header(name, value);
                self
            }

            /// Sends a query parameter that the document doesn't know.
            #[inline]
            pub fn with_query(mut self, name: &str, value: &str) -> Self {
                self.0.raw_mut().add_query(name, value);
                self
            }

            /// Sends, and gives status, headers and request id beside the value.
            #[inline]
            pub fn send_with_response(self) -> $crate::Pending<$crate::Response<$output>> {
                self.0.send_with_response()
            }
        }

        $crate::__if_blocking! {
            impl $name {
                /// Sends and waits, for programs without async.
                #[inline]
                pub fn send_blocking(self) -> ::core::result::Result<$output, $crate::Error> {
                    self.0.send_blocking()
                }
            }
        }

        impl ::core::convert::From<$name> for $inner {
            #[inline]
            fn from(call: $name) -> Self {
                call.0
            }
        }

        impl ::core::future::IntoFuture for $name {
            type Output = ::core::result::Result<$output, $crate::Error>;
            type IntoFuture = $crate::Pending<$output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.into_future()
            }
        }
    };
}

/// One setter.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ([$(#[$meta:meta])*] $arg:ident($index:literal): $ty:ty) => {
        $(#[$meta])*
        #[inline]
        pub fn $arg(mut self, value: impl ::core::convert::Into<$ty>) -> Self {
            let value: $ty = value.into();
            self.0.raw_mut().set($index, &value);
            self
        }
    };
    ([$(#[$meta:meta])*] $arg:ident($index:literal, list): $ty:ty) => {
        $(#[$meta])*
        #[inline]
        pub fn $arg(
            mut self,
            values: impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$ty>>,
        ) -> Self {
            let values: $crate::internal::Vec<$ty> =
                values.into_iter().map(::core::convert::Into::into).collect();
            self.0.raw_mut().set($index, &values);
            self
        }
    };
    ([$(#[$meta:meta])*] $arg:ident($index:literal, nullable $clear:ident): $ty:ty) => {
        $crate::__setter! { [$(#[$meta])*] $arg($index): $ty }
        $crate::__clear! { $clear($index) }
    };
    ([$(#[$meta:meta])*] $arg:ident($index:literal, nullable_list $clear:ident): $ty:ty) => {
        $crate::__setter! { [$(#[$meta])*] $arg($index, list): $ty }
        $crate::__clear! { $clear($index) }
    };
}

/// The method that sends null.
#[doc(hidden)]
#[macro_export]
macro_rules! __clear {
    ($clear:ident($index:literal)) => {
        /// Sends null, which clears the value.
        #[inline]
        pub fn $clear(mut self) -> Self {
            self.0.raw_mut().set_null($index);
            self
        }
    };
}

/// What is only there with the runtime's feature `blocking`.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_blocking {
    ($($item:item)*) => { $($item)* };
}

/// What is only there with the runtime's feature `blocking`.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_blocking {
    ($($item:item)*) => {};
}
