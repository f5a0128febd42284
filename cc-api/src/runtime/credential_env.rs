//! Credentials and settings from the environment.
//!
//! With the prefix `CC`: `CC_API_KEY`, then the file named by `CC_API_KEY_FILE`, then `CC_SESSION_TOKEN`; besides,
//! `CC_TENANT` and `CC_BASE_URL`. The file has to be ours alone (mode 0600) and no symbolic link, since a key that
//! others can read or swap is no key.

use std::path::Path;

use zeroize::Zeroizing;

use super::catalogue::ApiInfo;
use super::credential::Credential;
use super::error::Error;

/// Reads a variable; a seam, so that tests need not change the environment of the process.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Reads a variable of this process; empty counts as unset.
pub(crate) fn process_env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

impl Credential {
    /// The credential that the environment names for this API, in the order of the module's documentation.
    pub fn from_env_of(api: &ApiInfo) -> Result<Self, Error> {
        credential(api, &process_env)
    }

    /// An API key out of a file that holds nothing else. The file has to be this user's alone (mode 0600 on Unix) and no
    /// symbolic link; an error of kind `Config` says what is wrong with it, and never what is in it.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, Error> {
        key_file(path.as_ref())
    }
}

pub(crate) fn credential(api: &ApiInfo, env: Lookup<'_>) -> Result<Credential, Error> {
    let named = |name: &str| format!("{}_{name}", api.env_prefix);
    let (key, file, session) = (named("API_KEY"), named("API_KEY_FILE"), named("SESSION_TOKEN"));
    let found = if let Some(text) = env(&key) {
        Credential::api_key(text).map_err(|error| from_variable(&error, &key))
    } else if let Some(path) = env(&file) {
        key_file(Path::new(&path)).map_err(|error| from_variable(&error, &file))
    } else if let Some(text) = env(&session) {
        Credential::session_token(text).map_err(|error| from_variable(&error, &session))
    } else {
        Err(Error::config(format!("no credential: set {key}, or {file}, or {session}")))
    }?;
    found.check(api)?;
    Ok(found)
}

fn from_variable(error: &Error, name: &str) -> Error {
    Error::config(format!("{name}: {}", error.message()))
}

fn key_file(path: &Path) -> Result<Credential, Error> {
    let unreadable = |error: std::io::Error| {
        Error::config(format!("the key file {} can't be read: {}", path.display(), error.kind()))
    };
    let named = std::fs::symlink_metadata(path).map_err(unreadable)?;
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let opened = file.metadata().map_err(unreadable)?;
    if !opened.is_file() || opened.len() > 8192 {
        return Err(Error::config(format!("the key file {} is no small plain file", path.display())));
    }
    check_ours(path, &named, &opened)?;
    let text = Zeroizing::new(std::io::read_to_string(file).map_err(unreadable)?);
    Credential::api_key(text.trim_end_matches(['\r', '\n']))
}

#[cfg(unix)]
fn check_ours(path: &Path, named: &std::fs::Metadata, opened: &std::fs::Metadata) -> Result<(), Error> {
    use std::os::unix::fs::MetadataExt as _;

    let refuse = |why: &str| Err(Error::config(format!("the key file {} {why}", path.display())));
    if named.file_type().is_symlink() || (named.dev(), named.ino()) != (opened.dev(), opened.ino()) {
        return refuse("is a symbolic link; name the file itself");
    }
    if opened.mode() & 0o077 != 0 {
        return refuse(
            "can be read by others; run `chmod 600` on it, and replace the key if others were there",
        );
    }
    // A file of mode 0600 is readable by its owner and by root alone, so only root can meet a stranger's.
    let me = std::fs::metadata("/proc/self").map(|process| process.uid());
    if me.is_ok_and(|me| me != opened.uid()) {
        return refuse("belongs to somebody else");
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_ours(path: &Path, named: &std::fs::Metadata, _: &std::fs::Metadata) -> Result<(), Error> {
    if named.file_type().is_symlink() {
        return Err(Error::config(format!("the key file {} is a symbolic link", path.display())));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::credential;
    use crate::runtime::fake::TEST_API;

    fn read(variables: &[(&str, &str)]) -> Result<String, String> {
        let map: BTreeMap<_, _> = variables.iter().copied().collect();
        let lookup = |name: &str| map.get(name).map(|value| (*value).to_owned());
        credential(&TEST_API, &lookup).map(|found| format!("{found:?}")).map_err(|error| error.to_string())
    }

    #[test]
    fn variables_are_read_in_the_documented_order() {
        let all =
            [("CC_API_KEY", "cc_first"), ("CC_API_KEY_FILE", "/nowhere"), ("CC_SESSION_TOKEN", "token")];
        assert_eq!(read(&all).unwrap(), "ApiKey(cc_****)");
        assert!(read(&all[1..]).unwrap_err().contains("CC_API_KEY_FILE: the key file /nowhere"));
        assert_eq!(read(&all[2..]).unwrap(), "SessionToken(****)");
        assert_eq!(
            read(&[]).unwrap_err(),
            "no credential: set CC_API_KEY, or CC_API_KEY_FILE, or CC_SESSION_TOKEN"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_has_to_be_ours_alone_and_no_link() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        let folder = std::env::temp_dir().join(format!("cc-api-key-file-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (file, link) = (folder.join("key"), folder.join("link"));
        std::fs::write(&file, "cc_CANARY_7f3a9d\n").unwrap();
        symlink(&file, &link).unwrap();
        for (path, mode, part) in [
            (&file, 0o600, "ApiKey(cc_****3a9d)"),
            (&file, 0o644, "can be read by others"),
            (&link, 0o600, "is a symbolic link"),
        ] {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
            let found = read(&[("CC_API_KEY_FILE", path.to_str().unwrap())]).unwrap_or_else(|error| error);
            assert!(found.contains(part), "{found}");
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
