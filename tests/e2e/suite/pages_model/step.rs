//! The steps that histories of pages are made of.

use proptest::prelude::{Just, Strategy, prop_oneof};

/// What is done.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    Create,
    Rename,
    Publish,
    Withdraw,
    AddComponent,
    ChangeComponent,
    DeleteComponent,
    AddPicture,
    DeletePicture,
    AddLink,
    MoveLink,
    DeleteLink,
    Duplicate,
    Delete,
}

/// What is done, and to what: numbers are taken round and round, so that they always name something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) act: Act,
    pub(super) page: usize,
    /// A component or a link of the page.
    pub(super) entry: usize,
    /// Whatever else has to be chosen: a title, a slug, a picture.
    pub(super) choice: usize,
    /// The place to ask for, if any.
    pub(super) order: Option<i64>,
}

/// Any step; making things is likelier than deleting them.
pub(super) fn step() -> impl Strategy<Value = Step> {
    let act = prop_oneof![
        3 => Just(Act::Create),
        2 => Just(Act::Rename),
        1 => Just(Act::Publish),
        1 => Just(Act::Withdraw),
        4 => Just(Act::AddComponent),
        4 => Just(Act::ChangeComponent),
        2 => Just(Act::DeleteComponent),
        4 => Just(Act::AddPicture),
        2 => Just(Act::DeletePicture),
        3 => Just(Act::AddLink),
        2 => Just(Act::MoveLink),
        1 => Just(Act::DeleteLink),
        2 => Just(Act::Duplicate),
        1 => Just(Act::Delete),
    ];
    let order = proptest::option::of(0_i64..5);
    (act, 0..6_usize, 0..6_usize, 0..12_usize, order).prop_map(|(act, page, entry, choice, order)| Step {
        act,
        page,
        entry,
        choice,
        order,
    })
}
