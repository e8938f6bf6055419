"""House rules: written by the owners of a space, or for the whole site, and read before one writes.

Every version stays, with who wrote it. Whoever writes somewhere for the first time is shown the rules of
the site and of the space, and again when they changed in more than a small way, with what changed.
Nobody is kept from writing: who has not said that they read them is shown them the next time too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from itertools import zip_longest

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Decision, Invalid, NotFound, allow, refuse, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line
from essp.core.text.diff import Comparison, compare
from essp.people.models import Person, Role
from essp.spaces import policy
from essp.spaces.events import SiteRulesChanged, SpaceChanged
from essp.spaces.models import Space
from essp.spaces.queries import standing
from essp.spaces.rule_models import RulesRead, RulesVersion

LONGEST, LONGEST_NOTE, LONGEST_NUMBER = 20_000, 500, 10


class RulesChangedError(Exception):
    """Somebody changed the rules since those that the actor started from."""


@dataclass(frozen=True)
class Version:
    """A version of the rules of one place, and how it differs from the one before."""

    row: RulesVersion
    difference: Comparison | None


@dataclass(frozen=True)
class Unread:
    """Rules that somebody has not read yet: `space` is None for those of the whole site.

    `difference` is to the version they read last; None where they never read any.
    """

    space: Space | None
    version: RulesVersion
    difference: Comparison | None


def write(actor: Person, space: Space | None) -> Decision:
    """Owners write the rules of their space, community managers and administrators those of the site."""
    if space is not None:
        return policy.govern(actor, space, standing(actor, space))
    if actor.has_role(Role.COMMUNITY_MANAGER.value):
        return allow()
    return refuse(_("Community managers and administrators write the rules of the whole site."))


def change_rules(
    actor: Person, space: Space | None, text: str, *, based_on: int, note: str = "",
    small: bool = False,
) -> RulesVersion | None:  # fmt: skip
    """Write the rules anew; None when nothing is different. `based_on` is the number of the version
    that the actor started from, 0 for none.

    Raises Refused, Invalid, and RulesChangedError when there is a newer one.
    """
    require(write(actor, space))
    if space is not None and lock(Space, space.id) is None:
        raise NotFound
    before = current(space)
    if based_on != (before.number if before else 0):
        raise RulesChangedError
    text, note = _checked(text, note)
    if text == (before.text if before else ""):
        return None
    version = keep(actor, space, text, note=note, small=small and before is not None)
    if space is not None:
        space.rules = text
        record(SpaceChanged(actor_id=actor.id, space_id=space.id, fields=("rules",)))
    else:
        record(SiteRulesChanged(actor_id=actor.id, number=version.number))
    return version


def keep(
    actor: Person, space: Space | None, text: str, *, note: str = "", small: bool = False
) -> RulesVersion:
    """Add a version; whoever writes it has read it. The caller asked the policy and holds the place."""
    last = session().scalar(select(func.max(RulesVersion.number)).where(_of(space)))
    version = RulesVersion(
        space_id=space.id if space else None, number=(last or 0) + 1, text=text, note=note,
        small=small, author_id=actor.id, at=clock.now(),
    )  # fmt: skip
    session().add(version)
    session().flush()
    session().add(RulesRead(person_id=actor.id, version_id=version.id, at=version.at))
    session().flush()
    return version


def current(space: Space | None) -> RulesVersion | None:
    """The newest version of a place that the caller may read, with its author."""
    return session().scalar(_versions(space).limit(1))


def versions(space: Space | None) -> list[Version]:
    """Every version of a place that the caller may read, the newest first."""
    rows = session().scalars(_versions(space)).all()
    return [
        Version(row, compare(old.text, row.text) if old else None)
        for row, old in zip_longest(rows, rows[1:])
    ]


def to_read(actor: Person, space: Space | None) -> list[Unread]:
    """The rules of the site, and of a space the actor may read, that they have not read yet."""
    places = (None,) if space is None else (None, space)
    return [each for place in places if (each := _unread(actor, place)) is not None]


def have_read(actor: Person, space: Space | None, ids: Collection[int]) -> None:
    """Note that the actor says they have read these versions, as far as they are of here."""
    here = or_(_of(None), _of(space))
    known = select(RulesVersion.id).where(RulesVersion.id.in_(set(ids)), here)
    noted = select(RulesRead.version_id).where(RulesRead.person_id == actor.id)
    if lock(Person, actor.id) is None:
        raise NotFound
    for each in session().scalars(known.where(RulesVersion.id.not_in(noted))).all():
        session().add(RulesRead(person_id=actor.id, version_id=each, at=clock.now()))
    session().flush()


def named_in(sent: str) -> list[int]:
    """The versions that a form names, with commas between them; whatever else was sent is left aside."""
    numbers = [each for each in sent[:200].split(",") if each.isascii() and each.isdecimal()]
    return [int(each) for each in numbers if len(each) < LONGEST_NUMBER]


def last_read(actor: Person, space: Space | None) -> RulesRead | None:
    """When the actor last said that they read the rules of a place, and in which version."""
    return session().scalar(
        select(RulesRead)
        .join(RulesVersion, RulesVersion.id == RulesRead.version_id)
        .where(RulesRead.person_id == actor.id, _of(space))
        .order_by(RulesRead.version_id.desc())
        .limit(1)
    )


def pending(person_id: int, space_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Whether somebody may have rules to read before they write in a space; for an outer query.

    Never false where `to_read` finds some.
    """
    seen = aliased(RulesVersion)
    read = (
        select(RulesRead.version_id)
        .join(seen, seen.id == RulesRead.version_id)
        .where(
            RulesRead.person_id == person_id,
            seen.space_id.is_not_distinct_from(RulesVersion.space_id),
            seen.id >= RulesVersion.id,
        )
    )
    return exists().where(
        or_(RulesVersion.space_id == space_id, RulesVersion.space_id.is_(None)),
        RulesVersion.small.is_(False),
        RulesVersion.text != "",
        ~read.exists(),
    )


def clean_text(text: str) -> str:
    """A text of several lines without control characters and half pairs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})


def _unread(actor: Person, space: Space | None) -> Unread | None:
    version = current(space)
    if version is None or not version.text:
        return None
    read = last_read(actor, space)
    if read is None:
        return Unread(space, version, None)
    after = select(RulesVersion.id).where(
        _of(space), RulesVersion.id > read.version_id, RulesVersion.small.is_(False)
    )
    if session().scalar(after.limit(1)) is None:
        return None
    before = session().get_one(RulesVersion, read.version_id)
    return Unread(space, version, compare(before.text, version.text))


def _of(space: Space | None) -> ColumnElement[bool]:
    if space is None:
        return RulesVersion.space_id.is_(None)
    return RulesVersion.space_id == space.id


def _versions(space: Space | None) -> Select[RulesVersion]:
    return (
        select(RulesVersion)
        .options(joinedload(RulesVersion.author))
        .where(_of(space))
        .order_by(RulesVersion.number.desc())
    )


def _checked(text: str, note: str) -> tuple[str, str]:
    text, note = clean_text(text).strip("\n").rstrip(), clean_line(note)
    wrong = {
        name: _("Use at most %(limit)s characters.", limit=limit)
        for name, value, limit in (("text", text, LONGEST), ("note", note, LONGEST_NOTE))
        if len(value) > limit
    }
    if wrong:
        raise Invalid(**wrong)
    return text, note
