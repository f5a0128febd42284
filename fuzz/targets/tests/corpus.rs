//! Every file of the corpus is survived, and every target has its program and its seeds.
//!
//! What a fuzzer finds is cut down (`cargo fuzz tmin`) and put into `fuzz/corpus`: from then on it is looked at here.

#![expect(clippy::unwrap_used, reason = "helpers of tests panic as the tests themselves do")]

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use cc_fuzz_targets::TARGETS;

/// The seeds of a target have no use above this size: fuzzers are slower with large ones.
const LARGEST: usize = 8 * 1024;

fn fuzz_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files of a folder by their names.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect()
}

#[test]
fn every_file_of_the_corpus_is_survived() {
    for target in TARGETS {
        let seeds = files(&fuzz_folder().join("corpus").join(target.name));
        assert!(seeds.len() >= 10, "{} has {} seeds", target.name, seeds.len());
        for (name, bytes) in seeds {
            assert!(bytes.len() <= LARGEST, "{}/{name} has {} bytes", target.name, bytes.len());
            let survived = catch_unwind(AssertUnwindSafe(|| (target.run)(&bytes)));
            assert!(survived.is_ok(), "fuzz/corpus/{}/{name}", target.name);
        }
    }
}

#[test]
fn seeds_that_are_cut_are_survived() {
    // The compiler takes too long for each of its thousand bytes to be the last; `codegen` has a test of its own.
    for target in TARGETS.iter().filter(|target| target.name != "spec") {
        for (name, bytes) in files(&fuzz_folder().join("corpus").join(target.name)) {
            for end in (0..bytes.len()).step_by(bytes.len() / 32 + 1) {
                let survived = catch_unwind(AssertUnwindSafe(|| (target.run)(&bytes[..end])));
                assert!(survived.is_ok(), "fuzz/corpus/{}/{name}, cut after {end} bytes", target.name);
            }
        }
    }
}

#[test]
fn every_target_has_a_program_and_every_folder_of_seeds_a_target() {
    let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
    let manifest = fs::read_to_string(fuzz_folder().join("Cargo.toml")).unwrap();
    for name in &names {
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
        let program = fs::read_to_string(fuzz_folder().join(format!("fuzz_targets/{name}.rs"))).unwrap();
        assert!(program.contains(&format!("cc_fuzz_targets::{name}::run(data)")), "{program}");
    }
    assert_eq!(files(&fuzz_folder().join("fuzz_targets")).len(), names.len());
    for entry in fs::read_dir(fuzz_folder().join("corpus")).unwrap() {
        let folder = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(names.contains(&folder.as_str()), "nobody reads fuzz/corpus/{folder}");
    }
}
