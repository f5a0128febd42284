//! Fourth stage: the generated code of the operation, and the types that it touches.

use std::io::Write;

use anyhow::Result;
use codegen::fileset::FileSet;
use codegen::model::{Operation, TypeRef};

use super::row;

/// Shows the method, the call with its setters, the catalogue's entry, and where the types are.
pub(super) fn show(operation: &Operation, files: &FileSet, out: &mut dyn Write) -> Result<()> {
    let constant = operation.id.as_str().to_uppercase();
    let call = format!("pub type {}", pascal_case(operation.id.as_str()));
    let method = format!("pub fn {}(", operation.id);
    let raw_method = format!("pub fn r#{}(", operation.id);
    let entry = format!("{constant} = ");
    let folder = format!("/{}/", operation.tag);
    let is_method = |line: &str| line.starts_with(&method) || line.starts_with(&raw_method);
    let is_call = |line: &str| line.strip_prefix(&call).is_some_and(|rest| rest.starts_with([' ', ';', '<']));
    let is_entry = |line: &str| line.starts_with(&entry);
    let wanted: [&dyn Fn(&str) -> bool; 3] = [&is_method, &is_call, &is_entry];
    for is_wanted in wanted {
        for (path, text) in files.iter().filter(|(path, _)| path.contains(&folder)) {
            let lines: Vec<_> = text.lines().collect();
            if let Some(at) = lines.iter().position(|line| is_wanted(line.trim_start())) {
                excerpt(path, &lines, at, out)?;
            }
        }
    }
    types(operation, files, out)
}

/// Prints the item around a line, with the file and the line numbers.
fn excerpt(path: &str, lines: &[&str], at: usize, out: &mut dyn Write) -> Result<()> {
    let (first, last) = item_around(lines, at);
    writeln!(out, "  {path}:{}", first + 1)?;
    for (number, line) in (first + 1..).zip(&lines[first..=last]) {
        writeln!(out, "  {number:>5} | {line}")?;
    }
    writeln!(out)?;
    Ok(())
}

/// The first and the last line of the item that the line belongs to: an entry of the catalogue is shown
/// with its macro call, a method or a type among others with its docs and attributes.
fn item_around(lines: &[&str], at: usize) -> (usize, usize) {
    let is_inner = [" pub fn ", " pub type "].iter().any(|word| lines[at].contains(word));
    let indent = if is_inner { lines[at].len() - lines[at].trim_start().len() } else { 0 };
    let belongs = |line: &str| {
        let text = line.trim_start();
        if is_inner {
            text.starts_with("///") || text.starts_with("#[") || text.starts_with(")]")
        } else {
            line.starts_with(' ') || line.starts_with("///")
        }
    };
    let mut first = at;
    while first > 0 && belongs(lines[first - 1]) {
        first -= 1;
    }
    if !is_inner && first > 0 && lines[first - 1].ends_with('{') {
        first -= 1;
    }
    let end = format!("{}}}", " ".repeat(indent));
    let is_end = |line: &&str| line.starts_with(&end) && line.len() <= end.len() + 1;
    let last = lines.iter().enumerate().skip(at).find(|(_, line)| is_end(line)).map_or(at, |(end, _)| end);
    (first, last)
}

/// Names each type that the operation takes or gives back, with the place where it is written.
fn types(operation: &Operation, files: &FileSet, out: &mut dyn Write) -> Result<()> {
    let mut names = Vec::new();
    for argument in &operation.arguments {
        collect(&argument.ty, &mut names);
    }
    operation.answer.body.iter().for_each(|body| collect(body, &mut names));
    operation.paging.iter().for_each(|paging| collect(&paging.item, &mut names));
    names.sort();
    names.dedup();
    for name in names {
        let place = place_of(&name, files).unwrap_or_else(|| String::from("not written out"));
        row("type", &format!("{name}: {place}"), out)?;
    }
    Ok(())
}

fn collect(ty: &TypeRef, names: &mut Vec<String>) {
    match ty {
        TypeRef::Named(name) => names.push(name.to_string()),
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) | TypeRef::Boxed(inner) => {
            collect(inner, names);
        }
        _ => {}
    }
}

fn place_of(name: &str, files: &FileSet) -> Option<String> {
    files.iter().find_map(|(path, text)| {
        let defines = |line: &str| {
            ["pub struct ", "pub enum ", "pub type "].iter().any(|word| {
                line.trim_start()
                    .strip_prefix(word)
                    .and_then(|rest| rest.strip_prefix(name))
                    .is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_'))
            })
        };
        text.lines().position(defines).map(|at| format!("{path}:{}", at + 1))
    })
}

/// `get_posts` -> `GetPosts`, as the emitters name the call of an operation.
fn pascal_case(name: &str) -> String {
    let capitalized = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    name.split('_').map(capitalized).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "\
impl<K> Content<'_, K> {
    /// Lists posts.
    #[inline]
    pub fn get_posts(&self) -> GetPosts
    where
        K: grants::ContentRead,
    {
        GetPosts::new(self.client.start(&catalogue::GET_POSTS))
    }
}

calls! {
    /// The optional arguments.
    pub type GetPosts = CallWith<PagedCall<Post>> {
        /// Only trending ones.
        trending(3): bool,
    }
}

operation! {
    /// Lists posts.
    GET_POSTS = \"get_posts\", Get \"/posts\" {
        tag: \"content\",
    }
    params {
    }
}
";

    fn around(word: &str) -> String {
        let lines: Vec<_> = CODE.lines().collect();
        let at = lines.iter().position(|line| line.contains(word)).unwrap();
        let (first, last) = item_around(&lines, at);
        format!("{} … {}", lines[first].trim(), lines[last])
    }

    #[test]
    fn an_item_is_shown_with_its_docs_to_its_end() {
        assert_eq!(around("pub fn get_posts"), "/// Lists posts. …     }");
        assert_eq!(around("pub type GetPosts"), "/// The optional arguments. …     }");
        assert_eq!(around("GET_POSTS = "), "operation! { … }");
    }

    #[test]
    fn the_name_of_a_call_is_the_operations_in_pascal_case() {
        for (name, pascal) in
            [("get_posts", "GetPosts"), ("list_2fa_codes", "List2faCodes"), ("ping", "Ping")]
        {
            assert_eq!(pascal_case(name), pascal);
        }
    }
}
