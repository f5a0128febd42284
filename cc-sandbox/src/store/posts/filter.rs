//! What a listing of posts is narrowed down to, as SQL.

use cc_api::Date;
use rusqlite::types::Value as Sql;

use crate::store::library;

/// What posts are narrowed down to. Several filters together narrow further.
#[derive(Debug, Default)]
pub(crate) struct PostFilter {
    /// The kind of post, by name.
    pub(crate) content_type: Option<String>,
    /// Only what trends, or only what does not.
    pub(crate) trending: Option<bool>,
    /// The row of a pillar.
    pub(crate) pillar: Option<i64>,
    /// The row of an audience.
    pub(crate) audience: Option<i64>,
    /// Only what is picked for the account, or only what is not.
    pub(crate) picked: Option<bool>,
    pub(crate) from: Option<Date>,
    pub(crate) to: Option<Date>,
    /// Only the posts of these rows.
    pub(crate) posts: Option<Vec<i64>>,
}

impl PostFilter {
    pub(super) fn is_empty(&self) -> bool {
        let Self { content_type, trending, pillar, audience, picked, from, to, posts } = self;
        content_type.is_none()
            && trending.is_none()
            && pillar.is_none()
            && audience.is_none()
            && picked.is_none()
            && from.is_none()
            && to.is_none()
            && posts.is_none()
    }

    /// The condition in SQL; its values are added to those of the viewer.
    pub(super) fn condition(&self, values: &mut Vec<Sql>) -> String {
        let mut parts = vec!["post.tenant_id = ?1 AND post.publish_date <= ?3".to_owned()];
        match self.trending {
            Some(true) => parts.push("post.trends_until >= ?3".to_owned()),
            Some(false) => parts.push("(post.trends_until >= ?3) IS NOT TRUE".to_owned()),
            None => {}
        }
        let mut part = |sql: &str, value: Sql| {
            values.push(value);
            parts.push(sql.replace("{}", &format!("?{}", values.len())));
        };
        if let Some(name) = &self.content_type {
            let sql =
                "post.content_type_id IN (SELECT id FROM content_type WHERE tenant_id = ?1 AND name = {})";
            part(sql, name.clone().into());
        }
        if let Some(row) = self.pillar {
            part("post.pillar_id = {}", row.into());
        }
        if let Some(row) = self.audience {
            part("post.id IN (SELECT post_id FROM post_audience WHERE audience_id = {})", row.into());
        }
        if let Some(picked) = self.picked {
            part(&picked_condition(), picked.into());
        }
        if let Some(day) = self.from {
            part("post.publish_date >= {}", day.to_string().into());
        }
        if let Some(day) = self.to {
            part("post.publish_date <= {}", day.to_string().into());
        }
        if let Some(rows) = &self.posts {
            part("post.id IN (SELECT value FROM json_each({}))", list_of(rows));
        }
        parts.join(" AND ")
    }
}

/// What is picked for an account: posts of a pillar or with a tag that is.
fn picked_condition() -> String {
    format!(
        "(post.pillar_id IN ({}) OR post.id IN (SELECT post_id FROM post_tag WHERE tag_id IN ({}))) = {{}}",
        library::picked_pillars("?2"),
        library::picked_tags("?2"),
    )
}

/// Rows as one value, for `json_each`.
pub(crate) fn list_of(rows: &[i64]) -> Sql {
    let rows: Vec<String> = rows.iter().map(i64::to_string).collect();
    Sql::Text(format!("[{}]", rows.join(",")))
}
