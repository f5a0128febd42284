//! How a suite plays the faults of an area: a table, of which each line becomes a test.

/// The table of an area: `F001 => how,`. Each line becomes a test with the name of the fault.
///
/// How a fault can be played, and what plays it, are the suite's own: its `bound::Bound` and its `runner::run`.
#[macro_export]
#[expect(clippy::crate_in_macro_def, reason = "each suite has its own ways to play a fault")]
macro_rules! faults {
    ($($id:ident => $bound:expr,)*) => {
        /// How the faults of this area are played.
        pub(crate) const BOUND: &[(&str, crate::bound::Bound)] = {
            use crate::bound::Bound::*;
            &[$((stringify!($id), $bound)),*]
        };

        #[expect(non_snake_case, reason = "the tests bear the names of the faults")]
        mod runs {
            $(#[test]
            fn $id() {
                crate::runner::run(stringify!($id), super::BOUND);
            })*
        }
    };
}
