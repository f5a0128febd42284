//! The spec as plain JSON values, with references followed on the way.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// All files of the spec, by their path below its folder: `paths/content.yaml`.
#[derive(Debug)]
pub struct Spec {
    files: BTreeMap<String, Value>,
}

/// A value of the spec, and the file that it stands in: references are relative to that.
#[derive(Debug, Clone, Copy)]
pub struct Node<'s> {
    spec: &'s Spec,
    file: &'s str,
    value: &'s Value,
}

impl Spec {
    /// Reads every YAML and JSON file below the folder.
    ///
    /// # Panics
    ///
    /// If a file can't be read: the claims are nothing without the spec.
    pub fn read(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        read_folder(folder, "", &mut files);
        Self { files }
    }

    /// The document itself: `openapi.yaml`.
    pub fn root(&self) -> Node<'_> {
        self.file("openapi.yaml")
    }

    fn file<'s>(&'s self, path: &str) -> Node<'s> {
        match self.files.get_key_value(path) {
            Some((file, value)) => Node { spec: self, file, value },
            None => panic!("the spec has no file {path}"),
        }
    }
}

impl<'s> Node<'s> {
    /// The value as it stands.
    pub fn value(self) -> &'s Value {
        self.value
    }

    /// The value under a key, if there is one, its reference followed.
    pub fn get(self, key: &str) -> Option<Self> {
        self.value.get(key).map(|value| Self { value, ..self }.followed())
    }

    /// The text under a key, if there is one.
    pub fn text(self, key: &str) -> Option<&'s str> {
        self.value.get(key)?.as_str()
    }

    /// Whether the key is there and true.
    pub fn is_true(self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// The entries of the list under a key; none if there is no list.
    pub fn list(self, key: &str) -> Vec<Self> {
        let list = self.value.get(key).and_then(Value::as_array);
        list.into_iter().flatten().map(|value| Self { value, ..self }.followed()).collect()
    }

    /// The entries of the map under a key, in the order of the file; none if there is no map.
    pub fn map(self, key: &str) -> Vec<(&'s str, Self)> {
        self.get(key).map(Self::entries).unwrap_or_default()
    }

    /// The entries of this map; none if it is none.
    pub fn entries(self) -> Vec<(&'s str, Self)> {
        let map = self.value.as_object();
        map.into_iter()
            .flatten()
            .map(|(key, value)| (key.as_str(), Self { value, ..self }.followed()))
            .collect()
    }

    fn followed(self) -> Self {
        let mut node = self;
        while let Some(reference) = node.text("$ref") {
            let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
            let file = if path.is_empty() { node.file.to_owned() } else { join(node.file, path) };
            let target = node.spec.file(&file);
            match target.value.pointer(pointer) {
                Some(value) => node = Self { value, ..target },
                None => panic!("{}: nothing at {reference}", node.file),
            }
        }
        node
    }
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Value>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.map(|entry| entry.expect("the folder can be listed")) {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), files);
        } else if path.extension().is_some_and(|extension| extension == "yaml" || extension == "json") {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
            let value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            files.insert(name, value);
        }
    }
}

/// The path that `reference` means when it stands in `file`.
fn join(file: &str, reference: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in reference.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn references_are_relative_to_the_file_that_they_stand_in() {
        for (file, reference, target) in [
            ("openapi.yaml", "paths/content.yaml", "paths/content.yaml"),
            ("paths/content.yaml", "../schemas/content.yaml", "schemas/content.yaml"),
            ("schemas/search.yaml", "content.yaml", "schemas/content.yaml"),
            ("schemas/search.yaml", "./content.yaml", "schemas/content.yaml"),
        ] {
            assert_eq!(join(file, reference), target);
        }
    }
}
