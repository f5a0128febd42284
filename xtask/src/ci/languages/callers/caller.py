"""Calls a sandbox through the generated client: pages, a write, words nobody knows, refusals."""

import os

import coffee_contracts
from coffee_contracts import ContentApi, PostUpdate
from coffee_contracts.exceptions import ApiException, ForbiddenException, UnauthorizedException


def library(key):
    configuration = coffee_contracts.Configuration(
        host=os.environ["CC_BASE_URL"],
        access_token=key,
        api_key={"tenant": os.environ["CC_TENANT"]},
        retries=0,
    )
    return ContentApi(coffee_contracts.ApiClient(configuration))


def all_posts(content):
    posts = []
    while True:
        page = content.get_posts(limit=50, offset=len(posts))
        posts += page.results
        if not page.results or len(posts) >= page.count:
            return posts


def refused(kind, status, call):
    """The refusal of a call that must be refused so."""
    try:
        call()
    except kind as error:
        assert error.status == status, error
        assert error.data.message, error
        return error
    raise AssertionError(f"no {status}")


content = library(os.environ["CC_API_KEY"])
reader = library(os.environ["CC_READ_ONLY_KEY"])

posts = all_posts(content)
assert len(posts) > 100 and len({post.slug for post in posts}) == len(posts), len(posts)
assert {"Hologram"} == {post.content_type for post in posts}, "the sandbox plays a word that is not in the document"

slug = posts[0].slug
assert content.update_post(slug, PostUpdate(is_favorite=True)).is_favorite is True
assert content.get_post(slug).is_favorite is True

refused(UnauthorizedException, 401, lambda: library("cc_wrong").get_posts())
forbidden = refused(ForbiddenException, 403, lambda: reader.update_post(slug, PostUpdate(is_favorite=False)))
assert forbidden.data.missing_scopes == ["content:write"], forbidden.data


def until_refused():
    for _ in range(40):
        reader.get_posts(limit=1)


limited = refused(ApiException, 429, until_refused)
assert int(limited.headers["Retry-After"]) > 0, limited.headers
print(f"{len(posts)} posts in pages of 50, a write, an unknown word, and 401, 403, 429 as typed errors")
