"""Spaces for a newcomer to begin with: where their colleagues are, and what is further away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.core.i18n import _, ngettext
from essp.people.models import Person
from essp.spaces.models import Access, Membership, Space

SHOWN = 12


@dataclass(frozen=True)
class Suggested:
    """A space with why it is suggested, whether it is near the newcomer's work, and is theirs already."""

    space: Space
    why: str
    near: bool
    mine: bool


def suggested_spaces(actor: Person) -> Sequence[Suggested]:
    """Open spaces to join: those with most colleagues of the actor's department first."""
    member, colleague = aliased(Membership), aliased(Membership)
    here = select(func.count()).where(member.space_id == Space.id).scalar_subquery()
    near = (
        select(func.count())
        .select_from(colleague)
        .join(Person, Person.id == colleague.person_id)
        .where(colleague.space_id == Space.id, Person.department == actor.department)
        .where(Person.id != actor.id, Person.department != "", Person.left_at.is_(None))
        .scalar_subquery()
    )
    mine = (
        select(Membership.space_id)
        .where(Membership.space_id == Space.id, Membership.person_id == actor.id)
        .exists()
    )
    rows = session().execute(
        select(Space, near.label("near"), here.label("here"), mine)
        .where(Space.access == Access.OPEN.value, Space.practice.is_(False))
        .order_by(near.desc(), here.desc(), Space.name_key)
        .limit(SHOWN)
    )
    return [
        Suggested(space, _why(actor, close, total), close > 0, bool(own))
        for space, close, total, own in rows
    ]


def _why(actor: Person, close: int, total: int) -> str:
    if close:
        return ngettext(
            "%(num)s colleague of %(department)s", "%(num)s colleagues of %(department)s", close,
            department=actor.department,
        )  # fmt: skip
    return ngettext("%(num)s member", "%(num)s members", total) if total else _("Nobody yet")
