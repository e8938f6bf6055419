"""What somebody wrote and left lying: drafts of pages and of posts, as far as they still lead anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from essp.core.i18n import _
from essp.discussions.mark_models import PostDraft
from essp.discussions.models import Gone, Post, Thread
from essp.home.interests import ME, listed, rows_of
from essp.home.ranking import Key
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by_person
from essp.wiki.draft_models import Draft
from essp.wiki.models import Page

MOST = 50


@dataclass(frozen=True)
class Unsent:
    """A draft: what it is of, where one goes on with it, when it was last touched."""

    key: Key
    at: datetime
    title: str
    url: str
    space: str


def unsent(actor: Person) -> list[Unsent]:
    """All drafts of the actor in spaces they may still read, the last touched first."""
    found = [*_of_pages(actor), *_of_posts(actor)]
    return sorted(found, key=lambda each: each.at, reverse=True)


_PAGES = (
    select(
        Draft.id, Draft.updated_at, Draft.title, Space.slug, Space.name,
        Page.uid, Page.title.label("page"),
    )
    .join(Space, Space.id == Draft.space_id)
    .outerjoin(Page, Page.id == Draft.page_id)
    .where(Draft.person_id == ME, readable_by_person(ME))
    .order_by(Draft.updated_at.desc())
    .limit(MOST)
)  # fmt: skip


def _of_pages(actor: Person) -> Iterator[Unsent]:
    for row in rows_of(_PAGES, {"me": actor.id}):
        url = f"/p/{row.uid}/edit" if row.uid else f"/s/{row.slug}/-/new"
        title = row.page or row.title or _("New page")
        yield Unsent(("draft", row.id), row.updated_at, title, url, row.name)


_KEPT = (
    select(PostDraft.id, PostDraft.place, PostDraft.title, PostDraft.updated_at)
    .where(PostDraft.person_id == ME)
    .order_by(PostDraft.updated_at.desc())
    .limit(MOST)
)


def _of_posts(actor: Person) -> Iterator[Unsent]:
    kept = rows_of(_KEPT, {"me": actor.id})
    given = {"me": actor.id, "keys": [each.place.partition(":")[2] for each in kept]}
    if not kept:
        return
    posts = {row.uid: row for row in rows_of(_POSTS, given)}
    spaces = {row.slug: row for row in rows_of(_SPACES, given)}
    for draft in kept:
        found = _place(draft, posts, spaces)
        if found is not None:
            title, url, space = found
            yield Unsent(("post draft", draft.id), draft.updated_at, title, url, space)


def _place(
    draft: Any, posts: Mapping[str, Any], spaces: Mapping[str, Any]
) -> tuple[str, str, str] | None:
    """Title and address of what was begun, and the name of its space; None where it leads nowhere."""
    way, _colon, key = draft.place.partition(":")
    if way == "ask":
        return draft.title or _("New question"), f"/who-knows/ask?person={key}", _("Who knows")
    if way == "new" and key in spaces:
        return draft.title or _("New conversation"), f"/s/{key}/-/talk/new", spaces[key].name
    if way in {"reply", "edit"} and key in posts:
        return posts[key].title or _("A comment"), f"/posts/{key}/{way}", posts[key].space
    return None


# Posts in sight to which one can still reply.
_POSTS = (
    select(Post.uid, Thread.title, Space.name.label("space"))
    .join(Post.thread)
    .join(Thread.space)
    .where(Post.uid.in_(listed("keys")), Post.gone == Gone.NO.value, Thread.closed_at.is_(None))
    .where(readable_by_person(ME))
)
_SPACES = select(Space.slug, Space.name).where(
    Space.slug.in_(listed("keys")), readable_by_person(ME)
)
