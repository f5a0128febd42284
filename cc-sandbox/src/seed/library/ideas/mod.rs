//! What the posts of the library say, each idea in a form that suits every kind of post.

mod life;
mod trade;

/// Something to say.
#[derive(Debug)]
pub(super) struct Idea {
    /// As it stands in the middle of a title: `pricing your home`.
    pub(super) subject: &'static str,
    /// The sentence that makes somebody stop.
    pub(super) hook: &'static str,
    /// The sentence that is worth keeping.
    pub(super) tip: &'static str,
    /// Pillar, tags and audiences by slug.
    pub(super) pillar: &'static str,
    pub(super) tags: &'static [&'static str],
    pub(super) audiences: &'static [&'static str],
}

const fn idea(
    subject: &'static str,
    hook: &'static str,
    tip: &'static str,
    pillar: &'static str,
    tags: &'static [&'static str],
    audiences: &'static [&'static str],
) -> Idea {
    Idea { subject, hook, tip, pillar, tags, audiences }
}

/// How many there are.
pub(super) const COUNT: usize = trade::IDEAS.len() + life::IDEAS.len();

/// One of them.
pub(super) fn nth(index: usize) -> &'static Idea {
    trade::IDEAS.get(index).unwrap_or_else(|| &life::IDEAS[index - trade::IDEAS.len()])
}
