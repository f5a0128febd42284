//! A path with places for values: `/user/content/posts-v2/{id_or_slug}`.

use std::fmt;

use super::WireName;

/// A path, cut once into what is constant and what is filled in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PathTemplate {
    text: String,
    pieces: Vec<PathPiece>,
}

/// A piece of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathPiece {
    /// Text that stands as it is: `/user/content/`.
    Constant(String),
    /// A place for a value: `{id}`.
    Parameter(WireName),
}

/// Why a text is no path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathTemplateError {
    /// It does not begin with `/`.
    NoLeadingSlash,
    /// A `{` without its `}`, or the other way round.
    UnbalancedBraces,
    /// `{}`.
    EmptyParameter,
    /// The same parameter twice.
    RepeatedParameter,
}

impl PathTemplate {
    /// Cuts a path into its pieces.
    ///
    /// ```
    /// # use codegen::model::PathTemplate;
    /// let path = PathTemplate::parse("/posts/{id}/photos").unwrap();
    /// assert_eq!(path.parameters().map(|name| name.as_str()).collect::<Vec<_>>(), ["id"]);
    /// ```
    pub fn parse(text: &str) -> Result<Self, PathTemplateError> {
        if !text.starts_with('/') {
            return Err(PathTemplateError::NoLeadingSlash);
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find(['{', '}']) {
            let (constant, from_brace) = rest.split_at(open);
            let close = from_brace.find('}').ok_or(PathTemplateError::UnbalancedBraces)?;
            let name = from_brace.get(1..close).ok_or(PathTemplateError::UnbalancedBraces)?;
            if name.contains('{') {
                return Err(PathTemplateError::UnbalancedBraces);
            }
            if name.is_empty() {
                return Err(PathTemplateError::EmptyParameter);
            }
            push_constant(&mut pieces, constant);
            let parameter = PathPiece::Parameter(WireName::new(name));
            if pieces.contains(&parameter) {
                return Err(PathTemplateError::RepeatedParameter);
            }
            pieces.push(parameter);
            rest = from_brace.get(close + 1..).unwrap_or("");
        }
        push_constant(&mut pieces, rest);
        Ok(Self { text: text.to_owned(), pieces })
    }

    /// The template as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The pieces from left to right.
    pub fn pieces(&self) -> &[PathPiece] {
        &self.pieces
    }

    /// The names of the parameters from left to right.
    pub fn parameters(&self) -> impl Iterator<Item = &WireName> {
        self.pieces.iter().filter_map(|piece| match piece {
            PathPiece::Parameter(name) => Some(name),
            PathPiece::Constant(_) => None,
        })
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn push_constant(pieces: &mut Vec<PathPiece>, text: &str) {
    if !text.is_empty() {
        pieces.push(PathPiece::Constant(text.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::{PathTemplate, PathTemplateError};

    #[test]
    fn a_path_is_cut_where_its_parameters_are() {
        let path = PathTemplate::parse("/a/{b}/c-{d}").unwrap();
        assert_eq!(path.pieces().len(), 4);
        assert_eq!(path.to_string(), "/a/{b}/c-{d}");
    }

    #[test]
    fn broken_paths_are_told_apart() {
        for (text, error) in [
            ("posts", PathTemplateError::NoLeadingSlash),
            ("", PathTemplateError::NoLeadingSlash),
            ("/{a", PathTemplateError::UnbalancedBraces),
            ("/a}", PathTemplateError::UnbalancedBraces),
            ("/{a{b}}", PathTemplateError::UnbalancedBraces),
            ("/}a{", PathTemplateError::UnbalancedBraces),
            ("/{}", PathTemplateError::EmptyParameter),
            ("/{a}/{a}", PathTemplateError::RepeatedParameter),
        ] {
            assert_eq!(PathTemplate::parse(text), Err(error), "{text}");
        }
    }
}
