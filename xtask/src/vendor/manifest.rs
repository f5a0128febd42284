//! What was brought in: name, version, licence, source, and the checksums of what it was and of what is stored.

use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::fetch::Package;

/// The manifest's own file.
pub(super) const NAME: &str = "manifest.json";
/// The text of the licence. The package bears none, so it is written down here once, from its repository.
pub(super) const LICENCE: &str = "LICENSE";

/// The manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The package in the npm registry.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence, as an SPDX expression.
    pub licence: String,
    /// The file of the registry that it came out of.
    pub source: String,
    /// Which file of the package it is.
    pub path: String,
    /// What it is called here.
    pub file: String,
    /// The SHA-256 of the file here.
    pub sha256: String,
    /// The SHA-256 of the file in the package: the one here, decompressed.
    pub published_sha256: String,
}

impl Manifest {
    /// Reads it.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(NAME);
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("the manifest `{}` can't be read", path.display()))?;
        let members: Map<String, Value> = serde_json::from_str(&text)
            .with_context(|| format!("the manifest `{}` is not an object of JSON", path.display()))?;
        let member = |name: &str| {
            let value = members.get(name).and_then(Value::as_str);
            value.map(str::to_owned).with_context(|| format!("`{}` lacks the text `{name}`", path.display()))
        };
        Ok(Self {
            name: member("name")?,
            version: member("version")?,
            licence: member("licence")?,
            source: member("source")?,
            path: member("path")?,
            file: member("file")?,
            sha256: member("sha256")?,
            published_sha256: member("published_sha256")?,
        })
    }

    /// Its text.
    pub(super) fn text(&self) -> String {
        let members = json!({
            "name": self.name,
            "version": self.version,
            "licence": self.licence,
            "source": self.source,
            "path": self.path,
            "file": self.file,
            "sha256": self.sha256,
            "published_sha256": self.published_sha256,
        });
        format!("{members:#}\n")
    }

    /// Takes a package over: what is to be stored, with its checksums noted.
    pub(super) fn take_over(&mut self, package: &Package) -> Result<Vec<u8>> {
        if package.licence != self.licence {
            bail!(
                "{} {} is under `{}`, and the text here is that of `{}`: read the new one, and change {LICENCE} and \
                 the manifest if we may still pass it on",
                self.name,
                self.version,
                package.licence,
                self.licence
            );
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&package.script)?;
        let stored = encoder.finish()?;
        self.source.clone_from(&package.source);
        self.published_sha256 = sha256(&package.script);
        self.sha256 = sha256(&stored);
        Ok(stored)
    }

    /// In what a stored file differs from what is written here.
    pub(super) fn differences(&self, stored: &[u8]) -> Vec<String> {
        let mut published = Vec::new();
        let mut differences = Vec::new();
        if let Err(error) = GzDecoder::new(stored).read_to_end(&mut published) {
            differences.push(format!("{} can't be decompressed: {error}", self.file));
        }
        let sums = [
            ("as it is stored", sha256(stored), &self.sha256),
            ("decompressed", sha256(&published), &self.published_sha256),
        ];
        for (when, found, written) in sums {
            if found != *written {
                differences.push(format!(
                    "{} has another SHA-256 {when}: {found}, and the manifest says {written}",
                    self.file
                ));
            }
        }
        differences
    }

    /// One for tests.
    #[cfg(test)]
    pub(super) fn sample() -> Self {
        let text = |text: &str| text.to_owned();
        Self {
            name: text("@somebody/reference"),
            version: text("1.2.3"),
            licence: text("MIT"),
            source: text("https://registry.example/reference-1.2.3.tgz"),
            path: text("dist/page.js"),
            file: text("page.js.gz"),
            sha256: String::new(),
            published_sha256: String::new(),
        }
    }
}

fn sha256(bytes: &[u8]) -> String {
    let halves = Sha256::digest(bytes).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.filter_map(|half| char::from_digit(u32::from(half), 16)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_licence_is_not_taken_over() {
        let package = Package {
            script: Vec::new(),
            licence: String::from("BUSL-1.1"),
            source: String::from("https://registry.example/reference-1.2.4.tgz"),
        };
        let error = Manifest::sample().take_over(&package).unwrap_err().to_string();
        assert!(error.contains("BUSL-1.1") && error.contains("MIT"), "{error}");
    }

    #[test]
    fn a_manifest_is_read_as_it_is_written() {
        let folder = crate::testing::TempFolder::with(&[(NAME, &Manifest::sample().text())]);
        assert_eq!(Manifest::read(folder.path()).unwrap(), Manifest::sample());
    }

    #[test]
    fn a_checksum_is_the_one_that_others_compute() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
