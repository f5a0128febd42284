//! The accounts that this user has logged in to, by names of the user's own.

use std::collections::BTreeMap;
use std::io;

use cc_api::catalogue::Operation;
use cc_api::{Credential, Error, ErrorKind};
use serde::{Deserialize, Serialize};

use crate::Home;
use crate::key_file::{lock, write_private};
use crate::known_scopes::KnownScopes;

/// The profiles of this user, and which of them is meant when none is named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profiles {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    active: Option<String>,
    #[serde(default)]
    profiles: BTreeMap<String, Profile>,
}

/// An account, without its key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Whose platform it is on, by its slug; the vendor's own if none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// Another address than the vendor's: that of a sandbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_url: Option<String>,
    /// What is known of the key's permissions.
    #[serde(default, skip_serializing_if = "KnownScopes::is_empty")]
    pub scopes: KnownScopes,
}

/// The name of the profile of somebody who needs only one.
const DEFAULT_PROFILE: &str = "default";

impl Profiles {
    /// Reads the profiles; none is no error. An error of kind `Config` says where the file is wrong.
    pub fn read(home: &Home) -> Result<Self, Error> {
        let file = home.profiles_file();
        let unusable = |why: &str| {
            Error::new(ErrorKind::Config, format!("{} can't be used: {why}", file.display()))
                .with_advice("correct the file, or remove it and log in again")
        };
        match std::fs::read_to_string(&file) {
            Ok(text) => toml::from_str(&text).map_err(|error| unusable(error.message())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(unusable(&error.to_string())),
        }
    }

    /// Changes the profiles as they are now: other processes log in and learn, too, and wait meanwhile.
    fn change<T>(
        &mut self,
        home: &Home,
        change: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let file = home.profiles_file();
        let _lock = lock(&file).map_err(|error| unwritable(&file, &error))?;
        *self = Self::read(home)?;
        let before = self.clone();
        let done = change(self)?;
        if *self != before {
            let text = toml::to_string(self).map_err(io::Error::other);
            text.and_then(|text| write_private(&file, &text)).map_err(|error| unwritable(&file, &error))?;
        }
        Ok(done)
    }

    /// The name of the profile that is meant when none is named.
    pub fn active(&self) -> &str {
        self.active.as_deref().unwrap_or(DEFAULT_PROFILE)
    }

    /// A profile by its name.
    pub fn get(&self, name: &str) -> Option<&Profile> {
        self.profiles.get(name)
    }

    /// All profiles, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Profile)> {
        self.profiles.iter().map(|(name, profile)| (name.as_str(), profile))
    }

    /// Adds a profile with its key, or replaces it, and makes it the active one. The key goes into a file of its own.
    pub fn log_in(&mut self, home: &Home, name: &str, profile: Profile, key: &str) -> Result<(), Error> {
        check_name(name)?;
        self.change(home, |profiles| {
            let file = home.key_file(name);
            write_private(&file, key).map_err(|error| unwritable(&file, &error))?;
            profiles.profiles.insert(name.to_owned(), profile);
            profiles.active = Some(name.to_owned());
            Ok(())
        })
    }

    /// Learns of a profile's key how a call with it has ended: see [`KnownScopes::learn`]. A profile that is gone
    /// meanwhile stays gone, and one that has another key learns nothing.
    pub(crate) fn learn(
        home: &Home,
        name: &str,
        key: &Credential,
        operation: &Operation,
        ended: Result<(), &Error>,
    ) -> Result<(), Error> {
        Self::default().change(home, |profiles| {
            let Some(profile) = profiles.profiles.get_mut(name) else { return Ok(()) };
            if Self::key(home, name)? == *key {
                profile.scopes.learn(operation, ended);
            }
            Ok(())
        })
    }

    /// Makes another profile the active one. An error of kind `Config` names those that there are.
    pub fn switch(&mut self, home: &Home, name: &str) -> Result<(), Error> {
        self.change(home, |profiles| {
            if !profiles.profiles.contains_key(name) {
                return Err(profiles.unknown(name));
            }
            profiles.active = Some(name.to_owned());
            Ok(())
        })
    }

    /// Removes a profile and its key.
    pub fn log_out(&mut self, home: &Home, name: &str) -> Result<(), Error> {
        self.change(home, |profiles| {
            if profiles.profiles.remove(name).is_none() {
                return Err(profiles.unknown(name));
            }
            let file = home.key_file(name);
            match std::fs::remove_file(&file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(unwritable(&file, &error));
                }
                _ => {}
            }
            if profiles.active.as_deref() == Some(name) {
                profiles.active = profiles.profiles.keys().next().cloned();
            }
            Ok(())
        })
    }

    /// The key of a profile, out of its file.
    pub(crate) fn key(home: &Home, name: &str) -> Result<Credential, Error> {
        Credential::from_file(home.key_file(name))
    }

    /// There is no such profile, and these are those that there are.
    pub(crate) fn unknown(&self, name: &str) -> Error {
        let mut names = String::new();
        for known in self.profiles.keys() {
            let comma = if names.is_empty() { "" } else { ", " };
            names.push_str(comma);
            names.push_str(known);
        }
        let there_are = if names.is_empty() { "none yet".to_owned() } else { names };
        Error::new(ErrorKind::Config, format!("there is no profile `{name}`; there are: {there_are}"))
    }
}

/// A name of a profile is that of a file, too.
fn check_name(name: &str) -> Result<(), Error> {
    let fits = (1..=40).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if fits {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Config, "a profile's name has 1 to 40 letters, digits, `-` or `_`"))
}

fn unwritable(file: &std::path::Path, error: &io::Error) -> Error {
    Error::new(ErrorKind::Config, format!("{} can't be written: {error}", file.display()))
        .with_advice("make room or give this user the right to write there, or set CC_HOME to another folder")
}

#[cfg(test)]
mod tests {
    use cc_api::catalogue::{Access, Evidence, Operation};

    use super::{Profile, Profiles};
    use crate::testing::Folder;
    use crate::{Account, Home};

    #[test]
    fn a_profile_comes_back_as_it_was_written_and_its_key_lies_apart() {
        let folder = Folder::new("profiles");
        let home = Home::within(folder.path());
        let mut profiles = Profiles::read(&home).unwrap();
        assert_eq!((profiles.active(), profiles.iter().count()), ("default", 0));
        let tenant = Profile { tenant: Some("acme".to_owned()), ..Profile::default() };
        profiles.log_in(&home, "work", tenant.clone(), "cc_CANARY7f3a9d").unwrap();
        profiles.log_in(&home, "home", Profile::default(), "cc_other").unwrap();

        let mut read = Profiles::read(&home).unwrap();
        assert_eq!((&read, read.active(), read.get("work")), (&profiles, "home", Some(&tenant)));
        let text = std::fs::read_to_string(home.profiles_file()).unwrap();
        assert!(!text.contains("CANARY"), "{text}");
        read.switch(&home, "work").unwrap();
        assert!(read.switch(&home, "else").unwrap_err().to_string().contains("there are: home, work"));
        read.log_out(&home, "work").unwrap();
        assert_eq!((read.active(), home.key_file("work").exists()), ("home", false));
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_refused() {
        let folder = Folder::new("profile-names");
        let home = Home::within(folder.path());
        for name in ["", "../up", "a/b", "with space", &"x".repeat(41)] {
            let refused = Profiles::default().log_in(&home, name, Profile::default(), "cc_1");
            assert!(refused.unwrap_err().to_string().contains("a profile's name has"), "{name}");
        }
    }

    #[test]
    fn a_file_that_is_no_list_of_profiles_is_named_and_left_alone() {
        let folder = Folder::new("profiles-broken");
        let home = Home::within(folder.path());
        std::fs::create_dir_all(home.profiles_file().parent().unwrap()).unwrap();
        std::fs::write(home.profiles_file(), "active = 1").unwrap();
        let error = Profiles::read(&home).unwrap_err().to_string();
        assert!(error.contains("profiles.toml can't be used") && error.contains("log in again"), "{error}");
    }

    #[test]
    fn what_others_changed_meanwhile_stays() {
        let folder = Folder::new("profiles-shared");
        let home = Home::within(folder.path());
        let (mut one, mut other) = (Profiles::default(), Profiles::default());
        one.log_in(&home, "one", Profile::default(), "cc_1").unwrap();
        other.log_in(&home, "other", Profile::default(), "cc_2").unwrap();
        one.switch(&home, "one").unwrap();
        let names: Vec<&str> = one.iter().map(|(name, _)| name).collect();
        assert_eq!((names, one.active()), (vec!["one", "other"], "one"));
    }

    #[test]
    fn a_key_learns_for_later_and_the_key_that_took_its_place_does_not() {
        const READS: Access = Access::Scoped { any_of: &[&["posts:read"]], evidence: Evidence::Page };
        const OPERATION: Operation = Operation { access: READS, ..Operation::BLANK };
        let folder = Folder::new("profiles-learning");
        let home = Home::within(folder.path());
        Profiles::default().log_in(&home, "work", Profile::default(), "cc_first").unwrap();
        let account = Account::find(&home, Some("work")).unwrap();
        account.learn(&home, &OPERATION, Ok(())).unwrap();
        let held = |name| Account::find(&home, Some(name)).unwrap().scopes.held().to_string();
        assert_eq!(held("work"), "posts:read");
        Profiles::default().log_in(&home, "work", Profile::default(), "cc_second").unwrap();
        account.learn(&home, &OPERATION, Ok(())).unwrap();
        assert_eq!(held("work"), "");
    }
}
