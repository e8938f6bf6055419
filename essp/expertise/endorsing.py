"""Vouching that a colleague knows a topic, always with a piece of work that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line, new_uid
from essp.discussions.models import Post, Thread, ThreadTopic
from essp.expertise import policy
from essp.expertise.events import Endorsed
from essp.expertise.models import Endorsement
from essp.expertise.vouched import NOT_OUTDATED
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.topics.models import Topic
from essp.topics.queries import ids_below
from essp.wiki.models import Contribution, Page
from essp.wiki.topic_models import PageTopic

MOST_PIECES = 8
LONGEST_NOTE = 300


@dataclass(frozen=True)
class Piece:
    """A piece of work that an endorsement can point at; `about` says that it carries the topic.

    `key` is `page:` or `post:` with its uid, as a form sends it.
    """

    key: str
    title: str
    path: str
    at: datetime
    about: bool = True
    words: int = 0
    id: int = 0


def pieces(actor: Person, person: Person, topic: Topic) -> list[Piece]:
    """Work that somebody had part in and the actor may read: what is about the topic stands first."""
    topics = ids_below(topic)
    on = exists().where(PageTopic.page_id == Page.id, PageTopic.topic_id.in_(topics))
    under = exists().where(ThreadTopic.thread_id == Thread.id, ThreadTopic.topic_id.in_(topics))
    about = [*_pages(actor, person, on, about=True), *_posts(actor, person, under, about=True)]
    other = [*_pages(actor, person, ~on, about=False), *_posts(actor, person, ~under, about=False)]
    return [*about, *sorted(other, key=lambda each: each.at, reverse=True)[:MOST_PIECES]]


def endorse(actor: Person, person: Person, topic: Topic, *, key: str, note: str = "") -> str:
    """Vouch for a colleague with a piece of work; the uid. Once more changes the work and the note.

    Raises Refused for oneself and for who left; Invalid where the work is none that the actor may
    read and the colleague had part in.
    """
    require(policy.endorse(actor, person))
    words = clean_line(note)
    if len(words) > LONGEST_NOTE:
        raise Invalid(note=_("Keep it under %(most)s characters.", most=LONGEST_NOTE))
    page, post = _shown_by(actor, person, key)
    if lock(Person, actor.id) is None:
        raise NotFound
    given = _standing(actor, person, topic)
    if given is None:
        given = Endorsement(uid=new_uid(), person_id=person.id, by_id=actor.id, topic_id=topic.id)
        session().add(given)
    given.page_id, given.post_id = page, post
    given.note, given.at = words, clock.now()
    session().flush()
    _told(actor, given)
    return given.uid


def withdraw(actor: Person, uid: str) -> Endorsement:
    """Take an endorsement back, or have it taken off as who was endorsed."""
    given = session().scalar(
        select(Endorsement)
        .options(joinedload(Endorsement.person), joinedload(Endorsement.by))
        .where(Endorsement.uid == uid, Endorsement.ended_at.is_(None))
    )
    if given is None or actor.id not in (given.by_id, given.person_id):
        raise NotFound
    require(policy.withdraw(actor, given))
    given.ended_at = clock.now()
    session().flush()
    _told(actor, given)
    return given


def given_by(actor: Person, person: Person) -> dict[int, Endorsement]:
    """What the actor vouches for of a colleague, by the id of each topic."""
    rows = session().scalars(
        select(Endorsement).where(
            Endorsement.by_id == actor.id, Endorsement.person_id == person.id,
            Endorsement.ended_at.is_(None),
        )
    )  # fmt: skip
    return {row.topic_id: row for row in rows}


def received(person: Person) -> Sequence[Endorsement]:
    """Who vouches for somebody, the latest first."""
    return (
        session()
        .scalars(
            select(Endorsement)
            .options(joinedload(Endorsement.by))
            .where(Endorsement.person_id == person.id, Endorsement.ended_at.is_(None))
            .order_by(Endorsement.at.desc(), Endorsement.id.desc())
        )
        .all()
    )


def _standing(actor: Person, person: Person, topic: Topic) -> Endorsement | None:
    return session().scalar(
        select(Endorsement).where(
            Endorsement.by_id == actor.id, Endorsement.person_id == person.id,
            Endorsement.topic_id == topic.id, Endorsement.ended_at.is_(None),
        )
    )  # fmt: skip


def _told(actor: Person, given: Endorsement) -> None:
    record(
        Endorsed(
            actor_id=actor.id, endorsement_id=given.id, person_id=given.person_id,
            topic_id=given.topic_id,
        )
    )  # fmt: skip


def _shown_by(actor: Person, person: Person, key: str) -> tuple[int | None, int | None]:
    """The ids of the page or the post that a form sent."""
    kind, _colon, uid = key.partition(":")
    if kind == "page":
        found = _pages(actor, person, Page.uid == uid, about=True)
    elif kind == "post":
        found = _posts(actor, person, Post.uid == uid, about=True)
    else:
        raise Invalid(work=_("Choose the work that shows it."))
    if not found:
        raise Invalid(work=_("Choose work that you may open and that they had part in."))
    return (found[0].id, None) if kind == "page" else (None, found[0].id)


def _pages(
    actor: Person, person: Person, which: ColumnElement[bool], *, about: bool
) -> list[Piece]:
    rows = session().execute(
        select(Page.uid, Page.title, Page.slug, Space.slug, Page.updated_at, Contribution.words,
               Page.id)
        .join(Page.space)
        .join(Contribution, Contribution.page_id == Page.id)
        .where(
            Contribution.person_id == person.id, Contribution.words > 0, Page.in_use(),
            Space.practice.is_(False), readable_by(actor), which,
        )
        .order_by(Contribution.words.desc(), Page.id)
        .limit(MOST_PIECES)
    )  # fmt: skip
    return [
        Piece(f"page:{uid}", title, f"/s/{space}/{slug}", at, about, words, number)
        for uid, title, slug, space, at, words, number in rows
    ]


def _posts(
    actor: Person, person: Person, which: ColumnElement[bool], *, about: bool
) -> list[Piece]:
    rows = session().execute(
        select(Post.uid, Thread.title, Post.at, Post.id)
        .join(Post.thread)
        .join(Thread.space)
        .where(
            Post.author_id == person.id, Post.gone == "", NOT_OUTDATED, Thread.listed(),
            Space.practice.is_(False), readable_by(actor), which,
        )
        .order_by(Post.at.desc())
        .limit(MOST_PIECES)
    )  # fmt: skip
    return [
        Piece(f"post:{uid}", title, f"/posts/{uid}", at, about, 0, number)
        for uid, title, at, number in rows
    ]
