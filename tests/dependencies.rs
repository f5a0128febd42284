//! What users of `cc-api` compile: no derive macros of its own, and one TLS stack.

use std::collections::BTreeSet;
use std::process::Command;

use cc_tests::workspace;

/// Crates that bring a TLS of their own. `rustls` is the default.
const TLS: [&str; 5] = ["boring", "native-tls", "openssl", "rustls", "schannel"];

#[test]
fn the_client_has_no_macro_crate_among_its_own_dependencies() {
    let direct = tree(&["--depth", "1"]);
    let macros: Vec<_> = direct.iter().filter(|line| line.contains("(proc-macro)")).collect();
    assert!(macros.is_empty(), "{macros:?}");
    assert!(direct.len() > 5, "cargo named too few dependencies: {direct:?}");
}

#[test]
fn nothing_below_the_client_derives_serde_or_errors() {
    let names = names(tree(&[]));
    for derive in ["serde_derive", "thiserror-impl", "async-trait", "tokio-macros"] {
        assert!(!names.contains(derive), "{derive} is compiled for every user");
    }
}

#[test]
fn the_default_tree_holds_exactly_one_tls_stack() {
    let names = names(tree(&[]));
    let stacks: Vec<_> = TLS.into_iter().filter(|name| names.contains(*name)).collect();
    assert_eq!(stacks, ["rustls"]);
}

#[test]
fn the_runtime_alone_has_no_tls_and_no_http_client() {
    let names = names(tree(&["--no-default-features"]));
    let network: Vec<_> =
        TLS.into_iter().chain(["reqwest", "hyper"]).filter(|name| names.contains(*name)).collect();
    assert!(network.is_empty(), "{network:?}");
}

/// The lines of `cargo tree` for the client: a crate with its version, and whether it is a macro.
fn tree(more: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--package", "cc-api", "--edges", "normal", "--prefix", "none"])
        .args(more)
        .current_dir(workspace())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn names(lines: BTreeSet<String>) -> BTreeSet<String> {
    lines.into_iter().filter_map(|line| line.split(' ').next().map(str::to_owned)).collect()
}
