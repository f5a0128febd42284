//! How each fault is run: the tables of the areas are made of this.

use cc_faults::case::Ran;

/// How a fault is run.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bound {
    /// By what the list says, which is all in its words.
    Alone,
    /// By what the list says; what it asserts in prose follows from that, for this reason.
    Implied(&'static str),
    /// By what the list says, and after each case by this function, which panics if an assertion in prose does not hold.
    Check(fn(&Ran)),
    /// By this function alone, which panics if something is not as the list says.
    Story(fn()),
}

/// The table of an area. Each line becomes a test with the name of the fault.
macro_rules! faults {
    ($($id:ident => $bound:expr,)*) => {
        /// How the faults of this area are run.
        pub(crate) const BOUND: &[(&str, $crate::bound::Bound)] = {
            use $crate::bound::Bound::*;
            &[$((stringify!($id), $bound)),*]
        };

        #[expect(non_snake_case, reason = "the tests bear the names of the faults")]
        mod runs {
            $(#[test]
            fn $id() {
                $crate::runner::run(stringify!($id), super::BOUND);
            })*
        }
    };
}

pub(crate) use faults;
