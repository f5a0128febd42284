//! Where the server may listen, and which pages may be allowed, as they are written on the command line.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::http::Uri;

/// Where it listens unless told otherwise.
pub const DEFAULT_ADDRESS: &str = "127.0.0.1:4011";

/// An address of this machine that no other reaches: `127.0.0.1:4011`, `[::1]:4011`, or a port alone.
pub fn address(text: &str) -> Result<SocketAddr, String> {
    if let Ok(port) = text.parse() {
        return Ok(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
    }
    let address: SocketAddr = text
        .parse()
        .map_err(|_| format!("an address is an IP and a port, such as {DEFAULT_ADDRESS}, or a port alone"))?;
    if address.ip().is_loopback() {
        return Ok(address);
    }
    Err(format!(
        "{} can be reached from other machines, and nobody has to log in here: whoever reached it would act with your key. \
         Only loopback addresses are served, such as {DEFAULT_ADDRESS}",
        address.ip()
    ))
}

/// The origin of pages that may call: scheme and host, and a port, `*` for any, or the scheme's own if there is none.
pub fn origin(text: &str) -> Result<String, String> {
    let bare = text.strip_suffix(":*").unwrap_or(text);
    let parts = bare.parse::<Uri>().ok().map(Uri::into_parts);
    let named = parts.and_then(|parts| Some((parts.scheme?, parts.authority?, parts.path_and_query)));
    match named {
        Some((scheme, authority, path)) if path.as_ref().is_none_or(|path| path == "/") => {
            let port = match (bare == text, authority.port_u16(), scheme.as_str()) {
                (false, None, _) => ":*",
                (true, None, "http") => ":80",
                (true, None, "https") => ":443",
                _ => "",
            };
            Ok(format!("{scheme}://{authority}{port}"))
        }
        _ => Err("an origin is a scheme and a host, such as https://app.example.com or http://localhost:*"
            .to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{address, origin};

    #[test]
    fn only_this_machine_is_listened_to() {
        for (text, meant) in
            [("4020", "127.0.0.1:4020"), ("127.0.0.1:1", "127.0.0.1:1"), ("[::1]:2", "[::1]:2")]
        {
            assert_eq!(address(text).unwrap().to_string(), meant);
        }
        for (text, words) in [
            ("0.0.0.0:4011", "0.0.0.0 can be reached from other machines"),
            ("[::]:4011", "would act with your key"),
            ("192.168.1.5:80", "Only loopback"),
            ("localhost:4011", "an IP and a port"),
            ("70000", "an IP and a port"),
        ] {
            let refused = address(text).unwrap_err();
            assert!(refused.contains(words), "{text}: {refused}");
        }
    }

    #[test]
    fn an_origin_has_a_scheme_a_host_and_a_port_that_may_be_any() {
        for (text, meant) in [
            ("https://app.example.com", "https://app.example.com:443"),
            ("http://localhost:*", "http://localhost:*"),
            ("http://localhost:5173/", "http://localhost:5173"),
            ("http://[::1]", "http://[::1]:80"),
        ] {
            assert_eq!(origin(text).unwrap(), meant);
        }
        for text in ["app.example.com", "*", "https://", "https://app.example.com/path", ""] {
            assert!(origin(text).is_err(), "{text}");
        }
    }
}
