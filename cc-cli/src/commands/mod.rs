//! The commands that are no operations of the API.

mod api;
mod auth;
mod completion;
mod dashboard;
mod doctor;
mod export;
mod journal;
mod keys;
mod man;
mod quota;
mod sandbox;

use clap::{ArgMatches, Command};

use crate::Failure;
use crate::speech::Speech;

/// A command of our own.
pub(crate) struct Own {
    pub(crate) name: &'static str,
    pub(crate) command: fn() -> Command,
    pub(crate) run: fn(&ArgMatches, &Speech) -> Result<(), Failure>,
}

/// All of them, in the order of the help.
pub(crate) const ALL: &[Own] = &[
    auth::OWN,
    dashboard::OWN,
    export::OWN,
    keys::OWN,
    journal::OWN,
    quota::OWN,
    doctor::OWN,
    sandbox::OWN,
    api::OWN,
    completion::OWN,
    man::OWN,
];
