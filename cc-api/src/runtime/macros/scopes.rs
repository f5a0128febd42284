//! `scopes!` and `key_scopes!`: the permissions of an API, as values and as types.
//!
//! ```ignore
//! scopes! {
//!     /// Read posts, drops and the lists that sort them. (page)
//!     ContentRead = "content:read" {
//!         message: "the key type `{Self}` does not hold the scope `content:read`",
//!         label: "needs `content:read`, as the vendor's page says",
//!         note: "add it to the key's declaration: `key_scopes! { pub Name: ContentRead }`",
//!         inferred_label: "needs `content:read`, it seems: nobody documented it",
//!     }
//! }
//! ```
//!
//! makes the open enum `Scope`, and `grants` with a trait for each scope, its twin in `grants::inferred` and
//! `grants::SessionToken`. The plain client's [`AnyKey`](crate::AnyKey) holds them all, since it asks for nothing.
//! The texts are written out by the generator, as attributes take literals only.
//!
//! A crate exports its own `key_scopes!`, three lines that name its module:
//!
//! ```ignore
//! #[macro_export]
//! macro_rules! key_scopes {
//!     ($($declaration:tt)*) => { cc_api::__key_scopes! { [$crate::scopes] $($declaration)* } };
//! }
//! ```

/// See the module documentation.
#[doc(hidden)]
#[macro_export]
macro_rules! __scopes {
    ($(
        $(#[$meta:meta])*
        $name:ident = $wire:literal {
            message: $message:literal,
            label: $label:literal,
            note: $note:literal,
            inferred_label: $inferred_label:literal,
        }
    )*) => {
        $crate::__open_enum! {
            /// A permission that a key can hold.
            pub enum Scope { $( $(#[$meta])* $name = $wire, )* }
        }

        impl ::core::convert::From<Scope> for $crate::internal::ScopeName {
            fn from(scope: Scope) -> Self {
                match scope {
                    $( Scope::$name => Self::Borrowed($wire), )*
                    Scope::Other(text) => Self::Owned(text.into()),
                }
            }
        }

        impl ::core::convert::From<$crate::internal::ScopeName> for Scope {
            fn from(name: $crate::internal::ScopeName) -> Self {
                Self::from(&*name)
            }
        }

        /// What a key type can hold: one trait a scope, implemented by `key_scopes!`.
        pub mod grants {
            $(
                $(#[$meta])*
                #[diagnostic::on_unimplemented(message = $message, label = $label, note = $note)]
                pub trait $name {}
                impl $name for $crate::AnyKey {}
                impl $name for $crate::SessionKey {}
            )*

            /// Held by session tokens: keys can't do what asks for it.
            #[diagnostic::on_unimplemented(
                message = "`{Self}` is a key, and this call takes a session token only",
                label = "needs a session token",
                note = "use a client of the plain type, or of type `SessionKey`, made with a session token"
            )]
            pub trait SessionToken {}
            impl SessionToken for $crate::AnyKey {}
            impl SessionToken for $crate::SessionKey {}

            /// The same scopes, where nobody documented that an operation needs them.
            pub mod inferred {
                $(
                    $(#[$meta])*
                    #[diagnostic::on_unimplemented(
                        message = $message, label = $inferred_label, note = $note
                    )]
                    pub trait $name {}
                    impl $name for $crate::AnyKey {}
                    impl $name for $crate::SessionKey {}
                )*
            }
        }
    };
}

/// A key type with the scopes it holds: `key_scopes! { pub Dashboard: ContentRead + CalendarRead }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __key_scopes {
    (
        [$($module:tt)*]
        $(#[$meta:meta])*
        $vis:vis $name:ident: $first:ident $(+ $more:ident)* $(;)?
    ) => {
        $(#[$meta])*
        #[doc = concat!(
            "A key type; it holds `", stringify!($first), "`" $(, ", `", stringify!($more), "`")*, "."
        )]
        #[derive(Debug, Clone, Copy)]
        $vis enum $name {}

        impl $name {
            /// The scopes that a key of this type holds.
            $vis fn scopes() -> $crate::ScopeSet {
                <Self as $crate::KeyScopes>::scopes()
            }
        }

        const _: () = {
            use $($module)*::{Scope as __Scope, grants as __grants};
            $crate::__grant_scopes! { __Scope, __grants, $name: $first $($more)* }
        };
    };
}

/// What a key type holds, scope by scope.
#[doc(hidden)]
#[macro_export]
macro_rules! __grant_scopes {
    ($scope:ident, $grants:ident, $name:ident: $($held:ident)*) => {
        impl $crate::KeyScopes for $name {
            fn scopes() -> $crate::ScopeSet {
                ::core::iter::FromIterator::from_iter([$( $scope::$held ),*])
            }
        }

        $(
            impl $grants::$held for $name {}
            impl $grants::inferred::$held for $name {}
        )*
    };
}
