//! The address that callers know the gateway by.

use http::Uri;
use http::uri::Scheme;

/// An address as it is written down: a scheme, a host, maybe a port, and nothing else; https, or on this machine.
pub(crate) fn origin(text: &str) -> Result<String, String> {
    let wrong = |why: &str| {
        Err(format!("the public URL {why}; it is a scheme and a host, such as https://gateway.example.com"))
    };
    let Ok(parts) = text.trim().parse::<Uri>().map(Uri::into_parts) else { return wrong("can't be read") };
    let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
        return wrong("has no scheme or no host");
    };
    if authority.as_str().contains('@') {
        return wrong("has a user name in it");
    }
    let is_local = matches!(authority.host(), "127.0.0.1" | "[::1]" | "localhost");
    if scheme != Scheme::HTTPS && !(scheme == Scheme::HTTP && is_local) {
        return wrong("has to begin with https, since ChatGPT calls nothing else");
    }
    if parts.path_and_query.is_some_and(|path| path != "/") {
        return wrong("has a path or a query");
    }
    Ok(format!("{scheme}://{authority}"))
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn a_public_address_is_https_or_on_this_machine_and_has_no_path() {
        for (text, meant) in [
            ("https://gateway.example.com", "https://gateway.example.com"),
            ("https://gateway.example.com:8443/", "https://gateway.example.com:8443"),
            ("http://127.0.0.1:4020", "http://127.0.0.1:4020"),
        ] {
            assert_eq!(origin(text).unwrap(), meant);
        }
        for (text, words) in [
            ("gateway.example.com", "no scheme"),
            ("http://gateway.example.com", "begin with https"),
            ("http://127.0.0.1.example.com", "begin with https"),
            ("https://gateway.example.com/api", "a path"),
            ("https://gateway.example.com?x=1", "a path or a query"),
            ("https://u:p@gateway.example.com", "a user name"),
            ("https://", "can't be read"),
        ] {
            let said = origin(text).unwrap_err();
            assert!(said.contains(words), "{text}: {said}");
        }
    }
}
