//! Where a listing stopped, as text that can be kept and brought back.

use std::fmt;
use std::str::FromStr;

use super::super::error::Error;
use super::super::json_scan::stable_hash;
use super::super::words::push_part;
use super::rule::Progress;

/// Where a listing stopped: opaque text, safe in files and addresses.
///
/// It holds the operation, a hash of filters and tenant, the place, and hashes of the last rows' ids; nothing of
/// the rows themselves. It is good for the same listing only, and says so if it is used for another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResumeToken(Box<str>);

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) operation: String,
    /// A hash of everything in the request but limit and offset, and of the tenant.
    pub(crate) listing: u64,
    pub(crate) progress: Progress,
    /// The limit asked for.
    pub(crate) limit: u64,
    /// Whether rows of the part that was read may be missing.
    pub(crate) doubt: bool,
    /// Hashes of the last page's rows.
    pub(crate) last: Vec<u64>,
}

/// The first word of a token: its version.
const VERSION: &str = "p1";
/// How many hashes a token holds at most; of a longer page none, as half a page can't be compared.
const LAST: usize = 250;

impl ResumeToken {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn write(mark: &Mark) -> Self {
        let Progress { offset, got, size, pages, empties, count_lies } = mark.progress;
        let mut last = String::new();
        for hash in if mark.last.len() > LAST { &[] } else { mark.last.as_slice() } {
            push_part(&mut last, ".", &format!("{hash:x}"));
        }
        let text = format!(
            "{VERSION}~{}~{:x}~{offset:x}~{got:x}~{size:x}~{pages:x}~{empties:x}~{:x}~{:x}~{last}",
            mark.operation,
            mark.listing,
            u8::from(count_lies) | u8::from(mark.doubt) << 1,
            mark.limit,
        );
        let check = stable_hash(text.as_bytes());
        Self(format!("{text}~{check:x}").into())
    }

    /// The same token, read and written again.
    pub(crate) fn rewritten(&self) -> Option<Self> {
        parse(&self.0).map(|mark| Self::write(&mark))
    }

    pub(crate) fn read(&self) -> Result<Mark, Error> {
        parse(&self.0).ok_or_else(|| {
            Error::input("this is no resume token of this version, or it is damaged; start the listing again")
        })
    }
}

fn parse(text: &str) -> Option<Mark> {
    let (content, check) = text.rsplit_once('~')?;
    if number(check)? != stable_hash(content.as_bytes()) {
        return None;
    }
    let mut parts = content.split('~');
    if parts.next()? != VERSION {
        return None;
    }
    let operation = parts.next()?.to_owned();
    let mut numbers = [0; 8];
    for place in &mut numbers {
        *place = number(parts.next()?)?;
    }
    let [listing, offset, got, size, pages, empties, flags, limit] = numbers;
    let empties = u32::try_from(empties).ok()?;
    let progress = Progress { offset, got, size, pages, empties, count_lies: flags & 1 == 1 };
    let mut last = Vec::new();
    for hash in parts.next()?.split('.') {
        if !hash.is_empty() {
            last.push(number(hash)?);
        }
    }
    parts.next().is_none().then_some(Mark {
        operation,
        listing,
        progress,
        limit,
        doubt: flags & 2 == 2,
        last,
    })
}

fn number(text: &str) -> Option<u64> {
    u64::from_str_radix(text, 16).ok()
}

impl fmt::Display for ResumeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<&str> for ResumeToken {
    /// Takes any text; whether it is a token is seen when it is used.
    fn from(text: &str) -> Self {
        Self(text.trim().into())
    }
}

impl From<String> for ResumeToken {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&ResumeToken> for ResumeToken {
    fn from(token: &Self) -> Self {
        token.clone()
    }
}

impl FromStr for ResumeToken {
    type Err = Error;

    /// Takes text that is a token, undamaged and of this version.
    fn from_str(text: &str) -> Result<Self, Error> {
        let token = Self::from(text);
        token.read().map(|_| token)
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, Progress, ResumeToken};

    #[test]
    fn a_token_comes_back_as_it_was_and_notices_damage() {
        let progress = Progress { offset: 75, got: 74, size: 25, pages: 3, empties: 0, count_lies: true };
        let last = vec![1, u64::MAX];
        let mark =
            Mark { operation: "get_posts".to_owned(), listing: 7, progress, limit: 25, doubt: true, last };
        let token = ResumeToken::write(&mark);
        assert_eq!(token.read().unwrap(), mark);
        let text = token.to_string();
        for at in 0..text.len() {
            let mut damaged = text.clone();
            damaged.replace_range(at..=at, "z");
            assert!(damaged == text || damaged.parse::<ResumeToken>().is_err(), "{damaged}");
        }
        assert!("".parse::<ResumeToken>().is_err());
    }
}
