//! What the sandbox decides where the documents are silent and no option asks: what callers notice.

use std::fmt::Write as _;

use crate::store::assistant::{PENDING_MS, Work};

/// The chapter of the reference.
pub(super) fn chapter() -> String {
    let mut text = String::from(
        "## What else the sandbox decides\n\nNo option covers these, and no source documents them: the real service may \
         do otherwise.\n\n",
    );
    for decision in decisions() {
        // Writing to a text can't fail.
        let _ = writeln!(text, "- {decision}");
    }
    text
}

fn decisions() -> Vec<String> {
    let mut all: Vec<String> = CALLERS.iter().chain(LISTS).map(|text| (*text).to_owned()).collect();
    let seconds = |work: Work| work.milliseconds() / 1000;
    all.push(format!(
        "What the assistant writes is pending for {} seconds, then running; a hook menu is done after {} seconds, a script \
         after {}, a market profile after {}, by the sandbox's clock.",
        PENDING_MS / 1000,
        seconds(Work::HookMenu),
        seconds(Work::ReelScript),
        seconds(Work::MarketProfile),
    ));
    all.extend(BEHAVIOUR.iter().map(|text| (*text).to_owned()));
    all
}

/// Who is let in, and what counts.
const CALLERS: &[&str] = &[
    "A request is checked in this order: credential (401), rate limit (429), tenant (403), membership (402), scopes (403), \
     arguments (422).",
    "A missing, doubled or unknown tenant is a 403, and so is one that the credential does not belong to; public operations, \
     which document no 403, answer 422.",
    "A membership that has lapsed stops keys but not session tokens, so that whoever is to renew gets in; an account that \
     never had a membership has none to lapse.",
    "Session tokens have rate limits of their own, the same as keys.",
    "Requests that are refused with 429 are not counted, nor are those without a credential in force; all others are, \
     unknown paths and refusals among them.",
    "A new password ends no session and no key.",
];

/// What is found, and in which order.
const LISTS: &[&str] = &[
    "Posts, drops, stock images, videos, pages, keys, tasks, notifications and invoices are listed newest first; the schedule \
     by day and place; events to come by their start, any others latest first; Instagram posts by reach unless asked \
     otherwise; a search by how well it fits; short lists in an order of their own.",
    "An identifier that names nothing of yours finds nothing as a filter, is a 404 in a path, and in a body a 422 on its \
     field, or a 404 where it is what the call acts on.",
    "What belongs to somebody else and what does not exist get the same answer.",
    "A post is out from its day on, in UTC; before that day nobody finds it.",
];

/// What happens by itself.
const BEHAVIOUR: &[&str] = &[
    "A market profile and a hook menu fail while a required market question is unanswered, and the script of a menu's last \
     line always fails; a menu is offered for a week.",
    "The default plan of the schedule has two posts from Monday to Friday and one on Saturday and Sunday, up to six weeks \
     ahead, out of posts that have been out for six weeks; the first change of a day makes the day your own until it is reset.",
    "Weeks start on Mondays.",
    "What a payment form would finish is finished at once; cards and client secrets are made up.",
    "A change that names nothing to change is a 422.",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decision_is_a_sentence_on_a_line_of_its_own() {
        for decision in decisions() {
            assert!(decision.ends_with('.') && !decision.contains('\n'), "{decision}");
        }
    }

    #[test]
    fn the_times_of_the_assistant_are_those_that_hold() {
        assert!(chapter().contains("pending for 2 seconds"), "{}", chapter());
    }
}
