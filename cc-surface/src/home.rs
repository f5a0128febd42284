//! The folders of this user that hold profiles, keys and what processes share.

use std::path::{Path, PathBuf};

use cc_api::{Error, ErrorKind};
use etcetera::BaseStrategy as _;

/// The folders of this user: `CC_HOME` for all of them, or where the system keeps such things (on Linux below
/// `~/.config` and `~/.local/state`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    config: PathBuf,
    state: PathBuf,
}

/// The name of our folder in each of the system's.
const FOLDER: &str = "coffee-contracts";

impl Home {
    /// The folders that the environment and the system name. Nothing is made yet. An error of kind `Config` says that
    /// this user has no home folder.
    pub fn of_this_user() -> Result<Self, Error> {
        if let Some(folder) = std::env::var_os("CC_HOME").filter(|folder| !folder.is_empty()) {
            return Ok(Self::within(Path::new(&folder)));
        }
        let folders = etcetera::choose_base_strategy().map_err(|_| {
            Error::new(ErrorKind::Config, "this user has no home folder")
                .with_advice("set CC_HOME to a folder that may be written to")
        })?;
        let config = folders.config_dir().join(FOLDER);
        let state = folders.state_dir().unwrap_or_else(|| folders.data_dir()).join(FOLDER);
        Ok(Self { config, state })
    }

    /// All folders within one.
    pub fn within(folder: &Path) -> Self {
        Self { config: folder.join("config"), state: folder.join("state") }
    }

    /// The profiles; no secrets are in it.
    pub fn profiles_file(&self) -> PathBuf {
        self.config.join("profiles.toml")
    }

    /// The key of a profile, alone in a file.
    pub fn key_file(&self, profile: &str) -> PathBuf {
        self.config.join("keys").join(profile)
    }

    /// The quota of all processes of this machine.
    pub fn quota_file(&self) -> PathBuf {
        self.state.join("quota.sqlite")
    }

    /// Who is connected to a server for many people; keys lie in it, sealed.
    pub fn connections_file(&self) -> PathBuf {
        self.state.join("connections.sqlite")
    }

    /// The journal of costly calls.
    pub fn journal_folder(&self) -> PathBuf {
        self.state.join("journal")
    }
}
