"""Who is thanked this week: people who chose to be named, each by one piece of work, never by a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from essp.core.db import session
from essp.core.i18n import Message
from essp.core.i18n import lazy as _
from essp.discussions.models import Post, Thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.stats.asking import Asked
from essp.stats.models import Deed
from essp.stats.privacy_models import InsightChoice
from essp.stats.verbs import MIGRATION, Did, Thing
from essp.wiki.models import Page

SHOWN = 3
# The first of these that somebody did is told.
WORTH: dict[str, Message] = {
    Did.ACCEPT.value: _("gave an answer that was accepted:"),
    Did.PROMOTE.value: _("turned a conversation into a page:"),
    Did.CREATE_PAGE.value: _("started a page:"),
    Did.ANSWER.value: _("answered:"),
    Did.EDIT_PAGE.value: _("wrote on:"),
}


@dataclass(frozen=True)
class Champion:
    """Somebody and what they did, as a thing that the reader may open; `post` can be thanked for."""

    person: Person
    did: Message
    title: str
    path: str
    post: str = ""


def champions(actor: Person, asked: Asked, most: int | None = SHOWN) -> list[Champion]:
    """Who of those who chose to be named did something in the open in the window, by name."""
    people = session().scalars(
        select(Person)
        .join(InsightChoice, InsightChoice.person_id == Person.id)
        .where(InsightChoice.named, Person.joined_at.is_not(None), Person.left_at.is_(None))
        .order_by(Person.sort_key, Person.id)
    ).all()  # fmt: skip
    if not people:
        return []
    deeds = _deeds(asked, [each.id for each in people])
    found = [
        told for each in people if (told := _told(actor, each, deeds.get(each.id, ()))) is not None
    ]
    return found[:most] if most else found


def _deeds(asked: Asked, people: Sequence[int]) -> dict[int, list[Any]]:
    who = Deed.to_id.label("person_id")
    counted = (
        Deed.day >= asked.first, Deed.day <= asked.day, Deed.source != MIGRATION, Deed.bot.is_(False),
        asked.places(Deed.space_id),
    )  # fmt: skip
    accepted = select(who, Deed.verb, Deed.kind, Deed.object_id).where(
        *counted, Deed.verb == Did.ACCEPT.value, Deed.to_id.in_(people), Deed.to_id != Deed.actor_id
    )
    done = select(Deed.actor_id.label("person_id"), Deed.verb, Deed.kind, Deed.object_id).where(
        *counted, Deed.verb.in_(set(WORTH) - {Did.ACCEPT.value}), Deed.actor_id.in_(people)
    )
    found: dict[int, list[Any]] = {}
    for row in session().execute(accepted.union_all(done)):
        found.setdefault(row.person_id, []).append(row)
    return found


def _told(
    actor: Person, person: Person, deeds: Sequence[Row[tuple[str, str, int]]]
) -> Champion | None:
    order = list(WORTH)
    for deed in sorted(deeds, key=lambda row: order.index(row.verb)):
        thing = _page(actor, deed) if deed.kind == Thing.PAGE.value else _said(actor, deed)
        if thing is not None:
            return Champion(person, WORTH[deed.verb], *thing)
    return None


def _page(actor: Person, deed: Row[tuple[str, str, int]]) -> tuple[str, str, str] | None:
    row = session().execute(
        select(Page.title, Page.uid)
        .join(Page.space)
        .where(Page.id == deed.object_id, Page.in_use(), readable_by(actor))
    ).first()  # fmt: skip
    return (row.title, f"/p/{row.uid}", "") if row else None


def _said(actor: Person, deed: Row[tuple[str, str, int]]) -> tuple[str, str, str] | None:
    here = Post.id == deed.object_id
    if deed.kind == Thing.THREAD.value:
        here = (Post.thread_id == deed.object_id) & Post.parent_id.is_(None)
    row = session().execute(
        select(Thread.title, Post.uid)
        .join(Post, Post.thread_id == Thread.id)
        .join(Space, Space.id == Thread.space_id)
        .where(here, Post.gone == "", Thread.listed(), readable_by(actor))
    ).first()  # fmt: skip
    return (row.title, f"/posts/{row.uid}", row.uid) if row else None
