//! Addresses that a code may be sent to: https, or this machine of whoever connects; exactly as they were named before.

use reqwest::Url;

/// The longest address.
pub(super) const LONGEST: usize = 2048;

/// An address that a client may name: `https://…`, or `http://` and the client's own machine.
pub(super) fn allowed(text: &str) -> Option<Url> {
    // What a parser would rewrite is not what will be compared.
    let is_plain =
        text.len() <= LONGEST && text.bytes().all(|b| b.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&b));
    let url = Url::parse(text).ok().filter(|_| is_plain)?;
    let is_bare = url.username().is_empty() && url.password().is_none() && !text.contains(['#', '@']);
    let is_open = match url.scheme() {
        "https" => url.host_str().is_some_and(|host| !host.is_empty()),
        "http" => on_loopback(&url),
        _ => false,
    };
    (is_bare && is_open).then_some(url)
}

/// Whether an address is one of those that the client named. A program on a person's machine listens on any port that is free,
/// so there the port may be another one; all else is compared letter by letter.
pub(super) fn named(text: &str, registered: &[String]) -> bool {
    let Some(url) = allowed(text) else { return false };
    registered.iter().any(|known| {
        known == text
            || allowed(known).is_some_and(|known| {
                url.scheme() == "http" && on_loopback(&known) && without_port(&url) == without_port(&known)
            })
    })
}

/// The host, as a person is told where an address leads.
pub(super) fn host(text: &str) -> String {
    let url = Url::parse(text).ok();
    url.as_ref().and_then(Url::host_str).unwrap_or_default().to_owned()
}

/// An address with parameters added to those that it has.
pub(super) fn with(text: &str, parameters: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    let joint = if text.contains('?') { '&' } else { '?' };
    format!("{text}{joint}{query}")
}

/// Whether the host is the very machine that asks.
pub(super) fn on_loopback(url: &Url) -> bool {
    matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"))
}

fn without_port(url: &Url) -> Url {
    let mut url = url.clone();
    // An address without a host has none; this one has.
    let _ = url.set_port(None);
    url
}

#[cfg(test)]
mod tests {
    use super::{allowed, named, with};

    #[test]
    fn a_code_goes_to_https_or_to_ones_own_machine() {
        for text in [
            "https://chatgpt.com/connector/oauth/x1",
            "https://claude.ai/api/mcp/auth_callback",
            "http://127.0.0.1:3118/callback",
            "http://localhost/cb",
            "http://[::1]:1/cb",
        ] {
            assert!(allowed(text).is_some(), "{text}");
        }
        for text in [
            "http://claude.ai/callback",
            "http://127.0.0.1.evil.example/cb",
            "http://localhost.evil.example/cb",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://a.example/cb#x",
            "https://claude.ai@evil.example/cb",
            "https://a.example/c b",
            "https://a.example\\@evil.example/",
            "//a.example/cb",
            "a.example",
            "",
            "https://",
        ] {
            assert!(allowed(text).is_none(), "{text}");
        }
        assert!(allowed(&format!("https://a.example/{}", "x".repeat(2048))).is_none());
    }

    #[test]
    fn an_address_is_compared_letter_by_letter_but_for_the_port_of_ones_own_machine() {
        let registered = ["https://a.example/cb", "http://127.0.0.1:1/cb"].map(str::to_owned);
        for (text, fits) in [
            ("https://a.example/cb", true),
            ("https://a.example/cb/", false),
            ("https://a.example/cb?x=1", false),
            ("https://A.example/cb", false),
            ("https://a.example:443/cb", false),
            ("https://a.example/CB", false),
            ("https://a.example/x/../cb", false),
            ("https://b.a.example/cb", false),
            ("http://a.example/cb", false),
            ("http://127.0.0.1:1/cb", true),
            ("http://127.0.0.1:54321/cb", true),
            ("http://localhost:1/cb", false),
            ("http://127.0.0.1:1/other", false),
            ("http://127.0.0.1:1@evil.example/cb", false),
        ] {
            assert_eq!(named(text, &registered), fits, "{text}");
        }
    }

    #[test]
    fn what_an_address_has_stays_and_what_is_added_is_escaped() {
        assert_eq!(with("https://a.example/cb", &[("state", "a b&c")]), "https://a.example/cb?state=a+b%26c");
        assert_eq!(with("https://a.example/cb?x=1", &[("code", "1")]), "https://a.example/cb?x=1&code=1");
    }
}
