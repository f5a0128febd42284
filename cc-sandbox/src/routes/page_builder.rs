//! Web pages: made, listed, changed, copied, deleted.

use cc_api::catalogue;

use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::store::components::{self, NewComponent};
use crate::store::pages::{self, DRAFT, Owner, PAGE, PUBLISHED, Page, PageChange};

pub(super) const HANDLERS: &[Handler] = &[
    on(&catalogue::LIST_PAGES, list_pages),
    on(&catalogue::CREATE_PAGE, create_page),
    on(&catalogue::GET_PAGE, get_page),
    on(&catalogue::UPDATE_PAGE, update_page),
    on(&catalogue::DELETE_PAGE, delete_page),
    on(&catalogue::DUPLICATE_PAGE, duplicate_page),
];

/// Drafts are among them, and what stands on the pages is left out.
fn list_pages(call: &Call<'_>) -> Result<Reply, Refused> {
    let (pages, count) = pages::list(call.db, call.page_owner(), call.page()?)?;
    Reply::page(&pages, count)
}

/// The default components are a header with the title, and an empty text.
fn create_page(call: &Call<'_>) -> Result<Reply, Refused> {
    let title: String = call.input.need("title")?;
    let slug = match call.input.get::<String>("slug")? {
        Some(slug) => usable_slug(call, slug, 0)?,
        None => pages::free_slug(call.db, call.page_owner(), &title)?,
    };
    let style: Option<String> = call.input.get("style")?;
    let page = pages::create(call.db, call.page_owner(), &title, &slug, style.as_deref())?;
    let header = NewComponent { kind: "header", heading: Some(&title), ..NewComponent::default() };
    components::add(call.db, page, &header)?;
    components::add(call.db, page, &NewComponent { kind: "text", ..NewComponent::default() })?;
    Reply::created(&found(call, &PAGE.id(page))?)
}

fn get_page(call: &Call<'_>) -> Result<Reply, Refused> {
    Reply::ok(&named(call)?)
}

/// A page that becomes a draft again keeps the time at which visitors could first see it.
fn update_page(call: &Call<'_>) -> Result<Reply, Refused> {
    let page = named(call)?;
    let title: Option<String> = call.input.get("title")?;
    let slug = match call.input.get::<String>("slug")? {
        Some(slug) => Some(usable_slug(call, slug, page.row)?),
        None => None,
    };
    let status = call.input.word("status", &[DRAFT, PUBLISHED])?;
    let change = PageChange {
        title: title.as_deref(),
        slug: slug.as_deref(),
        style: call.input.patch("style")?,
        status: status.as_deref(),
    };
    pages::change(call.db, call.page_owner(), &page, &change)?;
    Reply::ok(&found(call, &PAGE.id(page.row))?)
}

fn delete_page(call: &Call<'_>) -> Result<Reply, Refused> {
    pages::delete(call.db, named(call)?.row)?;
    Reply::empty()
}

/// The copy is a draft with a free slug, so nothing can be taken; without a title it is called a copy.
fn duplicate_page(call: &Call<'_>) -> Result<Reply, Refused> {
    let original = call.page_in_body()?;
    let title: Option<String> = call.input.get("title")?;
    let title = title.unwrap_or_else(|| format!("{} (copy)", original.title));
    let copy = pages::copy(call.db, call.page_owner(), &original, &title)?;
    Reply::created(&found(call, &PAGE.id(copy))?)
}

impl Call<'_> {
    /// Whose pages the call is about.
    pub(super) fn page_owner(&self) -> Owner {
        Owner { tenant: self.tenant(), account: self.account(), now: self.now_ms() }
    }

    /// The page that the body names by its identifier. It is what the call acts on, so one that is missing is a 404.
    pub(super) fn page_in_body(&self) -> Result<Page, Refused> {
        let id: String = self.input.need("pageId")?;
        // By its identifier only: a slug would be found as well.
        let id = PAGE.row(&id).map(|row| PAGE.id(row)).ok_or_else(|| Refused::not_found("page"))?;
        found(self, &id)
    }
}

/// The page that the path names.
fn named(call: &Call<'_>) -> Result<Page, Refused> {
    found(call, &call.input.need::<String>("id_or_slug")?)
}

fn found(call: &Call<'_>, id_or_slug: &str) -> Result<Page, Refused> {
    pages::find(call.db, call.page_owner(), id_or_slug)?.ok_or_else(|| Refused::not_found("page"))
}

/// A slug that somebody chose: it must be one, and no other page may have it.
fn usable_slug(call: &Call<'_>, slug: String, page: i64) -> Result<String, Refused> {
    if !pages::is_slug(&slug) {
        let message = "must be small letters and digits, 200 at most, with single hyphens between them";
        return Err(Refused::invalid("slug", message));
    }
    if pages::is_taken(call.db, call.page_owner(), &slug, page)? {
        let message = format!("Another page of yours has the slug {slug:?}.");
        return Err(Refused::conflict("slug_taken", message));
    }
    Ok(slug)
}
