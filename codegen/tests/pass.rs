//! Every folder of `cases/pass` shows one feature: a small document, and beside it what is made of it.
//!
//! The second line of a document says which files are worth showing, so that a snapshot stays short enough to be
//! reviewed. That all of it compiles is the business of `compile.rs`.

mod documents;

use std::path::Path;

use documents::{Fixture, fixtures};

#[test]
fn every_feature_is_generated_as_its_snapshot_says() {
    let fixtures = fixtures("pass");
    assert!(fixtures.len() >= 20, "the folder of the cases has moved");
    for fixture in &fixtures {
        let made = fixture.generate();
        let text: String = shown(fixture)
            .flat_map(|wanted| {
                let of_kind = move |path: &str| is_shown(path, &wanted);
                made.iter()
                    .filter(move |(path, _)| of_kind(path))
                    .map(|(path, text)| format!("==> {path} <==\n{text}\n"))
            })
            .collect();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(Path::new(&fixture.folder));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("generated", text));
    }
}

#[test]
fn cases_and_snapshots_are_short_and_say_what_they_show() {
    for fixture in fixtures("pass") {
        let name = &fixture.name;
        let document = fixture.text("openapi.yaml");
        assert!(
            document.starts_with("# ") && document.lines().count() < 60,
            "{name}: a comment on top, 60 lines at most"
        );
        assert!(shown(&fixture).next().is_some(), "{name}: the second line says what is shown");
        let snapshot = fixture.text("generated.snap");
        assert!(
            snapshot.lines().count() < 150,
            "{name}: {} lines are too many to review",
            snapshot.lines().count()
        );
    }
}

/// The kinds of files that the document's second line names.
fn shown(fixture: &Fixture) -> impl Iterator<Item = String> {
    let document = fixture.text("openapi.yaml");
    let line =
        document.lines().nth(1).and_then(|line| line.strip_prefix("# snapshot: ")).unwrap_or("").to_owned();
    line.split_whitespace().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

fn is_shown(path: &str, wanted: &str) -> bool {
    let depth = path.matches('/').count();
    match wanted {
        "root_catalogue" => path == "src/catalogue.rs",
        "lib" | "common" | "scopes" => path == format!("src/{wanted}.rs"),
        _ => depth == 2 && path.ends_with(&format!("/{wanted}.rs")),
    }
}
