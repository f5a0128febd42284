//! Hook menus and reel scripts.

use serde::{Deserialize, Serialize};

use super::ideas::{IDEAS, Idea};
use super::letters;
use super::market::{Said, choices, places};

/// A line of a menu.
#[derive(Debug)]
pub(crate) struct HookDraft {
    pub(crate) text: String,
    pub(crate) topic: Option<&'static str>,
    pub(crate) reason: Option<String>,
    /// What a script is written from; none comes of a line without one.
    pub(crate) idea: Option<&'static str>,
    pub(crate) place: String,
}

/// A script, as it is written.
#[derive(Debug)]
pub(crate) struct ScriptDraft {
    pub(crate) title: &'static str,
    pub(crate) sections: Vec<Section>,
    pub(crate) call_to_action: &'static str,
    pub(crate) caption: String,
    pub(crate) seconds: i64,
}

/// A part of a script, as it is kept and answered.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Section {
    pub(crate) heading: Option<String>,
    pub(crate) spoken_text: String,
    pub(crate) visual: Option<String>,
    pub(crate) seconds: i64,
}

/// How many lines of a menu can become a script.
const LINES: usize = 5;

/// The lines of the next menu of an account that has had `turn` menus. The last line is for trying what a failed script is.
pub(crate) fn hooks(said: &[Said], turn: usize) -> Vec<HookDraft> {
    let places = places(said);
    let clients = choices(said, "clients");
    let mut drafts: Vec<HookDraft> = (0..LINES)
        .map(|line| {
            let idea = &IDEAS[(turn * LINES + line) % IDEAS.len()];
            let place = places.get((turn + line) % places.len().max(1));
            let named = place.cloned().unwrap_or_else(|| "your town".to_owned());
            HookDraft {
                text: idea.hook.replace("{place}", &named),
                topic: Some(idea.topic),
                reason: reason(idea, clients, place),
                idea: Some(idea.key),
                place: named,
            }
        })
        .collect();
    drafts.push(HookDraft {
        text: "Choose me to see what a failed script looks like.".to_owned(),
        topic: None,
        reason: Some("For trying out: a script from this line always fails.".to_owned()),
        idea: None,
        place: String::new(),
    });
    drafts
}

/// Writes the script for a line; none if it has no such idea behind it.
pub(crate) fn script(key: Option<&str>, hook: &str, place: &str) -> Option<ScriptDraft> {
    let idea = IDEAS.iter().find(|idea| Some(idea.key) == key)?;
    let mut sections = vec![section("Hook", hook, "You, close to the camera, in front of a door.")];
    sections.extend(idea.parts.iter().map(|(heading, spoken, visual)| section(heading, spoken, visual)));
    sections.push(section("What to do next", idea.call_to_action, "You, smiling, the text on the screen."));
    let seconds = sections.iter().map(|section| section.seconds).sum();
    let caption = format!("{hook} {} #{}realestate", idea.call_to_action, letters(place));
    Some(ScriptDraft { title: idea.title, sections, call_to_action: idea.call_to_action, caption, seconds })
}

fn section(heading: &str, spoken: &str, visual: &str) -> Section {
    // People say about five words in two seconds.
    let words = i64::try_from(spoken.split_whitespace().count()).unwrap_or(i64::MAX / 2);
    Section {
        heading: Some(heading.to_owned()),
        spoken_text: spoken.to_owned(),
        visual: Some(visual.to_owned()),
        seconds: (words * 2 / 5).max(3),
    }
}

fn reason(idea: &Idea, clients: &[String], place: Option<&String>) -> Option<String> {
    let client = clients.iter().find(|client| Some(client.as_str()) == idea.client);
    let for_client = client.map(|client| format!("You work with {}.", client.to_lowercase()));
    for_client.or_else(|| place.map(|place| format!("{place} is among the places that you named.")))
}

#[cfg(test)]
mod tests {
    use super::{IDEAS, hooks, script};

    #[test]
    fn every_line_but_the_last_becomes_a_script_whose_parts_add_up() {
        for turn in 0..IDEAS.len() {
            let lines = hooks(&[], turn);
            let (last, rest) = lines.split_last().unwrap();
            assert!(script(last.idea, &last.text, &last.place).is_none());
            for line in rest {
                let script = script(line.idea, &line.text, &line.place).unwrap();
                assert_eq!(script.seconds, script.sections.iter().map(|part| part.seconds).sum::<i64>());
                assert!((20..90).contains(&script.seconds), "{}: {}", script.title, script.seconds);
            }
        }
    }
}
