//! What a long run tells while it is under way.

use crate::error::Cause;
use crate::step::StepRun;

/// What has just happened in a run.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// A step is about to be sent.
    Started {
        /// Which one it is, from 1.
        number: usize,
        /// How many there are.
        total: usize,
        /// Its name.
        step: &'static str,
        /// What it is for.
        purpose: &'static str,
    },
    /// A step is done.
    Finished {
        /// Which one it is, from 1.
        number: usize,
        /// How many there are.
        total: usize,
        /// What became of it.
        run: &'a StepRun,
    },
    /// A step failed.
    Failed {
        /// Which one it is, from 1.
        number: usize,
        /// How many there are.
        total: usize,
        /// Why.
        cause: &'a Cause,
        /// Whether the run goes on with the next step.
        goes_on: bool,
    },
}

impl Progress<'_> {
    /// How many steps are over, and how many there are.
    pub fn done(&self) -> (usize, usize) {
        match *self {
            Self::Started { number, total, .. } => (number - 1, total),
            Self::Finished { number, total, .. } | Self::Failed { number, total, .. } => (number, total),
        }
    }
}
