//! The file of a recording: begun, or gone on with where an earlier run stopped.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use serde_json::Value;

use crate::{Exit, Failure};

/// A file to record into.
pub(super) struct Tape {
    /// It stands at its end.
    pub(super) file: File,
    /// Whether it has its first line.
    pub(super) begun: bool,
}

impl Tape {
    /// The operations that a file holds an answer of; those that said “later” don't count. Nothing is touched.
    pub(super) fn look(path: &Path) -> Result<BTreeSet<String>, Failure> {
        match File::open(path) {
            Ok(mut file) => Ok(read(&mut file, path)?.0),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeSet::new()),
            Err(error) => Err(failed(path, &error)),
        }
    }

    /// Opens a file, to be written to behind what is there; only this user may read it. Half a line at its end is cut off.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(|error| failed(path, &error))?;
        let (_, whole) = read(&mut file, path)?;
        #[cfg(unix)]
        file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))
            .map_err(|error| failed(path, &error))?;
        let cut = file.set_len(whole).and_then(|()| file.seek(SeekFrom::Start(whole)));
        cut.map_err(|error| failed(path, &error))?;
        Ok(Self { file, begun: whole > 0 })
    }
}

/// The operations in a file, and the length of its whole lines. A file that is no recording is refused.
fn read(file: &mut File, path: &Path) -> Result<(BTreeSet<String>, u64), Failure> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|error| failed(path, &error))?;
    let whole = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1);
    let mut lines =
        bytes.get(..whole).unwrap_or(&[]).split(|b| *b == b'\n').map(serde_json::from_slice::<Value>);
    let is_ours = match lines.next() {
        Some(Ok(first)) => first["recording"] == 1,
        _ => bytes.is_empty(),
    };
    if !is_ours {
        return Err(Failure::new(
            Exit::Usage,
            format!("{} is there already, and is no recording", path.display()),
        )
        .hint("name another file"));
    }
    let mut held = BTreeSet::new();
    for line in lines.flatten() {
        let later = matches!(line["status"].as_u64(), None | Some(429 | 500..));
        if let (Some(operation), false) = (line["operation"].as_str(), later) {
            held.insert(operation.to_owned());
        }
    }
    Ok((held, u64::try_from(whole).unwrap_or(u64::MAX)))
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::Local, format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::Tape;

    #[test]
    fn a_recording_goes_on_behind_its_last_whole_line_and_nothing_else_is_touched() {
        let path = std::env::temp_dir().join(format!("ccapi-tape-{}.jsonl", std::process::id()));
        let lines =
            "{\"recording\":1}\n{\"operation\":\"a\",\"status\":200}\n{\"operation\":\"b\",\"status\":429}\n";
        for (before, held, after) in [
            ("", &[][..], Some("+\n".to_owned())),
            (lines, &["a"], Some(format!("{lines}+\n"))),
            (&format!("{lines}{{\"operation\":\"c\",\"st"), &["a"], Some(format!("{lines}+\n"))),
            ("{\"recor", &[], None),
            ("my notes\n", &[], None),
        ] {
            std::fs::write(&path, before).unwrap();
            let looked = Tape::look(&path);
            match (Tape::open(&path), after) {
                (Ok(mut tape), Some(after)) => {
                    assert_eq!(Vec::from_iter(looked.unwrap()), held, "{before}");
                    assert_eq!(tape.begun, !before.is_empty(), "{before}");
                    tape.file.write_all(b"+\n").unwrap();
                    assert_eq!(std::fs::read_to_string(&path).unwrap(), after, "{before}");
                }
                (Err(refused), None) => {
                    assert!(refused.to_string().ends_with("is no recording"), "{refused}");
                    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
                }
                (opened, _) => panic!("{before}: {:?}", opened.err()),
            }
        }
        std::fs::remove_file(path).unwrap();
    }
}
