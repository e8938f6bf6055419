"""What somebody wrote and left lying: drafts of pages and of posts, as far as they still lead anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from essp.core.db import session
from essp.core.i18n import _
from essp.discussions.mark_models import PostDraft
from essp.discussions.models import Gone, Post, Thread
from essp.home.ranking import Key
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.drafts import own_drafts

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


def _of_pages(actor: Person) -> Iterator[Unsent]:
    for draft, space, page in own_drafts(actor)[:MOST]:
        url = f"/p/{page.uid}/edit" if page else f"/s/{space.slug}/-/new"
        title = page.title if page else draft.title or _("New page")
        yield Unsent(("draft", draft.id), draft.updated_at, title, url, space.name)


def _of_posts(actor: Person) -> Iterator[Unsent]:
    mine = select(PostDraft).where(PostDraft.person_id == actor.id)
    kept = session().scalars(mine.order_by(PostDraft.updated_at.desc()).limit(MOST)).all()
    keys = {each.place.partition(":")[2] for each in kept}
    if not keys:
        return
    posts, spaces = _posts(actor, keys), _spaces(actor, keys)
    for draft in kept:
        way, _colon, key = draft.place.partition(":")
        post, space = posts.get(key), spaces.get(key)
        if way == "new" and space is not None:
            url, title = f"/s/{space.slug}/-/talk/new", draft.title or _("New conversation")
        elif way in {"reply", "edit"} and post is not None:
            url, title = f"/posts/{key}/{way}", post.thread.title or _("A comment")
            space = post.thread.space
        else:
            continue
        yield Unsent(("post draft", draft.id), draft.updated_at, title, url, space.name)


def _posts(actor: Person, keys: set[str]) -> dict[str, Post]:
    """Posts in sight to which one can still reply."""
    rows = session().scalars(
        select(Post)
        .join(Post.thread)
        .join(Thread.space)
        .options(contains_eager(Post.thread).contains_eager(Thread.space))
        .where(Post.uid.in_(keys), Post.gone == Gone.NO.value, Thread.closed_at.is_(None))
        .where(readable_by(actor))
    )
    return {post.uid: post for post in rows}


def _spaces(actor: Person, keys: set[str]) -> dict[str, Space]:
    rows = session().scalars(select(Space).where(Space.slug.in_(keys), readable_by(actor)))
    return {space.slug: space for space in rows}
