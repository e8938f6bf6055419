"""Whose lines may hear anything at all: those of sign-ins that have not ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from essp.core import clock, realtime
from essp.core.db import session
from essp.core.realtime import View
from essp.people.models import Person, SignIn


def living() -> ColumnElement[bool]:
    """The condition of a sign-in that has not ended, of somebody who has not left."""
    # Not joined: SQLite would then look for each of many sign-ins at each of many people.
    here = select(Person.id).where(Person.id == SignIn.person_id, Person.left_at.is_(None))
    return and_(SignIn.ended_at.is_(None), SignIn.expires_at > clock.now(), here.exists())


def cut_ended() -> None:
    """End every line whose sign-in has ended."""
    _heard(realtime.views())


def ring(people: Collection[int], event: str) -> None:
    """Say to every open page of these people that there is something new, and nothing more."""
    views = _heard([each for each in realtime.views() if each.person_id in people])
    realtime.send([each.line for each in views], event, {})


def _heard(views: Sequence[View]) -> Sequence[View]:
    """Those that may hear; the others end here."""
    if not views:
        return views
    ids = {each.sign_in_id for each in views}
    known = select(SignIn.id).where(SignIn.id.in_(ids), living())
    alive = set(session().scalars(known))
    for each in views:
        if each.sign_in_id not in alive:
            realtime.cut(each.line)
    return [each for each in views if each.sign_in_id in alive]


def face(person: Person) -> dict[str, Any]:
    """A person as open pages draw them."""
    return {
        "name": person.name,
        "handle": person.handle,
        "monogram": person.monogram,
        "tint": person.tint,
        "picture": person.picture_url,
    }
