//! Which tools are offered: all core tools, or the sets and the tools that were asked for. What may be called at all is
//! the policy's to say; nothing that is asked for here widens it.

use cc_api::catalogue;

use super::{Candidate, candidates};

/// The set that is offered unless another is asked for.
const CORE: &str = "core";

/// Which tools are offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    toolsets: Vec<String>,
    tools: Vec<String>,
    exclude: Vec<String>,
}

impl Selection {
    /// The tools of these sets, and these tools, without those; all core tools if no set and no tool is named.
    pub(crate) fn new(toolsets: &[String], tools: &[String], exclude: &[String]) -> Result<Self, String> {
        let [toolsets, tools, exclude] = [toolsets, tools, exclude].map(named);
        let all = candidates();
        if let Some(unknown) = toolsets.iter().find(|set| !sets(&all).contains(&set.as_str())) {
            return Err(format!(
                "--toolsets: there is no set `{unknown}`; the sets are {}",
                sets(&all).join(", ")
            ));
        }
        for (option, names) in [("--tools", &tools), ("--exclude", &exclude)] {
            if let Some(unknown) = names.iter().find(|name| !all.iter().any(|tool| tool.is(name))) {
                return Err(format!(
                    "{option}: there is no tool or operation `{unknown}`; {}",
                    near(unknown, &all)
                ));
            }
        }
        Ok(Self { toolsets, tools, exclude })
    }

    /// Whether a tool is among those that were asked for.
    pub(super) fn holds(&self, tool: &Candidate) -> bool {
        let in_a_set = match (self.toolsets.is_empty(), self.tools.is_empty()) {
            (true, true) => tool.core,
            (true, false) => false,
            (false, _) => self.toolsets.iter().any(|set| tool.belongs_to(set)),
        };
        (in_a_set || self.tools.iter().any(|name| tool.is(name))) && !self.excludes(tool)
    }

    fn excludes(&self, tool: &Candidate) -> bool {
        self.exclude.iter().any(|name| tool.is(name))
    }

    /// The operations that were taken away: nothing else calls them either.
    pub(crate) fn excluded_operations(&self) -> Vec<&'static str> {
        let all = candidates();
        all.iter()
            .filter(|tool| self.excludes(tool))
            .filter_map(Candidate::operation)
            .map(|op| op.id)
            .collect()
    }
}

impl Candidate {
    /// Whether it is called so, as a tool or as an operation.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name || self.operation().is_some_and(|operation| operation.id == name)
    }

    fn belongs_to(&self, set: &str) -> bool {
        (set == CORE && self.core) || self.sets.contains(&set)
    }
}

/// The names of all sets, by the alphabet, the usual one first.
fn sets(all: &[Candidate]) -> Vec<&'static str> {
    let mut sets: Vec<&str> = all.iter().flat_map(|tool| tool.sets.iter().copied()).collect();
    sets.sort_unstable();
    sets.dedup();
    sets.insert(0, CORE);
    sets
}

/// The names that come near one that there is not.
fn near(name: &str, all: &[Candidate]) -> String {
    let core: Vec<&str> = all.iter().filter(|tool| tool.core).map(|tool| tool.name).collect();
    match cc_surface::nearest(name) {
        Some(operation) => format!("`{}` comes near", operation.id),
        None => format!(
            "there are {}, and each of the {} operations by its name",
            core.join(", "),
            catalogue::all().len()
        ),
    }
}

/// The names that were given, without blanks and empty ones.
fn named(names: &[String]) -> Vec<String> {
    let names = names.iter().flat_map(|name| name.split(','));
    names.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::Selection;
    use crate::policy::Policy;
    use crate::tools::offered;

    fn selected(toolsets: &str, tools: &str, exclude: &str) -> Result<Vec<String>, String> {
        let [toolsets, tools, exclude] = [toolsets, tools, exclude].map(|text| vec![text.to_owned()]);
        let selection = Selection::new(&toolsets, &tools, &exclude)?;
        Ok(offered(&Policy::default(), &selection).iter().map(|offer| offer.tool.name.to_string()).collect())
    }

    #[test]
    fn sets_and_single_tools_are_what_is_offered_and_exclusions_win() {
        for (toolsets, tools, exclude, expected) in [
            ("chatgpt", "", "", vec!["search", "fetch"]),
            ("", "get_quota, list_stock_images", "", vec!["list_stock_images", "get_quota"]),
            ("events", "get_quota", "", vec!["list_events", "get_event", "list_event_types", "get_quota"]),
            (
                "events,overview",
                "",
                "list_events,weekly_dashboard,list_event_types",
                vec!["get_event", "get_quota"],
            ),
            ("", "add_to_schedule,change_plan,get_post", "", vec!["get_post"]),
        ] {
            let mut names = selected(toolsets, tools, exclude).unwrap();
            let mut expected = expected;
            names.sort_unstable();
            expected.sort_unstable();
            assert_eq!(names, expected, "{toolsets} {tools} {exclude}");
        }
        let all = selected("", "", "").unwrap();
        assert_eq!(selected("core", "", "").unwrap(), all);
        assert_eq!(selected("", "", "get_posts").unwrap().len(), all.len() - 1);
    }

    #[test]
    fn what_there_is_not_is_refused_with_what_there_is() {
        for (toolsets, tools, exclude, words) in [
            ("libary", "", "", "no set `libary`; the sets are core, account, "),
            (
                "",
                "get_postz",
                "",
                "--tools: there is no tool or operation `get_postz`; `get_post` comes near",
            ),
            ("", "", "zzz", "--exclude: there is no tool or operation `zzz`; there are weekly_dashboard, "),
        ] {
            let error = selected(toolsets, tools, exclude).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn an_excluded_operation_is_excluded_everywhere() {
        let selection = Selection::new(&[], &[], &["get_post".to_owned(), "search".to_owned()]).unwrap();
        assert_eq!(selection.excluded_operations(), ["get_post"]);
    }
}
