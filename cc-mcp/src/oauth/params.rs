//! Parameters of a request: none twice, since readers would not agree on which counts.

use std::collections::BTreeMap;
use std::fmt;

/// How many parameters a request may have.
const MOST: usize = 50;

#[derive(Default)]
pub(super) struct Params(BTreeMap<String, String>);

impl Params {
    /// Reads a query or a form; what is wrong with it.
    pub(super) fn read(text: &[u8]) -> Result<Self, String> {
        let mut params = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(text) {
            let known: String = name.chars().filter(char::is_ascii_graphic).take(40).collect();
            if params.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(format!("`{known}` is there twice"));
            }
            if params.len() > MOST {
                return Err("there are too many parameters".to_owned());
            }
        }
        Ok(Self(params))
    }

    /// A parameter that says something; an empty one counts as left out.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub(super) fn wanted(&self, name: &str) -> Result<&str, String> {
        self.get(name).ok_or_else(|| format!("`{name}` is missing"))
    }
}

/// By the names alone: a form may hold a key.
impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Params;

    #[test]
    fn a_parameter_is_there_once_or_not_at_all() {
        let params = Params::read(b"code=a%20b&state=&x").unwrap();
        assert_eq!((params.get("code"), params.get("state")), (Some("a b"), None));
        assert_eq!(params.wanted("state").unwrap_err(), "`state` is missing");
        assert_eq!(Params::read(b"code=1&code=1").unwrap_err(), "`code` is there twice");
        let many = (0..60).fold(String::new(), |many, n| many + &format!("p{n}=1&"));
        assert!(Params::read(many.as_bytes()).is_err());
    }
}
