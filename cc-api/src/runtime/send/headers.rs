//! Headers: ours, the document's, and those a caller adds.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::super::catalogue::{CredentialPlace, Place};
use super::super::client::Core;
use super::super::error::Error;
use super::super::raw::Raw;
use super::super::words::all_bytes;
use super::query::plain_texts;

/// All headers of a request.
pub(crate) fn headers(raw: &Raw, has_body: bool) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    if has_body {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    for (index, param) in raw.operation.params.iter().enumerate() {
        if param.place == Place::Header
            && let Some(json) = raw.arg(index).filter(|json| *json != b"null")
        {
            let mut text = String::new();
            for (place, part) in plain_texts(json).unwrap_or_default().iter().enumerate() {
                text.push_str(if place > 0 { "," } else { "" });
                text.push_str(part);
            }
            headers.insert(name_of(param.wire)?, value_of(param.wire, &text)?);
        }
    }
    if let Some(options) = &raw.options {
        for (name, value) in &options.headers {
            headers.insert(callers_name(name, &raw.core)?, value_of(name, value)?);
        }
    }
    identify(&mut headers, &raw.core)?;
    Ok(headers)
}

/// What says who is asking: put in last, so that nothing can stand in its place.
fn identify(headers: &mut HeaderMap, core: &Core) -> Result<(), Error> {
    headers.insert(USER_AGENT, core.settings().user_agent.clone());
    if let (Some(header), Some(tenant)) = (core.api().tenant, core.tenant()) {
        headers.insert(name_of(header.name)?, value_of(header.name, tenant)?);
    }
    let Some(credential) = core.credential() else { return Ok(()) };
    let secret = credential.text().expose();
    let (name, text) = match core.api().credential {
        CredentialPlace::Bearer => (AUTHORIZATION, zeroize::Zeroizing::new(format!("Bearer {secret}"))),
        CredentialPlace::Header(name) => (name_of(name)?, zeroize::Zeroizing::new(secret.to_owned())),
        CredentialPlace::Query(_) | CredentialPlace::None => return Ok(()),
    };
    let unfit = |_| Error::config("the credential can't be sent in a header");
    let mut value = HeaderValue::from_str(&text).map_err(unfit)?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(())
}

fn name_of(name: &str) -> Result<HeaderName, Error> {
    name.parse()
        .map_err(|_| Error::input(format!("`{}` is no name of a header", super::super::error::cleaned(name))))
}

/// The name of a header that a caller adds: none of those that others depend on.
fn callers_name(name: &str, core: &Core) -> Result<HeaderName, Error> {
    const OURS: [&str; 10] = [
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "cookie",
        "host",
        "proxy-authorization",
        "te",
        "transfer-encoding",
        "upgrade",
    ];
    let parsed = name_of(name)?;
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    let credential = matches!(core.api().credential, CredentialPlace::Header(name) if is(name));
    let tenant = core.api().tenant.is_some_and(|header| is(header.name));
    if credential || tenant || OURS.iter().any(|ours| is(ours)) {
        return Err(Error::input(format!("the header `{parsed}` is the client's own; set it there")));
    }
    Ok(parsed)
}

/// The value of a header: visible ASCII and spaces, so that it can neither end the line nor be read in two ways.
fn value_of(name: &str, text: &str) -> Result<HeaderValue, Error> {
    let plain = all_bytes(text, |b| b.is_ascii_graphic() || b == b' ');
    let value = HeaderValue::from_str(text).ok().filter(|_| plain);
    value.ok_or_else(|| {
        let name = super::super::error::cleaned(name);
        Error::input(format!("the header `{name}` has characters in it that a header can't hold"))
    })
}
