//! One request and its answer, as a browser or a recording saw it.

use serde_json::Value;

/// One request and its answer. Values are what was sent and received, or placeholders of the same form; they are
/// looked at once, and what is kept of them are kinds, forms and counts.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// The HTTP method: `GET`.
    pub method: String,
    /// The path, with or without what stands before it in the server's address: `/api/user/content/posts-v2`.
    pub path: String,
    /// The names and values of the query.
    pub query: Vec<(String, String)>,
    /// The status of the answer.
    pub status: u16,
    /// The headers of the answer.
    pub headers: Vec<(String, String)>,
    /// The body of the answer.
    pub body: Body,
}

/// The body of an answer, as far as it is there.
#[derive(Debug, Clone)]
pub enum Body {
    /// JSON.
    Json(Value),
    /// Nothing came.
    Empty,
    /// Something that is no JSON, of this media type.
    Other(String),
    /// It was not written down, or only a part of it.
    Unknown,
}

impl Exchange {
    /// Reads a line of a recording; none if it is no exchange.
    pub fn recorded(line: &Value) -> Option<Self> {
        let body = match (line.get("body"), line["body_type"].as_str()) {
            (Some(body), _) => Body::Json(body.clone()),
            (None, Some(media)) => Body::Other(media.to_owned()),
            (None, None) if line["body_cut"] == true => Body::Unknown,
            (None, None) => Body::Empty,
        };
        Some(Self {
            method: line["method"].as_str()?.to_owned(),
            path: line["path"].as_str()?.to_owned(),
            query: pairs(&line["query"]),
            status: u16::try_from(line["status"].as_u64()?).ok()?,
            headers: pairs(&line["headers"]),
            body,
        })
    }

    /// The value of a header of the answer, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let own = self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        own.map(|(_, value)| value.as_str())
    }

    /// The value of an argument of the query.
    pub fn argument(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// The texts of an object, by name.
fn pairs(object: &Value) -> Vec<(String, String)> {
    let object = object.as_object().into_iter().flatten();
    object.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
}
