//! The market profile: what an account has answered, said back in a few sentences.

use super::{listed, sentence};

/// What was answered to the question about a subject.
#[derive(Debug)]
pub(crate) struct Said {
    /// What it is about: `places`, `voice`.
    pub(crate) subject: String,
    pub(crate) text: Option<String>,
    pub(crate) choices: Vec<String>,
}

/// The account and its market in a few sentences.
pub(crate) fn profile_summary(first_name: &str, said: &[Said]) -> String {
    let mut parts = Vec::new();
    let places = listed(&places(said));
    let prices = choices(said, "prices");
    parts.push(match (places.as_str(), prices.first()) {
        ("", None) => format!("{first_name} sells homes."),
        ("", Some(price)) => format!("{first_name} sells homes, mostly at this price: {price}."),
        (places, None) => format!("{first_name} sells homes in {places}."),
        (places, Some(price)) => {
            format!("{first_name} sells homes in {places}, mostly at this price: {price}.")
        }
    });
    let clients = choices(said, "clients");
    if !clients.is_empty() {
        parts.push(format!("The clients are mostly {}.", listed(clients).to_lowercase()));
    }
    if let Some(worries) = text(said, "worries") {
        parts.push(format!("What worries them most: {}", sentence(worries)));
    }
    let voice = choices(said, "voice");
    if !voice.is_empty() {
        parts.push(format!("The texts are to sound {}.", listed(voice).to_lowercase()));
    }
    if let Some(thanks) = text(said, "thanks") {
        parts.push(format!("What clients are thankful for: {}", sentence(thanks)));
    }
    if let Some(avoid) = text(said, "avoid") {
        parts.push(format!("Words to do without: {}", sentence(avoid)));
    }
    parts.join(" ")
}

/// Words for the tone: those chosen, and `local` for whoever names several places.
pub(crate) fn voice_tags(said: &[Said]) -> Vec<String> {
    let mut tags: Vec<String> = choices(said, "voice").iter().map(|choice| choice.to_lowercase()).collect();
    if places(said).len() > 1 {
        tags.push("local".to_owned());
    }
    tags
}

/// The places that were named: `Zilker, Barton Hills and South Lamar.` are three.
pub(super) fn places(said: &[Said]) -> Vec<String> {
    let named = text(said, "places").unwrap_or_default();
    let named = named.replace(" and ", ",").replace([';', '\n'], ",");
    let named = named.split(',').map(|place| place.trim().trim_end_matches('.').to_owned());
    named.filter(|place| !place.is_empty()).collect()
}

pub(super) fn choices<'a>(said: &'a [Said], subject: &str) -> &'a [String] {
    said.iter().find(|said| said.subject == subject).map_or(&[], |said| &said.choices)
}

fn text<'a>(said: &'a [Said], subject: &str) -> Option<&'a str> {
    said.iter().find(|said| said.subject == subject).and_then(|said| said.text.as_deref())
}

#[cfg(test)]
mod tests {
    use super::{Said, places, profile_summary, voice_tags};

    fn said(subject: &str, text: &str, choices: &[&str]) -> Said {
        Said {
            subject: subject.to_owned(),
            text: (!text.is_empty()).then(|| text.to_owned()),
            choices: choices.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn the_summary_says_what_was_answered_and_nothing_else() {
        let answers = [
            said("places", "Zilker and Barton Hills", &[]),
            said("clients", "", &["First-time buyers", "Investors"]),
            said("voice", "", &["Warm"]),
        ];
        assert_eq!(
            profile_summary("Maya", &answers),
            "Maya sells homes in Zilker and Barton Hills. The clients are mostly first-time buyers and investors. The \
             texts are to sound warm."
        );
        assert_eq!(voice_tags(&answers), ["warm", "local"]);
    }

    #[test]
    fn places_are_told_apart() {
        for (text, wanted) in [
            ("Zilker, Barton Hills and South Lamar.", vec!["Zilker", "Barton Hills", "South Lamar"]),
            ("Portland", vec!["Portland"]),
            (" , ", vec![]),
        ] {
            assert_eq!(places(&[said("places", text, &[])]), wanted, "{text}");
        }
    }
}
