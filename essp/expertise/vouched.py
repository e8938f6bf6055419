"""Endorsements that stand: each with the work it points at, as far as the reader may open that."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.curation.models import Doubt
from essp.discussions.mark_models import Meaning, Reaction
from essp.discussions.models import Post, Thread
from essp.expertise.models import Endorsement
from essp.people.models import Person
from essp.people.queries import account_of
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.models import Page

# Nobody vouches for themselves, by another account of theirs neither.
BY_SOMEBODY_ELSE = account_of(Endorsement.person_id) != account_of(Endorsement.by_id)
WRONG, MENDED = "wrong", "mended"
# A post that a reader marked as outdated shows nothing any more, until they take that back.
NOT_OUTDATED = ~exists().where(
    Reaction.post_id == Post.id, Reaction.meaning == Meaning.OUTDATED.value
)
# Of a page that somebody vouched for a sentence was wrong: it shows nothing until they vouch anew.
NOT_WRONG = ~exists().where(
    Doubt.page_id == Endorsement.page_id, Doubt.kind == WRONG, Doubt.outcome == MENDED,
    Doubt.decided_at > Endorsement.at,
)  # fmt: skip


@dataclass(frozen=True)
class Vouched:
    """An endorsement, what the work it points at is called and where that is."""

    given: Endorsement
    title: str
    path: str


def standing_for(actor: Person, topics: Collection[int]) -> Iterator[Vouched]:
    """The endorsements for these topics whose work is in use and may be opened by the actor."""
    yield from _for_pages(actor, topics)
    yield from _for_posts(actor, topics)


def _for_pages(actor: Person, topics: Collection[int]) -> Iterator[Vouched]:
    rows = session().execute(
        select(Endorsement, Page.title, Page.slug, Space.slug)
        .join(Page, Page.id == Endorsement.page_id)
        .join(Page.space)
        .where(
            Endorsement.topic_id.in_(topics), Endorsement.ended_at.is_(None),
            BY_SOMEBODY_ELSE, Page.in_use(), NOT_WRONG,
            Space.practice.is_(False), readable_by(actor),
        )
    )  # fmt: skip
    for given, title, slug, space in rows:
        yield Vouched(given, title, f"/s/{space}/{slug}")


def _for_posts(actor: Person, topics: Collection[int]) -> Iterator[Vouched]:
    thread = aliased(Thread)
    rows = session().execute(
        select(Endorsement, thread.title, Post.uid)
        .join(Post, Post.id == Endorsement.post_id)
        .join(thread, thread.id == Post.thread_id)
        .join(thread.space)
        .where(
            Endorsement.topic_id.in_(topics), Endorsement.ended_at.is_(None),
            BY_SOMEBODY_ELSE, Post.gone == "", NOT_OUTDATED,
            Space.practice.is_(False), readable_by(actor),
        )
    )  # fmt: skip
    for given, title, uid in rows:
        yield Vouched(given, title, f"/posts/{uid}")
