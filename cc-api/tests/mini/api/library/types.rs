//! The types of the library: `generated/library/types.rs`.

use cc_api::Secret;
use cc_api::internal::{Decimal, Value, Vec, Week, YearMonth, ids, newtype, object, open_enum, union};
use cc_api::time::Timestamp;
use cc_api::time::civil::Date;
use std::collections::BTreeMap;

open_enum! {
    /// The kind of post, by name. New kinds may appear at any time. (connector)
    pub enum ContentTypeName {
        Reel = "Reel",
        EmailTemplate = "Email Template",
    }
}

object! {
    /// One ready-made post of the library.
    ///
    /// Evidence: connector.
    pub struct Post {
        /// The text to publish with the picture.
        caption: optional String = "caption",
        /// The kind of post.
        content_type: optional ContentTypeName = "contentType",
        /// The identifier. (inferred)
        id: optional PostId = "id",
        /// Whether you marked it as a favorite. (inferred)
        is_favorite: optional bool = "isFavorite",
        /// The post that this one was made from.
        parent: optional Box<Post> = "parent",
        /// The pictures.
        photos: optional Vec<PostPhoto> = "photos",
        /// The readable name.
        slug: required String = "slug",
        /// A word that Rust keeps for itself.
        r#type: optional String = "type",
    }
}

object! {
    /// A picture of a post.
    pub struct PostPhoto {
        /// The identifier.
        id: optional String = "id",
        /// Where the picture lies.
        url: optional String = "url",
    }
}

object! {
    /// What to change. A field that is left out keeps its value.
    pub struct PostUpdate {
        /// The day it is planned for; null takes it off the plan.
        day: patch Date = "day",
        /// Mark or unmark as a favorite.
        is_favorite: optional bool = "isFavorite",
    }
}

object! {
    /// A new key.
    pub struct NewApiKey {
        /// The key itself, shown this once.
        raw_key: required Secret = "rawKey",
    }
}

object! {
    /// One of each kind of value.
    pub struct Everything {
        at: optional Timestamp = "at",
        count: optional i64 = "count",
        free: optional Value = "free",
        month: optional YearMonth = "month",
        nullable_list: optional Vec<Option<String>> = "nullableList",
        price: optional Decimal = "price",
        prices: optional BTreeMap<String, Decimal> = "prices",
        share: optional f64 = "share",
        week: optional Week = "week",
    }
}

object! {
    /// An event.
    pub struct LiveEvent {
        /// What kind of hit it is.
        kind: optional String = "kind",
        /// When it begins.
        starts_at: optional Timestamp = "startsAt",
    }
}

union! {
    /// Something found, told apart by its `kind`.
    pub enum SearchHit by "kind" {
        Post(Box<Post>) = "post",
        LiveEvent(LiveEvent) = "event",
    }
}

union! {
    /// A picture, a post or a number: the one that explains most is taken.
    pub enum Anything {
        Photo(PostPhoto),
        Post(Box<Post>),
        Number(i64),
    }
}

newtype! {
    /// A tree, each branch of which is a tree.
    pub struct Tree(Vec<Tree>);
}

ids! {
    /// Identifies a post.
    pub type PostId;
    /// The identifier or the slug of a post.
    pub type PostRef;
}
