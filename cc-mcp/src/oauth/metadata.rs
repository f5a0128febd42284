//! What clients find out before they begin: who guards this server (RFC 9728), and how to ask (RFC 8414).

use anyhow::bail;
use reqwest::Url;
use serde_json::{Value, json};

use super::redirect::on_loopback;

/// Where the description of what is guarded lies, and that of who guards it.
pub(super) const RESOURCE: &str = "/.well-known/oauth-protected-resource";
pub(super) const ISSUER: &str = "/.well-known/oauth-authorization-server";

/// The one permission that there is: what a connection may do is decided by its key, and by how the server was started.
pub(super) const SCOPE: &str = "mcp";

/// The address under which the world knows this server: a scheme and a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    /// `https://coffee.example.com`: the issuer, too.
    issuer: String,
    /// `coffee.example.com`, with the port if there is one.
    authority: String,
    is_local: bool,
}

impl PublicUrl {
    /// Reads one: https, or http on this machine.
    pub fn read(text: &str) -> anyhow::Result<Self> {
        let url = Url::parse(text)?;
        let is_local = on_loopback(&url);
        if !(url.scheme() == "https" || url.scheme() == "http" && is_local) {
            bail!("it is https, or http on this machine: keys are typed in there");
        }
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !is_bare || text.contains('@') || url.host_str().is_none() {
            bail!("it is a scheme and a host and nothing else, such as https://coffee.example.com");
        }
        let issuer = url.origin().ascii_serialization();
        let authority = issuer.split_once("://").map_or_else(String::new, |(_, rest)| rest.to_owned());
        Ok(Self { issuer, authority, is_local })
    }

    /// Scheme and host: `https://coffee.example.com`.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The host, and the port if it is not the scheme's.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether it leads to this machine only.
    pub fn is_local(&self) -> bool {
        self.is_local
    }

    /// What tokens are good for: the one path that speaks MCP.
    pub fn resource(&self) -> String {
        format!("{}{}", self.issuer, crate::http::PATH)
    }

    pub(super) fn of_resource(&self) -> Value {
        json!({
            "resource": self.resource(),
            "authorization_servers": [self.issuer],
            "bearer_methods_supported": ["header"],
            "scopes_supported": [SCOPE],
            "resource_name": "Coffee & Contracts",
        })
    }

    pub(super) fn of_issuer(&self) -> Value {
        let at = |path: &str| format!("{}{path}", self.issuer);
        json!({
            "issuer": self.issuer,
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": at("/token"),
            "registration_endpoint": at("/register"),
            "revocation_endpoint": at("/revoke"),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "revocation_endpoint_auth_methods_supported": ["none"],
            "authorization_response_iss_parameter_supported": true,
            "client_id_metadata_document_supported": true,
            "scopes_supported": [SCOPE],
        })
    }

    /// What a caller without a token is told (RFC 9728, 5.1).
    pub(crate) fn challenge(&self, fault: Option<&str>) -> String {
        let fault = fault.map_or_else(String::new, |fault| {
            format!("error=\"invalid_token\", error_description=\"{fault}\", ")
        });
        format!(
            "Bearer {fault}resource_metadata=\"{}{RESOURCE}{}\", scope=\"{SCOPE}\"",
            self.issuer,
            crate::http::PATH
        )
    }
}

#[cfg(test)]
mod tests {
    use super::PublicUrl;

    #[test]
    fn a_public_address_is_https_or_this_machine_and_has_no_path() {
        for (text, issuer, resource) in [
            ("https://coffee.example.com", "https://coffee.example.com", "https://coffee.example.com/mcp"),
            ("https://coffee.example.com/", "https://coffee.example.com", "https://coffee.example.com/mcp"),
            (
                "https://Coffee.example.com:443",
                "https://coffee.example.com",
                "https://coffee.example.com/mcp",
            ),
            (
                "https://coffee.example.com:8443",
                "https://coffee.example.com:8443",
                "https://coffee.example.com:8443/mcp",
            ),
            ("http://127.0.0.1:4011", "http://127.0.0.1:4011", "http://127.0.0.1:4011/mcp"),
        ] {
            let url = PublicUrl::read(text).unwrap();
            assert_eq!((url.issuer(), url.resource().as_str()), (issuer, resource));
        }
        for text in [
            "http://coffee.example.com",
            "https://a.example/x",
            "https://a.example?x",
            "https://u@a.example",
            "coffee",
            "",
            "ftp://a.example",
        ] {
            assert!(PublicUrl::read(text).is_err(), "{text}");
        }
    }
}
