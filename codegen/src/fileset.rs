//! Files as a set: what a run made, compared with what is on disk. Reads and writes nothing itself.

use std::collections::BTreeMap;

/// A file that the generator made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GeneratedFile {
    /// Where it belongs, below the folder that is being generated into, with `/` on every platform:
    /// `cc-api/src/generated/content/types.rs`.
    pub path: String,
    /// Its text.
    pub content: String,
}

/// The files of a run, ordered by path, each path once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileSet {
    files: BTreeMap<String, String>,
}

/// How a set differs from what is on disk; each list is ordered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// On disk with another text.
    pub changed: Vec<String>,
    /// Not on disk.
    pub missing: Vec<String>,
    /// On disk although the run did not make them.
    pub left_over: Vec<String>,
    /// On disk with the very same text.
    pub unchanged: Vec<String>,
}

impl FileSet {
    /// The path and the text of each file, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, content)| (path.as_str(), content.as_str()))
    }

    /// The text of the file at this path.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Adds a file; one with the same path is replaced.
    pub fn insert(&mut self, file: GeneratedFile) {
        self.files.insert(file.path, file.content);
    }

    /// Compares the set with the files found on disk, path to text.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use codegen::fileset::{FileSet, GeneratedFile};
    ///
    /// let file = |path: &str| GeneratedFile { path: path.to_owned(), content: String::from("new") };
    /// let set: FileSet = [file("a.rs"), file("b.rs")].into_iter().collect();
    /// let on_disk = BTreeMap::from([("b.rs".to_owned(), "old".to_owned()), ("c.rs".to_owned(), String::new())]);
    /// let changes = set.compare(&on_disk);
    /// assert_eq!((changes.missing, changes.changed, changes.left_over),
    ///     (vec!["a.rs".to_owned()], vec!["b.rs".to_owned()], vec!["c.rs".to_owned()]));
    /// ```
    pub fn compare(&self, on_disk: &BTreeMap<String, String>) -> Changes {
        let mut changes = Changes::default();
        for (path, content) in &self.files {
            let list = match on_disk.get(path) {
                None => &mut changes.missing,
                Some(text) if text == content => &mut changes.unchanged,
                Some(_) => &mut changes.changed,
            };
            list.push(path.clone());
        }
        changes.left_over = on_disk.keys().filter(|path| !self.files.contains_key(*path)).cloned().collect();
        changes
    }
}

impl FromIterator<GeneratedFile> for FileSet {
    fn from_iter<I: IntoIterator<Item = GeneratedFile>>(files: I) -> Self {
        let mut set = Self::default();
        files.into_iter().for_each(|file| set.insert(file));
        set
    }
}

impl Changes {
    /// Whether the disk holds exactly the set.
    pub fn is_clean(&self) -> bool {
        self.changed.is_empty() && self.missing.is_empty() && self.left_over.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{FileSet, GeneratedFile};

    fn file(path: &str, content: &str) -> GeneratedFile {
        GeneratedFile { path: path.to_owned(), content: content.to_owned() }
    }

    #[test]
    fn files_are_ordered_by_path_whatever_the_order_they_come_in() {
        let set: FileSet = [file("b", "2"), file("a", "1"), file("b", "3")].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [("a", "1"), ("b", "3")]);
        assert_eq!((set.len(), set.is_empty(), set.get("b")), (2, false, Some("3")));
    }

    #[test]
    fn a_set_that_is_on_disk_as_it_stands_is_clean() {
        let set: FileSet = [file("a", "1")].into_iter().collect();
        let disk = set.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        let changes = set.compare(&disk);
        assert!(changes.is_clean());
        assert_eq!(changes.unchanged, ["a"]);
    }
}
