//! Small pages without a template engine: filling in, escaping, and the headers that keep a page to itself.

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use http::uri::Authority;
use http::{HeaderValue, Response};

/// What a page may do: load scripts, styles and data from this server, and nothing from anywhere else. Scalar writes
/// its styles into the page, which is why those are let in; pictures may be written into it as well.
const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A page. It may show credentials, so nobody keeps a copy of it.
pub(crate) fn page(html: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(html));
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Puts each value in the place of `{{its name}}`. The values are HTML already.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut html = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        html.push_str(before);
        html.push_str(values.iter().find(|(own, _)| *own == name).map_or("", |(_, value)| value));
        rest = after;
    }
    html.push_str(rest);
    html
}

/// A text as HTML shows it, in elements and in attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

/// The address of the API by the name that the reader used for this machine (`localhost`, or a name on a network), so
/// that calls from the page go to where the page came from. A name that makes no address changes nothing.
pub(crate) fn as_called(base_url: &str, host: Option<&HeaderValue>) -> String {
    let named = host.and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    let (Some(named), Some((scheme, rest))) = (named, base_url.split_once("://")) else {
        return base_url.to_owned();
    };
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    format!("{scheme}://{named}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_the_places_of_their_names_and_are_not_filled_in_themselves() {
        assert_eq!(fill("a {{x}} b {{y}}{{z}}.", &[("x", "{{y}}"), ("y", "2")]), "a {{y}} b 2.");
    }

    #[test]
    fn nothing_in_a_text_is_taken_for_markup() {
        assert_eq!(escape(r#"<a href="x">'&"#), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    }

    #[test]
    fn an_address_keeps_its_path_when_it_is_called_by_another_name() {
        let base_url = "http://127.0.0.1:4010/api";
        for (host, expected) in [
            (None, base_url),
            (Some("localhost:4010"), "http://localhost:4010/api"),
            (Some("[::1]:4010"), "http://[::1]:4010/api"),
            (Some("a b"), base_url),
            (Some(""), base_url),
        ] {
            let host = host.map(HeaderValue::from_static);
            assert_eq!(as_called(base_url, host.as_ref()), expected, "{host:?}");
        }
    }
}
