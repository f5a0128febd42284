//! Which hosts files may be sent to.

use super::super::error::Error;
use super::super::words::all_bytes;

/// A host and what lies below it: `example.com`, or `s3.*.amazonaws.com` with a star for one part of the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HostPattern(String);

impl HostPattern {
    /// Takes a pattern: a name of at least two parts, the last two without a star.
    pub(crate) fn new(text: &str) -> Result<Self, Error> {
        let text = text.to_ascii_lowercase();
        let mut count = 0;
        for (place, part) in text.rsplit('.').enumerate() {
            let star = part == "*" && place > 1;
            let name = !part.is_empty() && all_bytes(part, |b| b.is_ascii_alphanumeric() || b == b'-');
            // A last part that begins with a digit is a number, and numbers are addresses.
            let number = place == 0 && part.starts_with(|c: char| c.is_ascii_digit());
            if !(star || name) || number {
                count = 0;
                break;
            }
            count += 1;
        }
        if count >= 2 {
            return Ok(Self(text));
        }
        let text = super::super::error::cleaned(&text);
        Err(Error::config(format!(
            "`{text}` in `upload_hosts` is no host; write the end of a name, as in `storage.example.com`"
        )))
    }

    /// Whether a host is the pattern's, or lies below it.
    pub(super) fn takes(&self, host: &str) -> bool {
        let mut parts = host.rsplit('.');
        for wanted in self.0.rsplit('.') {
            let fits = match parts.next() {
                Some(part) => !part.is_empty() && (wanted == "*" || wanted.eq_ignore_ascii_case(part)),
                None => false,
            };
            if !fits {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::HostPattern;

    #[test]
    fn a_pattern_takes_its_host_and_what_lies_below() {
        for (pattern, host, taken) in [
            ("amazonaws.com", "bucket.s3.amazonaws.com", true),
            ("amazonaws.com", "AmazonAWS.com", true),
            ("amazonaws.com", "evilamazonaws.com", false),
            ("amazonaws.com", "amazonaws.com.evil.example", false),
            ("amazonaws.com", "amazonaws.com.", false),
            ("amazonaws.com", "com", false),
            ("s3.*.amazonaws.com", "bucket.s3.us-east-1.amazonaws.com", true),
            ("s3.*.amazonaws.com", "s3.us-east-1.amazonaws.com", true),
            ("s3.*.amazonaws.com", "s3.amazonaws.com", false),
            ("s3.*.amazonaws.com", "s3..amazonaws.com", false),
            ("s3.*.amazonaws.com", "ec2.us-east-1.amazonaws.com", false),
        ] {
            assert_eq!(HostPattern::new(pattern).unwrap().takes(host), taken, "{host} by {pattern}");
        }
    }

    #[test]
    fn what_would_allow_everything_is_no_pattern() {
        for text in ["", "com", "*", "*.com", "a.*", "https://a.com", "a.com/x", ".a.com", "10.0.0.1", "a..b"]
        {
            let error = HostPattern::new(text).unwrap_err();
            assert!(error.to_string().contains("upload_hosts"), "{text}: {error}");
        }
        assert_eq!(HostPattern::new("A.Example").unwrap(), HostPattern::new("a.example").unwrap());
    }
}
