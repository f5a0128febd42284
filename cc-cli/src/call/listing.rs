//! A listing: one page, so many entries, or all of it.

use cc_api::{JsonCall, PagedCall};
use clap::ArgMatches;
use serde_json::Value;

use crate::Failure;
use crate::output::{Entries, Output};
use crate::speech::Speech;

/// How much of a listing is wanted.
#[derive(Clone, Copy)]
enum Amount {
    Page,
    AtMost(u64),
    All,
}

/// Prints the entries as they come.
pub(super) async fn show(
    call: JsonCall,
    matches: &ArgMatches,
    output: Output,
    speech: &Speech,
) -> Result<(), Failure> {
    let mut paged = call.paged();
    if matches.get_flag("strict") {
        paged = paged.strict();
    }
    if let Some(token) = matches.get_one::<String>("resume") {
        paged = paged.resume_from(token.as_str());
    }
    let mut entries = output.entries();
    let amount = match matches.get_one::<u64>("limit") {
        Some(limit) => Amount::AtMost(*limit),
        None if matches.get_flag("all") => Amount::All,
        None => Amount::Page,
    };
    // What came before an error is whole and shown; the error says where to go on. Nothing is no empty list.
    let shown = match amount {
        Amount::Page => one_page(paged, &mut entries, speech).await,
        Amount::AtMost(limit) => walk(paged, limit, &mut entries, speech).await,
        Amount::All => walk(paged, u64::MAX, &mut entries, speech).await,
    };
    speech.clear();
    if shown.is_ok() || !entries.is_empty() {
        entries.end()?;
    }
    shown
}

async fn one_page(paged: PagedCall<Value>, entries: &mut Entries, speech: &Speech) -> Result<(), Failure> {
    let page = paged.await?;
    for entry in &page.items {
        entries.push(entry)?;
    }
    if let Some(next) = page.next {
        let shown = page.items.len();
        let of = page.count.map(|count| format!(" of {count}")).unwrap_or_default();
        speech.remark(&format!(
            "{shown}{of} entries; --all shows all of them, --resume {} the next",
            next.as_str()
        ));
    }
    Ok(())
}

async fn walk(
    paged: PagedCall<Value>,
    limit: u64,
    entries: &mut Entries,
    speech: &Speech,
) -> Result<(), Failure> {
    let mut items = paged.items();
    let mut shown = 0;
    while shown < limit {
        let Some(entry) = items.try_next().await? else { break };
        entries.push(&entry)?;
        shown += 1;
        let of = items.drift().last_count.map(|count| format!(" of {count}")).unwrap_or_default();
        speech.progress(&format!("{shown}{of} entries …"));
    }
    let drift = items.drift();
    if drift.moved() {
        speech.remark(&format!(
            "the list changed while it was read: {drift}; --strict makes sure of every entry"
        ));
    }
    Ok(())
}
