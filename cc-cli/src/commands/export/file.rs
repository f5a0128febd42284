//! The file of an export, and how far it is.
//!
//! Beside `library.ndjson` lies `library.ndjson.progress` while the export is under way: how many bytes and entries of the
//! file are whole, and the token to go on from. It is replaced in one step after each page, when the page has reached the
//! disk: what a crash leaves behind it is cut off at the next start, so that no entry stands there twice or in half.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::{Exit, Failure};

/// An export under way.
pub(super) struct Export {
    path: PathBuf,
    file: File,
    bytes: u64,
    count: u64,
    resume: Option<String>,
}

impl Export {
    /// Goes on where an export into this file stopped, or begins one. A file that is no such export is not touched.
    pub(super) fn open(path: PathBuf) -> Result<Self, Failure> {
        let progress = progress_file(&path);
        let text = match std::fs::read_to_string(&progress) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !path.exists() => {
                return Self::begin(path);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Failure::new(Exit::Usage, format!("{} is there already", path.display()))
                    .hint("name another file, or say --restart to begin again in its place"));
            }
            Err(error) => return Err(failed(&progress, &error)),
        };
        let known: Option<(u64, u64, String)> = serde_json::from_str(&text).ok().and_then(|state: Value| {
            Some((state["bytes"].as_u64()?, state["entries"].as_u64()?, state["resume"].as_str()?.to_owned()))
        });
        let Some((bytes, count, resume)) = known else {
            return Err(Failure::new(
                Exit::Local,
                format!("{} does not say how far the export is", progress.display()),
            )
            .hint("say --restart to begin again"));
        };
        let mut file = OpenOptions::new().write(true).open(&path).map_err(|error| failed(&path, &error))?;
        let there = file.metadata().map_err(|error| failed(&path, &error))?.len();
        if there < bytes {
            return Err(Failure::new(
                Exit::Local,
                format!("{} is shorter than what was written", path.display()),
            )
            .hint("say --restart to begin again"));
        }
        let cut = file.set_len(bytes).and_then(|()| file.seek(SeekFrom::Start(bytes)));
        cut.map_err(|error| failed(&path, &error))?;
        Ok(Self { path, file, bytes, count, resume: Some(resume) })
    }

    /// Begins an export, in the place of what is there.
    pub(super) fn begin(path: PathBuf) -> Result<Self, Failure> {
        match std::fs::remove_file(progress_file(&path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(failed(&progress_file(&path), &error));
            }
            _ => {}
        }
        let file = File::create(&path).map_err(|error| failed(&path, &error))?;
        Ok(Self { path, file, bytes: 0, count: 0, resume: None })
    }

    /// The token to go on from.
    pub(super) fn resume(&self) -> Option<&str> {
        self.resume.as_deref()
    }

    /// How many entries are in the file.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Adds a page, and keeps where to go on after it; the last page has nothing after it.
    pub(super) fn add(&mut self, entries: &[Value], next: Option<&str>) -> Result<(), Failure> {
        let mut lines = String::new();
        for entry in entries {
            lines.push_str(&entry.to_string());
            lines.push('\n');
        }
        let written = self.file.write_all(lines.as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|error| failed(&self.path, &error))?;
        self.bytes += lines.len() as u64;
        self.count += entries.len() as u64;
        let Some(next) = next else { return Ok(()) };
        self.resume = Some(next.to_owned());
        let state = json!({ "bytes": self.bytes, "entries": self.count, "resume": next });
        let (progress, beside) = (progress_file(&self.path), with_ending(&self.path, ".progress.new"));
        let replaced =
            std::fs::write(&beside, state.to_string()).and_then(|()| std::fs::rename(&beside, &progress));
        replaced.map_err(|error| failed(&progress, &error))
    }

    /// Ends the export: the file is whole. Gives the number of its entries.
    pub(super) fn finish(self) -> Result<u64, Failure> {
        match std::fs::remove_file(progress_file(&self.path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&self.path, &error)),
            _ => Ok(self.count),
        }
    }
}

fn progress_file(path: &Path) -> PathBuf {
    with_ending(path, ".progress")
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::Local, format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use serde_json::json;

    use super::Export;

    fn path(test: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("ccapi-export-{}-{test}", std::process::id()));
        for ending in ["", ".progress"] {
            let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
        }
        path
    }

    #[test]
    fn what_a_crash_left_behind_is_cut_off_and_nothing_stands_there_twice() {
        let path = path("crash");
        let mut export = Export::open(path.clone()).unwrap();
        export.add(&[json!({ "id": 1 }), json!({ "id": 2 })], Some("after-2")).unwrap();
        drop(export);
        // Half a page more, without a word of it.
        std::fs::write(&path, "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n{\"i").unwrap();

        let mut export = Export::open(path.clone()).unwrap();
        assert_eq!((export.resume(), export.count()), (Some("after-2"), 2));
        export.add(&[json!({ "id": 3 })], None).unwrap();
        assert_eq!(export.finish().unwrap(), 3);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");
        let again = Export::open(path.clone()).err().unwrap();
        assert!(again.to_string().ends_with("is there already"), "{again}");
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_file_that_lost_something_is_not_gone_on_with() {
        let path = path("short");
        Export::open(path.clone()).unwrap().add(&[json!({ "id": 1 })], Some("t")).unwrap();
        std::fs::write(&path, "").unwrap();
        let refused = Export::open(path.clone()).err().unwrap();
        assert!(refused.to_string().contains("is shorter than what was written"), "{refused}");
        assert_eq!(Export::begin(path.clone()).unwrap().count(), 0);
        std::fs::remove_file(path).unwrap();
    }
}
