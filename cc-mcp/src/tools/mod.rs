//! The tools: those of the spec's marks, a few of our own, and the catalogue for everything else.

mod operation;
mod output;
mod own;
pub(crate) mod schema;
mod selection;

use cc_api::catalogue::{self, Operation};
use cc_surface::Effect;
use rmcp::model::Tool;

pub(crate) use operation::{input, tool_name};
pub(crate) use output::answer_fields;
pub(crate) use selection::Selection;

use crate::policy::{Forbidden, Policy};

/// A tool, and what calling it does.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) tool: Tool,
    pub(crate) kind: Kind,
}

/// What calling a tool does.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// One operation.
    Operation(&'static Operation),
    /// The whole weekly dashboard.
    Dashboard,
    /// What the key may still do.
    Quota,
    /// Operations by words.
    FindOperation,
    /// All of one operation.
    DescribeOperation,
    /// Any operation of this effect, by name.
    Call(Effect),
    /// Posts by words, in the form that `ChatGPT` expects.
    Search,
    /// A post as a text, in the form that `ChatGPT` expects.
    Fetch,
}

impl Kind {
    /// Whether the policy lets anybody call it.
    pub(crate) fn allowed(self, policy: &Policy) -> Result<(), Forbidden> {
        match self {
            Self::Operation(operation) => policy.allows(operation),
            Self::Search => policy.allows(&catalogue::SEARCH_CONTENT),
            Self::Fetch => policy.allows(&catalogue::GET_POST),
            Self::Call(Effect::Write | Effect::Delete) if !policy.allow_write => Err(Forbidden::ReadOnly),
            _ => Ok(()),
        }
    }
}

/// A tool that could be offered.
struct Candidate {
    /// What it is called.
    name: &'static str,
    /// Whether it is offered without being asked for.
    core: bool,
    /// The sets that it belongs to: those of an operation are its mark's and its group.
    sets: Vec<&'static str>,
    kind: Kind,
}

/// All tools that could be offered, in the order in which hosts show them.
fn candidates() -> Vec<Candidate> {
    let own = |name, set, kind| Candidate { name, core: true, sets: vec![set], kind };
    let mut all = vec![own("weekly_dashboard", "overview", Kind::Dashboard)];
    all.extend(catalogue::all().iter().map(|operation| Candidate {
        name: tool_name(operation),
        core: operation.tool.is_some_and(|tool| tool.core),
        sets: operation.tool.map(|tool| tool.toolset).into_iter().chain([operation.tag]).collect(),
        kind: Kind::Operation(operation),
    }));
    all.extend([
        own("get_quota", "overview", Kind::Quota),
        own("find_operation", "operations", Kind::FindOperation),
        own("describe_operation", "operations", Kind::DescribeOperation),
        own("read_operation", "operations", Kind::Call(Effect::Read)),
        own("write_operation", "operations", Kind::Call(Effect::Write)),
        own("delete_operation", "operations", Kind::Call(Effect::Delete)),
        own("search", "chatgpt", Kind::Search),
        own("fetch", "chatgpt", Kind::Fetch),
    ]);
    all
}

impl Candidate {
    fn operation(&self) -> Option<&'static Operation> {
        match self.kind {
            Kind::Operation(operation) => Some(operation),
            _ => None,
        }
    }

    fn offer(&self) -> Offer {
        match self.kind {
            Kind::Operation(operation) => operation::offer(operation),
            Kind::Dashboard => own::dashboard(),
            Kind::Quota => own::quota(),
            Kind::FindOperation => own::find_operation(),
            Kind::DescribeOperation => own::describe_operation(),
            Kind::Call(effect) => own::call(effect),
            Kind::Search => own::search(),
            Kind::Fetch => own::fetch(),
        }
    }
}

/// All tools that were asked for and that the policy allows, in the order in which hosts show them.
pub(crate) fn offered(policy: &Policy, selection: &Selection) -> Vec<Offer> {
    let all = candidates();
    let shown = all.iter().filter(|tool| selection.holds(tool) && tool.kind.allowed(policy).is_ok());
    shown.map(Candidate::offer).collect()
}

/// Why there is no tool of this name, if there would be one under another policy or another selection.
pub(crate) fn hidden(name: &str, policy: &Policy, selection: &Selection) -> Option<String> {
    let all = candidates();
    let tool = all.iter().find(|tool| tool.name == name).or_else(|| all.iter().find(|tool| tool.is(name)))?;
    if let Err(forbidden) = tool.kind.allowed(policy) {
        return Some(forbidden.to_string());
    }
    if selection.holds(tool) {
        return None;
    }
    let caller = tool.operation().and_then(|operation| {
        let caller = all.iter().find(|tool| tool.name == by_name(Effect::of(operation)))?;
        selection.holds(caller).then_some((caller.name, operation.id))
    });
    Some(match caller {
        Some((caller, id)) => format!("it has no tool of its own here; {caller} calls the operation `{id}`"),
        None => "this server was started without it; --toolsets, --tools and --exclude decide".to_owned(),
    })
}

/// The tool that calls any operation of an effect.
pub(crate) fn by_name(effect: Effect) -> &'static str {
    match effect {
        Effect::Read => "read_operation",
        Effect::Write => "write_operation",
        Effect::Delete => "delete_operation",
    }
}

#[cfg(test)]
mod tests {
    use super::{Selection, candidates, hidden, offered};
    use crate::policy::Policy;

    /// Four bytes of JSON are about a token.
    fn tokens(policy: &Policy) -> (usize, usize) {
        let offers = offered(policy, &Selection::default());
        let bytes: usize = offers.iter().map(|offer| serde_json::to_string(&offer.tool).unwrap().len()).sum();
        (offers.len(), bytes / 4)
    }

    #[test]
    fn the_list_is_short_enough_to_be_read_by_every_model() {
        let (tools, size) = tokens(&Policy::default());
        assert!(tools <= 24 && size <= 8_000, "{tools} tools, {size} tokens");
        let (tools, size) = tokens(&Policy { allow_write: true, ..Policy::default() });
        assert!(tools <= 34 && size <= 12_000, "{tools} tools, {size} tokens");
    }

    #[test]
    fn every_tool_has_a_title_and_all_hints_and_a_name_that_hosts_take() {
        for offer in offered(&Policy { allow_write: true, ..Policy::default() }, &Selection::default()) {
            let (tool, name) = (&offer.tool, &offer.tool.name);
            assert!(name.len() <= 40 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{name}");
            let hints = tool.annotations.as_ref().unwrap();
            assert!(
                tool.title.is_some() && tool.description.as_ref().is_some_and(|text| text.ends_with('.')),
                "{name}"
            );
            let all =
                [hints.read_only_hint, hints.destructive_hint, hints.idempotent_hint, hints.open_world_hint];
            assert!(all.iter().all(Option::is_some), "{name}");
        }
    }

    /// The hints that stand beside a name, as `| name | read only | destructive | open world | why |`.
    fn written_hints(name: &str) -> Option<Vec<bool>> {
        let document = include_str!("../../../dist/chatgpt/hints.md");
        let tools = document.split_once("## Tools of the MCP server").unwrap().1;
        let line = tools.lines().find(|line| line.starts_with(&format!("| `{name}` |")))?;
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        assert!(cells[5].ends_with('.'), "{name} has no reason");
        Some(cells[2..5].iter().map(|cell| *cell == "yes").collect())
    }

    #[test]
    fn every_hint_is_the_one_that_is_submitted_for_review() {
        let policy = Policy { allow_write: true, ..Policy::default() };
        for candidate in candidates().iter().filter(|one| one.kind.allowed(&policy).is_ok()) {
            let hints = candidate.offer().tool.annotations.unwrap();
            let ours = [hints.read_only_hint, hints.destructive_hint, hints.open_world_hint];
            let written = written_hints(candidate.name);
            assert_eq!(written, Some(ours.map(Option::unwrap).to_vec()), "{}", candidate.name);
        }
    }

    #[test]
    fn what_is_hidden_says_why() {
        let (reader, all) = (Policy::default(), Selection::default());
        for (name, words) in [
            ("add_to_schedule", "--allow-write"),
            ("write_operation", "--allow-write"),
            ("change_plan", "money"),
            ("list_stock_images", "read_operation calls the operation `list_stock_images`"),
        ] {
            let why = hidden(name, &reader, &all).unwrap();
            assert!(why.contains(words), "{name}: {why}");
        }
        assert_eq!(hidden("get_posts", &reader, &all), None);
        assert_eq!(hidden("no_such_tool", &reader, &all), None);
        let few = Selection::new(&["chatgpt".to_owned()], &[], &["get_post".to_owned()]).unwrap();
        for name in ["get_quota", "list_stock_images"] {
            assert!(hidden(name, &reader, &few).unwrap().contains("--toolsets"), "{name}");
        }
        let policy = Policy { excluded: few.excluded_operations(), ..Policy::default() };
        assert!(hidden("get_post", &policy, &few).unwrap().contains("--exclude"));
        assert!(hidden("fetch", &policy, &few).is_some(), "it would get the post");
    }
}
