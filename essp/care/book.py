"""The public log: what moderators did, why, by whom and when. Never what was hidden, or who reported it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from essp.care import things
from essp.care.models import Deed, Entry, Thing
from essp.care.things import Reported
from essp.core import clock
from essp.core.db import session
from essp.discussions.models import Post, Thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.wiki.models import Page, Revision


@dataclass(frozen=True)
class Line:
    """A line of the log with its space; `thing` is None once the reader may not read it any more."""

    entry: Entry
    space: Space
    thing: Reported | None


def note(actor: Person, deed: Deed, found: Reported, why: str) -> None:
    """Put a deed in the log. What stands in no space is between the moderator and the person."""
    if found.space is not None:
        _write(actor, deed, found.thing, found.id, found.space.id, why)


def note_hiding(actor: Person, post: Post, why: str, *, back: bool) -> None:
    """A post was hidden, or brought back after that, by whatever way."""
    space_id = session().get_one(Thread, post.thread_id).space_id
    _write(actor, Deed.BACK if back else Deed.HIDDEN, Thing.POST, post.id, space_id, why)


def note_version(actor: Person, page: Page, revision: Revision, why: str, *, back: bool) -> None:
    """A version of a page was hidden, or shown again, by whatever way."""
    deed = Deed.BACK if back else Deed.HIDDEN
    _write(actor, deed, Thing.REVISION, revision.id, page.space_id, why)


def lines(
    actor: Person, space: Space | None = None, *, limit: int, offset: int = 0
) -> Sequence[Line]:
    """What was done in the places that the actor may read, or in one of them, the newest first."""
    rows = session().execute(
        _readable(actor, space)
        .options(joinedload(Entry.by))
        .order_by(Entry.at.desc(), Entry.id.desc())
        .limit(limit)
        .offset(offset)
    )
    told = [(row[0], row[1]) for row in rows]
    found = things.load([entry for entry, _space in told], actor)
    return [
        Line(entry, where, found.get((Thing(entry.thing), entry.thing_id))) for entry, where in told
    ]


def count(actor: Person, space: Space | None = None) -> int:
    """How many lines the actor may read."""
    found = select(func.count()).select_from(_readable(actor, space).subquery())
    return session().scalar(found) or 0


def _readable(actor: Person, space: Space | None) -> Select[Entry, Space]:
    rows = select(Entry, Space).join(Space, Space.id == Entry.space_id).where(readable_by(actor))
    return rows if space is None else rows.where(Space.id == space.id)


def _write(actor: Person, deed: Deed, thing: Thing, thing_id: int, space_id: int, why: str) -> None:
    session().add(
        Entry(
            at=clock.now(), by_id=actor.id, deed=deed.value, why=why[:500], thing=thing.value,
            thing_id=thing_id, space_id=space_id,
        )
    )  # fmt: skip
    session().flush()
