//! The pages that a person sees while connecting: plain HTML, no script, light and dark, readable with a screen reader.

use std::fmt::Write as _;

use cc_surface::KnownScopes;

use super::clients::Client;
use super::redirect;

const STYLE: &str = "
:root{color-scheme:light dark;--ink:#1d1a17;--soft:#5b534b;--paper:#faf7f3;--line:#8a7f73;--mark:#7a3e12;--on:#fff;--bad:#a3121f}
@media(prefers-color-scheme:dark){:root{--ink:#f2ece5;--soft:#c3b8ab;--paper:#1b1815;--line:#8f8477;--mark:#f0b27a;--on:#1b1815;--bad:#ff9a94}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{max-width:34rem;margin:0 auto;padding:2rem 1.25rem}
h1{font-size:1.5rem;line-height:1.25}
.soft{color:var(--soft)}
.bad{color:var(--bad);border-left:.25rem solid;padding-left:.75rem}
b,code{overflow-wrap:anywhere}
label{display:block;font-weight:600;margin-bottom:.25rem}
input,button{font:inherit;padding:.6rem .8rem;border:1px solid var(--line);border-radius:.4rem;background:transparent;color:inherit}
input{width:100%}
button{cursor:pointer;margin:1rem .5rem 0 0}
.main{background:var(--mark);border-color:var(--mark);color:var(--on);font-weight:600}
a{color:var(--mark)}
:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
";

/// Asks for a key, and says why the one before was not taken.
pub(super) fn asks(
    client: &Client,
    redirect_uri: &str,
    sealed: &str,
    style: &str,
    refused: Option<&str>,
) -> String {
    let mut body = heading(client, redirect_uri);
    if let Some(refused) = refused {
        let _ = write!(body, "<p class=bad role=alert id=fault>{}</p>", escaped(refused));
    }
    let faulty = if refused.is_some() { " aria-invalid=true" } else { "" };
    let described = if refused.is_some() { "fault help" } else { "help" };
    let _ = write!(
        body,
        "<form method=post action=\"/authorize\"><input type=hidden name=request value=\"{sealed}\">\
         <label for=key>Your API key</label>\
         <input id=key name=key type=password required autofocus autocomplete=off spellcheck=false maxlength=512 \
         aria-describedby=\"{described}\"{faulty}>\
         <p class=soft id=help>It begins with <code>cc_</code>; you make one in the Coffee &amp; Contracts web app, under API keys. \
         It is sent to this server, which keeps it encrypted, and never to {}. Give the key no more permissions than are needed \
         here.</p>\
         <button class=main name=do value=check>Check the key</button>\
         <button name=do value=cancel formnovalidate>Cancel</button></form>",
        escaped(&client.name)
    );
    page("Connect Coffee & Contracts", style, &body)
}

/// Shows what the key may do, and asks for the last word.
pub(super) fn confirms(
    client: &Client,
    redirect_uri: &str,
    sealed: &str,
    style: &str,
    checked: &super::api::Checked,
    writes: bool,
) -> String {
    let mut body = heading(client, redirect_uri);
    let whose = if checked.holder.is_empty() {
        "The key works.".to_owned()
    } else {
        format!("The key works. It is the key of <b>{}</b>.", escaped(&checked.holder))
    };
    let _ = write!(body, "<p role=status>{whose}</p>{}", scopes(&checked.known));
    let may = if writes {
        "read what the key may read, and change what the key may change. Before something is removed or may cost money, you are asked."
    } else {
        "read what the key may read. It changes nothing: this server was started for reading."
    };
    let _ = write!(
        body,
        "<p>{} can then {may} Payments, passwords, keys and membership stay out of reach.</p>\
         <form method=post action=\"/authorize\"><input type=hidden name=request value=\"{sealed}\">\
         <button class=main name=do value=connect>Connect</button>\
         <button name=do value=cancel>Cancel</button></form>",
        escaped(&client.name)
    );
    page("Connect Coffee & Contracts?", style, &body)
}

/// Says why there is no connection; with a way back to the client, if that is known to be one.
pub(super) fn fails(style: &str, what: &str, back: Option<(&str, &str)>) -> String {
    let mut body = format!("<h1>No connection was made</h1><p class=bad role=alert>{}</p>", escaped(what));
    match back {
        Some((address, host)) => {
            let _ = write!(body, "<p><a href=\"{}\">Go back to {}</a></p>", escaped(address), escaped(host));
        }
        None => body.push_str("<p>Go back to where you came from, and connect again.</p>"),
    }
    page("No connection was made", style, &body)
}

fn heading(client: &Client, redirect_uri: &str) -> String {
    let leads_to = redirect::host(redirect_uri);
    let who = client.host.as_ref().map_or_else(
        || "It named itself; nobody has checked the name.".to_owned(),
        |host| format!("It is a program of <b>{}</b>.", escaped(host)),
    );
    format!(
        "<h1>Connect <b>{}</b> to Coffee &amp; Contracts</h1><p>{who} From here you are sent to <b>{}</b>. \
         If you did not just ask for this there, close this page.</p>",
        escaped(&client.name),
        escaped(&leads_to)
    )
}

fn scopes(known: &KnownScopes) -> String {
    let mut lines = String::new();
    for (words, scopes) in [("It has", known.held()), ("It lacks", known.lacking())] {
        if !scopes.is_empty() {
            let _ = write!(lines, "<li>{words}: <code>{}</code></li>", escaped(&scopes.to_string()));
        }
    }
    format!(
        "<p>Its permissions, as far as one request shows them:</p><ul>{lines}<li class=soft>All others show when they are used; a key \
         can't list its own.</li></ul>"
    )
}

fn page(title: &str, nonce: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width,initial-scale=1\">\
         <meta name=robots content=noindex><title>{}</title><style nonce=\"{nonce}\">{STYLE}</style></head><body><main>{body}</main></body></html>",
        escaped(title)
    )
}

/// A text as it stands in a page, also between quotes.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::clients::Client;
    use super::{asks, fails};

    #[test]
    fn what_strangers_say_stays_text() {
        let client = Client {
            id: "x".to_owned(),
            name: "<script>alert('1')</script>\"".to_owned(),
            host: Some("a.example".to_owned()),
            redirect_uris: Vec::new(),
        };
        let page = asks(&client, "https://b.example/cb", "sealed", "n", Some("<b>no</b>"));
        assert!(!page.contains("<script") && !page.contains("<b>no"), "{page}");
        assert!(page.contains("b.example") && page.contains("program of <b>a.example</b>"), "{page}");
        let back = fails("n", "no", Some(("https://a.example/?x=\"onclick=\"", "a.example")));
        assert!(!back.contains("\"onclick"), "{back}");
    }
}
