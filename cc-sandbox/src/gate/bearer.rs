//! The credential of a request, as it travels.

use http::{HeaderMap, header};

/// The text after `Bearer`, if there is one such header. The scheme's letters may be of either case (RFC 9110), and
/// more than one space may follow it.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, secret) = value.to_str().ok()?.trim().split_once(' ')?;
    let secret = secret.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !secret.is_empty()).then_some(secret)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::bearer;

    #[test]
    fn the_scheme_is_read_as_http_reads_it() {
        let cases: &[(&[&str], Option<&str>)] = &[
            (&["Bearer cc_1"], Some("cc_1")),
            (&["bEARER   cc_1 "], Some("cc_1")),
            (&["Basic cc_1"], None),
            (&["cc_1"], None),
            (&["Bearer "], None),
            (&["Bearer cc_1", "Bearer cc_2"], None),
            (&[], None),
        ];
        for (values, wanted) in cases {
            let mut headers = HeaderMap::new();
            for value in *values {
                headers.append(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
            }
            assert_eq!(bearer(&headers), *wanted, "{values:?}");
        }
    }
}
