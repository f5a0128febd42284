//! Which operation an exchange belongs to.

use crate::document::SpecDocument;

/// The operations of a document by method and path.
#[derive(Debug)]
pub(super) struct Routes {
    /// What stands before the paths in the addresses of the servers: `/api`.
    prefixes: Vec<String>,
    routes: Vec<Route>,
}

#[derive(Debug)]
struct Route {
    method: &'static str,
    segments: Vec<Segment>,
}

#[derive(Debug, PartialEq, Eq)]
enum Segment {
    Word(String),
    Parameter,
}

impl Routes {
    pub(super) fn of(document: &SpecDocument) -> Self {
        let prefixes = document.servers.iter().filter_map(|server| {
            let (_, rest) = server.url.value.split_once("://")?;
            let path = rest.find('/').map_or("", |at| &rest[at..]).trim_end_matches('/');
            (!path.is_empty()).then(|| path.to_owned())
        });
        let routes = document.operations.iter().map(|operation| Route {
            method: operation.method.value.as_str(),
            segments: operation.path.value.split('/').skip(1).map(Segment::of).collect(),
        });
        Self { prefixes: prefixes.collect(), routes: routes.collect() }
    }

    /// The place of the operation in the document. A word of a path goes before a parameter.
    pub(super) fn find(&self, method: &str, path: &str) -> Option<usize> {
        let segments: Vec<&str> = self.below(path).split('/').skip(1).collect();
        let fitting = self
            .routes
            .iter()
            .enumerate()
            .filter(|(_, route)| route.method.eq_ignore_ascii_case(method) && route.fits(&segments));
        fitting.max_by_key(|(_, route)| route.words()).map(|(at, _)| at)
    }

    /// The path without what stands before it in the server's address.
    pub(super) fn below<'p>(&self, path: &'p str) -> &'p str {
        let path = path.trim_end_matches('/');
        let below = self.prefixes.iter().find_map(|prefix| path.strip_prefix(prefix.as_str()));
        below.filter(|below| below.starts_with('/')).unwrap_or(path)
    }

    /// A path that no operation has, with what may be an identifier replaced: `/user/things/{…}`. Kept are the words
    /// that operations have there, and one more.
    pub(super) fn without_identifiers(&self, path: &str) -> String {
        let mut near: Vec<&Route> = self.routes.iter().collect();
        let mut is_new = false;
        let mut kept = String::new();
        for (at, segment) in self.below(path).split('/').skip(1).enumerate() {
            let of = |route: &&Route, wanted: &Segment| route.segments.get(at) == Some(wanted);
            let word = Segment::Word(segment.to_owned());
            let is_word = near.iter().any(|route| of(route, &word));
            let is_parameter = near.iter().any(|route| of(route, &Segment::Parameter));
            near.retain(|route| of(route, if is_word { &word } else { &Segment::Parameter }));
            let is_kept = is_word || (!is_parameter && !is_new && is_name(segment));
            is_new |= !is_word && !is_parameter;
            kept.push('/');
            kept.push_str(if is_kept { segment } else { "{…}" });
        }
        kept
    }

    /// Whether the API's paths begin at the root of its host, so that nothing else can be there.
    pub(super) fn is_anywhere(&self) -> bool {
        self.prefixes.is_empty()
    }

    /// Whether a path lies below one of the servers' addresses.
    pub(super) fn is_below(&self, path: &str) -> bool {
        self.prefixes
            .iter()
            .any(|prefix| path.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with('/')))
    }
}

impl Route {
    fn fits(&self, segments: &[&str]) -> bool {
        self.segments.len() == segments.len()
            && self.segments.iter().zip(segments).all(|(own, given)| match own {
                Segment::Word(word) => word == given,
                Segment::Parameter => !given.is_empty(),
            })
    }

    fn words(&self) -> usize {
        self.segments.iter().filter(|segment| **segment != Segment::Parameter).count()
    }
}

impl Segment {
    fn of(text: &str) -> Self {
        if text.starts_with('{') { Self::Parameter } else { Self::Word(text.to_owned()) }
    }
}

/// Whether a segment may be a name of the API rather than somebody's.
fn is_name(segment: &str) -> bool {
    segment.len() <= 30 && segment.bytes().all(|byte| byte.is_ascii_lowercase() || b"-_".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::{Route, Routes, Segment};

    fn routes() -> Routes {
        let route = |method, path: &str| Route {
            method,
            segments: path.split('/').skip(1).map(Segment::of).collect(),
        };
        Routes {
            prefixes: vec!["/api".to_owned()],
            routes: vec![
                route("GET", "/user/pages/{id}"),
                route("GET", "/user/pages/drafts"),
                route("PATCH", "/user/pages/{id}"),
            ],
        }
    }

    #[test]
    fn a_word_of_a_path_goes_before_a_parameter() {
        for (method, path, found) in [
            ("GET", "/api/user/pages/drafts", Some(1)),
            ("get", "/user/pages/jane-doe/", Some(0)),
            ("PATCH", "/api/user/pages/drafts", Some(2)),
            ("GET", "/api/user/pages", None),
            ("GET", "/apiary/user/pages/1", None),
        ] {
            assert_eq!(routes().find(method, path), found, "{method} {path}");
        }
        assert!(routes().is_below("/api/x") && !routes().is_below("/apiary"));
    }

    #[test]
    fn of_a_path_that_nobody_describes_only_names_of_the_api_are_kept() {
        for (path, kept) in [
            ("/api/user/pages/jane-doe/publish", "/user/pages/{…}/publish"),
            ("/user/things/jane-doe/42", "/user/things/{…}/{…}"),
            ("/user/9f8e7d", "/user/{…}"),
            ("/account", "/account"),
        ] {
            assert_eq!(routes().without_identifiers(path), kept);
        }
    }
}
