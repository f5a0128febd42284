//! Where in the API a finding is, in words that outlive line numbers.

use std::fmt;

use crate::model::Method;

/// A place of the API: what the `where` of a finding says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// `info`: what holds for the document as a whole.
    Info,
    /// `servers`
    Servers,
    /// `securityScheme:apiKey`
    SecurityScheme(String),
    /// `scope:content:read`
    Scope(String),
    /// `parameter:Limit`: a shared parameter.
    Parameter(String),
    /// `schema:Post`, or what lies in it: `schema:Post/title`.
    Schema {
        /// The name of the component.
        name: String,
        /// The way into it: names of properties, `[]` for items, `{}` for further values.
        path: Vec<String>,
    },
    /// `GET /posts`, or a part of it.
    Operation {
        /// The path, as its document writes it.
        path: String,
        /// The method.
        method: Method,
        /// Which part.
        part: Part,
    },
}

/// A part of an operation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The operation itself.
    Whole,
    /// ` param:query:limit`
    Parameter {
        /// Where it travels: `query`.
        place: &'static str,
        /// Its name.
        name: String,
    },
    /// ` request`
    Request,
    /// ` response:200`
    Response(String),
}

impl Place {
    /// The operation as a whole.
    pub fn operation(method: Method, path: &str) -> Self {
        Self::Operation { path: path.to_owned(), method, part: Part::Whole }
    }

    /// A part of the same operation; any other place stays as it is.
    #[must_use]
    pub fn part(&self, part: Part) -> Self {
        match self {
            Self::Operation { path, method, .. } => {
                Self::Operation { path: path.clone(), method: *method, part }
            }
            other => other.clone(),
        }
    }

    /// A step into a schema: the place of a property. Inside an operation the place stays the part itself.
    #[must_use]
    pub fn child(&self, step: &str) -> Self {
        match self {
            Self::Schema { name, path } => {
                let path = path.iter().cloned().chain([step.to_owned()]).collect();
                Self::Schema { name: name.clone(), path }
            }
            other => other.clone(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Info => f.write_str("info"),
            Self::Servers => f.write_str("servers"),
            Self::SecurityScheme(name) => write!(f, "securityScheme:{name}"),
            Self::Scope(name) => write!(f, "scope:{name}"),
            Self::Parameter(name) => write!(f, "parameter:{name}"),
            Self::Schema { name, path } => {
                write!(f, "schema:{name}")?;
                path.iter().try_for_each(|step| write!(f, "/{step}"))
            }
            Self::Operation { path, method, part } => {
                write!(f, "{} {path}{part}", method.as_str())
            }
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole => Ok(()),
            Self::Parameter { place, name } => write!(f, " param:{place}:{name}"),
            Self::Request => f.write_str(" request"),
            Self::Response(status) => write!(f, " response:{status}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Place};
    use crate::model::Method;

    #[test]
    fn places_read_as_they_are_written_in_exceptions() {
        let posts = Place::operation(Method::Get, "/posts");
        let limit = Part::Parameter { place: "query", name: String::from("limit") };
        let post = Place::Schema { name: String::from("Post"), path: Vec::new() };
        for (place, text) in [
            (Place::Info, "info"),
            (Place::Scope(String::from("content:read")), "scope:content:read"),
            (posts.clone(), "GET /posts"),
            (posts.part(limit), "GET /posts param:query:limit"),
            (posts.part(Part::Request), "GET /posts request"),
            (posts.part(Part::Response(String::from("200"))).child("title"), "GET /posts response:200"),
            (post.child("title"), "schema:Post/title"),
        ] {
            assert_eq!(place.to_string(), text);
        }
    }
}
