//! Posts of the library, wherever they are listed; and what is said when something is missing.

use cc_api::content::Post;
use jiff::civil::Date;

use super::words::{clean, day};
use super::{Dashboard, Frame};
use crate::page::{Cell, Column, Gap, Link, Table, Tone};

impl Dashboard {
    /// What is said in place of something that isn't there: why, and what to do.
    pub(super) fn gap(&self, frame: &Frame, step: &str, outputs: &[&str], what: &str, next: &str) -> Gap {
        if let Some(failure) = frame.failures.get(step) {
            let reason = clean(&failure.reason);
            let next = failure.next.as_deref().unwrap_or(next);
            return Gap::new(format!("{what}: {}.", reason.trim_end_matches('.')), next);
        }
        if let Some((output, why)) = outputs.iter().find_map(|output| self.unread.get_key_value(output)) {
            return Gap::new(
                format!("{what}: the answer can't be read (`{output}`: {why})."),
                "The API's description is wrong there: report it, with this line.",
            );
        }
        Gap::new(format!("{what}: not in the answer."), next)
    }

    /// The first day on which a post is planned.
    pub(super) fn planned(&self, slug: &str) -> Option<Date> {
        let entries = self.calendar.iter().flatten();
        let days = entries.filter(|entry| entry.post.as_ref().is_some_and(|post| post.slug == slug));
        days.filter_map(|entry| entry.date).min()
    }

    /// A table of posts, each with its page.
    pub(super) fn posts(&self, posts: &[Post], frame: &Frame) -> Table {
        let columns = vec![
            Column::main("Post"),
            Column::short("Kind"),
            Column::short("Pillar"),
            Column::short("Yours"),
        ];
        let row = |post: &Post| {
            vec![
                Cell { text: title(post), link: Some(Link::post(&post.slug)), tone: Tone::Plain },
                Cell::new(kind(post)),
                Cell::new(pillar(post)),
                self.marks(post, frame),
            ]
        };
        Table { columns, rows: posts.iter().map(row).collect() }
    }

    fn marks(&self, post: &Post, frame: &Frame) -> Cell {
        let mut marks = Vec::new();
        if post.is_used == Some(true) {
            marks.push(String::from("used"));
        }
        if let Some(date) = self.planned(&post.slug) {
            marks.push(format!("planned {}", day(date, frame.start)));
        }
        if post.is_favorite == Some(true) {
            marks.push(String::from("favorite"));
        }
        if marks.is_empty() { Cell::faint("new to you") } else { Cell::new(marks.join(", ")) }
    }
}

/// The title of a post; its slug if it has none.
pub(super) fn title(post: &Post) -> String {
    let title = post.title.as_deref().map(clean).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| clean(&post.slug))
}

/// The kind of a post: `Reel`.
pub(super) fn kind(post: &Post) -> String {
    let kind = post.content_type.as_ref().map(|kind| clean(kind.as_str()));
    kind.filter(|kind| !kind.is_empty()).unwrap_or_else(|| String::from("–"))
}

/// The pillar of a post.
pub(super) fn pillar(post: &Post) -> String {
    let name = post.pillar.as_ref().and_then(|pillar| pillar.name.as_deref()).map(clean);
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| String::from("–"))
}
