//! The scopes: what each unlocks, and the fewest that a list of calls needs.

use std::fmt::Write as _;

use serde_json::json;

use super::facts::operation_page;
use super::html::{anchor, code, count, escape, heading, link, mark, spoken, table};
use super::{Input, Page, markdown};
use crate::model::{Access, Operation};

/// The page. Choosing needs a script; what is chosen from stands in tables.
pub(super) fn page(input: &Input<'_>) -> Page {
    let model = input.model;
    let mut body = format!(
        "<h1>Scopes</h1>\n<p>A key holds some of {}, and what it may do follows from them. Ask for the fewest that your \
         calls need: a key that is lost can then do less.</p>\n",
        count(model.scopes.len(), "scope"),
    );
    body.push_str(&chooser(input));
    let mut parts = vec![(String::from("choose"), String::from("The fewest for a list of calls"))];
    let mut part = |body: &mut String, id: String, label: &str, title: &str| {
        body.push_str(&heading(2, &id, title));
        parts.push((id, label.to_owned()));
    };
    for scope in &model.scopes {
        let name = scope.name.as_str();
        part(&mut body, anchor(name), name, &format!("{} {}", code(name), mark(scope.evidence)));
        body.push_str(&markdown::prose(&scope.description));
        let needs_it = |operation: &&Operation| {
            matches!(&operation.access, Access::Scoped { any_of, .. }
                if any_of.iter().any(|set| set.contains(&scope.name)))
        };
        body.push_str(&unlocked(model.operations.iter().filter(needs_it)));
    }
    for (id, label, about, wanted) in REST {
        let operations: Vec<_> =
            model.operations.iter().filter(|operation| wanted(&operation.access)).collect();
        if !operations.is_empty() {
            part(&mut body, id.to_owned(), label, label);
            let _ = writeln!(body, "<p>{about}</p>");
            body.push_str(&unlocked(operations.into_iter()));
        }
    }
    Page {
        path: String::from("scopes.html"),
        title: format!("Scopes · {}", model.title),
        description: String::from("What each scope unlocks, and the fewest that a list of calls needs."),
        body,
        parts,
        scripts: vec!["scopes.js"],
        ..Page::default()
    }
}

/// Operations that ask for no scope: anchor, heading, what to know, and which they are.
type Rest = (&'static str, &'static str, &'static str, fn(&Access) -> bool);

/// What no scope is asked for.
const REST: [Rest; 3] = [
    (
        "no-scope-documented",
        "No scope documented",
        "No row of the published table covers these. Any key is let through by the programs here; whether the server \
         lets it through, only the server knows.",
        |access| matches!(access, Access::Undocumented),
    ),
    (
        "session-only",
        "Session only",
        "These take the token of a session; a key is refused, whatever it holds.",
        |access| matches!(access, Access::Session),
    ),
    ("public", "No credential", "Anybody may call these.", |access| matches!(access, Access::Public)),
];

fn unlocked<'a>(operations: impl Iterator<Item = &'a Operation>) -> String {
    let row = |operation: &Operation| {
        let evidence = match &operation.access {
            Access::Scoped { evidence, .. } => mark(*evidence),
            _ => String::new(),
        };
        vec![
            link(&operation_page(operation), &code(operation.id.as_str())),
            escape(&operation.summary),
            escape(&spoken(operation.tag.as_str())),
            evidence,
        ]
    };
    table(
        &["Operation", "What it does", "Group", "Scope known from"],
        &operations.map(row).collect::<Vec<_>>(),
    )
}

/// The form, which is hidden until the script that serves it runs, and the data that it reads.
fn chooser(input: &Input<'_>) -> String {
    let operations = input.model.operations.iter().map(|operation| {
        let (access, sets) = match &operation.access {
            Access::Public => ("public", Vec::new()),
            Access::Session => ("session", Vec::new()),
            Access::Undocumented => ("undocumented", Vec::new()),
            Access::Scoped { any_of, .. } => {
                let sets = any_of.iter().map(|set| set.iter().map(ToString::to_string).collect::<Vec<_>>());
                ("scoped", sets.collect())
            }
        };
        json!({
            "id": operation.id.as_str(),
            "tag": operation.tag.as_str(),
            "group": spoken(operation.tag.as_str()),
            "summary": operation.summary,
            "access": access,
            "anyOf": sets,
        })
    });
    let data = json!({ "command": input.programs.command, "operations": operations.collect::<Vec<_>>() });
    // In JSON a `<` stands in texts only; escaped, none of them can end the element.
    let data = data.to_string().replace('<', "\\u003c");
    format!(
        "<h2 id=\"choose\">The fewest for a list of calls</h2>\n\
         <noscript><p>With scripts, this part tells the scopes for the calls that you tick. The tables below say the \
         same for each scope.</p></noscript>\n\
         <div id=\"chooser\" hidden>\n\
         <p><label for=\"find\">Find operations</label> <input id=\"find\" type=\"search\" autocomplete=\"off\"></p>\n\
         <div id=\"choices\" class=\"choices\" tabindex=\"0\" role=\"group\" aria-label=\"Operations\"></div>\n\
         <div id=\"chosen\" class=\"chosen\" role=\"status\"></div>\n</div>\n\
         <script type=\"application/json\" id=\"operations\">{data}</script>\n"
    )
}
