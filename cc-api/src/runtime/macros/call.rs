//! `call_with!` and `calls!`: calls with optional arguments.
//!
//! ```ignore
//! call_with! {
//!     /// A call with optional arguments.
//!     pub struct CallWith;
//! }
//! calls! {
//!     /// The optional arguments of [`Content::get_posts`].
//!     pub type GetPosts = CallWith<PagedCall<Post>> {
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
//! The first makes, once in a crate, a newtype over `Call<T>` or `PagedCall<T>` with the methods that every call
//! has, and `IntoFuture`. It can't be a type of the runtime, since a crate adds methods to types of its own only.
//! The second makes of it, for each operation, a type with a marker of its own and a setter by value for each
//! argument (the number is its place in the catalogue's list). A `list` takes anything that can be iterated;
//! `nullable` adds a method of the given name that sends null, and `nullable_list` does both. A newtype for each
//! operation would be simpler to say, but the compiler would check the dozen common methods for every one.

/// See the module documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __calls {
    ($(
        $(#[$meta:meta])*
        pub type $name:ident = $call_with:ident<$call:ty> {
            $( $(#[$arg_meta:meta])* $arg:ident($($index:tt)*): $ty:ty, )*
        }
    )*) => {
        mod call {
            $( pub enum $name {} )*
        }

        $(
            $(#[$meta])*
            pub type $name = $call_with<$call, call::$name>;

            impl $name {
                $( $crate::__setter! { [$(#[$arg_meta])*] $arg($($index)*): $ty } )*
            }
        )*
    };
}

/// See the module documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __call_with {
    ($(#[$meta:meta])* pub struct $name:ident;) => {
        $(#[$meta])*
        #[must_use = "a call is sent when it is awaited"]
        pub struct $name<C, Of> {
            call: C,
            of: ::core::marker::PhantomData<fn() -> Of>,
        }

        impl<C: $crate::internal::Sendable, Of> $name<C, Of> {
            #[doc(hidden)]
            #[inline]
            pub fn new(raw: $crate::internal::Raw) -> Self {
                Self { call: C::from_raw(raw), of: ::core::marker::PhantomData }
            }

            /// Ends an attempt that has not begun to answer after this time.
            #[inline]
            pub fn with_timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.call.raw().set_timeout(timeout);
                self
            }

            /// Ends the call, whatever it is doing, after this time.
            #[inline]
            pub fn with_deadline(mut self, deadline: ::core::time::Duration) -> Self {
                self.call.raw().set_deadline(deadline);
                self
            }

            /// Waits for a slot of the quota at most this long; if it would take longer, fails at once with `QuotaWait`.
            #[inline]
            pub fn with_max_wait(mut self, time: ::core::time::Duration) -> Self {
                self.call.raw().set_max_wait(time);
                self
            }

            /// Sends again as this says, where sending again does no harm.
            #[inline]
            pub fn with_retry(mut self, retry: $crate::Retry) -> Self {
                self.call.raw().set_retry(retry);
                self
            }

            /// Waits for the quota in this lane: ahead of less urgent calls, behind more urgent ones.
            #[inline]
            pub fn with_lane(mut self, lane: $crate::Lane) -> Self {
                self.call.raw().set_lane(lane);
                self
            }

            /// Sends a header that the document doesn't know.
            #[inline]
            pub fn with_header(mut self, name: &str, value: &str) -> Self {
                self.call.raw().add_header(name, value);
                self
            }

            /// Sends a query parameter that the document doesn't know.
            #[inline]
            pub fn with_query(mut self, name: &str, value: &str) -> Self {
                self.call.raw().add_query(name, value);
                self
            }

            /// Sends a costly call although the same one is under way, or was begun and nobody knows how it ended. It
            /// may be paid twice then.
            #[inline]
            pub fn with_duplicate_allowed(mut self) -> Self {
                self.call.raw().allow_duplicate();
                self
            }

            /// Sends, and gives status, headers and request id beside the value.
            #[inline]
            pub fn send_with_response(self) -> $crate::Pending<$crate::Response<C::Answer>> {
                self.call.send_with_response()
            }
        }

        $crate::__if_blocking! {
            impl<C: $crate::internal::Sendable, Of> $name<C, Of> {
                /// Sends and waits, for programs without async.
                #[inline]
                pub fn send_blocking(self) -> ::core::result::Result<C::Answer, $crate::Error> {
                    self.call.send_blocking()
                }
            }
        }

        impl<T: $crate::internal::DeserializeOwned, Of> $name<$crate::PagedCall<T>, Of> {
            /// Every entry, page by page as they are asked for.
            #[inline]
            pub fn items(self) -> $crate::Items<T> {
                self.call.items()
            }

            /// The pages, one by one.
            #[inline]
            pub fn pages(self) -> $crate::Pages<T> {
                self.call.pages()
            }

            /// Goes on where an earlier listing stopped.
            #[inline]
            pub fn resume_from(mut self, token: impl ::core::convert::Into<$crate::ResumeToken>) -> Self {
                self.call = self.call.resume_from(token);
                self
            }

            /// Stops a listing with an error after so many pages, entries or so much time.
            #[inline]
            pub fn with_caps(mut self, caps: $crate::ListingCaps) -> Self {
                self.call = self.call.with_caps(caps);
                self
            }

            /// Has a listing make sure that rows which come, go and change places meanwhile hide no others.
            /// `PagedCall::strict` says how, and what it can't see.
            #[inline]
            pub fn strict(mut self) -> Self {
                self.call = self.call.strict();
                self
            }

            /// Asks for the next page of a listing while this one is handed out. `PagedCall::prefetch` says what
            /// that means without a task behind it.
            #[inline]
            pub fn prefetch(mut self) -> Self {
                self.call = self.call.prefetch();
                self
            }
        }

        impl<C: $crate::internal::Sendable, Of> ::core::future::IntoFuture for $name<C, Of> {
            type Output = ::core::result::Result<C::Answer, $crate::Error>;
            type IntoFuture = $crate::Pending<C::Answer>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.call.send()
            }
        }

        impl<T, Of> ::core::convert::From<$name<Self, Of>> for $crate::Call<T> {
            #[inline]
            fn from(with: $name<Self, Of>) -> Self {
                with.call
            }
        }

        impl<T, Of> ::core::convert::From<$name<Self, Of>> for $crate::PagedCall<T> {
            #[inline]
            fn from(with: $name<Self, Of>) -> Self {
                with.call
            }
        }

        // By hand, since a derive would ask the marker for the same traits.
        impl<C: ::core::clone::Clone, Of> ::core::clone::Clone for $name<C, Of> {
            #[inline]
            fn clone(&self) -> Self {
                Self { call: self.call.clone(), of: self.of }
            }
        }

        impl<C: ::core::fmt::Debug, Of> ::core::fmt::Debug for $name<C, Of> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.call, f)
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
            self.call.raw_mut().set($index, &value);
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
            self.call.raw_mut().set($index, &values);
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
            self.call.raw_mut().set_null($index);
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
