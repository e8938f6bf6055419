"""What nobody looks after: spaces without an owner who is still there, and handovers that look for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from essp.core.db import session
from essp.curation.desk_sets import Remit
from essp.curation.models import Handover
from essp.people.models import Person, Role
from essp.spaces.models import Ownership, Space
from essp.spaces.policy import readable_by
from essp.wiki.models import Page


@dataclass(frozen=True)
class Ownerless:
    """Spaces without an owner, and pages or spaces for which somebody is looked for, the oldest first."""

    spaces: Sequence[Space]
    sought: Sequence[tuple[Handover, Space, Page | None]]

    @property
    def total(self) -> int:
        """How much stands here."""
        return len(self.spaces) + len(self.sought)


def ownerless(actor: Person, remit: Remit) -> Ownerless:
    """What nobody looks after, where the actor does; everywhere they can read, for a community manager."""
    here = _here(actor, remit)
    rows = session().execute(
        select(Handover, Space, Page)
        .join(Space, Space.id == Handover.space_id)
        .outerjoin(Page, Page.id == Handover.page_id)
        .options(joinedload(Page.space))
        .where(_sought(), here)
        .order_by(Handover.opened_at, Handover.id)
    )
    spaces = session().scalars(_without(here).order_by(Space.name_key)).all()
    return Ownerless(spaces, [(row[0], row[1], row[2]) for row in rows])


def spaces_without_anybody(reader: Person) -> Sequence[Space]:
    """The spaces whose owners are all gone, as far as somebody may read them, by name."""
    return session().scalars(_without(readable_by(reader)).order_by(Space.name_key)).all()


def ownerless_count(actor: Person, remit: Remit) -> int:
    """How much that is."""
    here = _here(actor, remit)
    sought = select(func.count(Handover.id)).join(Space, Space.id == Handover.space_id)
    found = (
        session()
        .execute(
            select(
                sought.where(_sought(), here).scalar_subquery(),
                select(func.count()).select_from(_without(here).subquery()).scalar_subquery(),
            )
        )
        .one()
    )
    return int(found[0] + found[1])


def _sought() -> ColumnElement[bool]:
    nobody = Handover.to_id.is_(None) & Handover.to_group_id.is_(None)
    return Handover.decided_at.is_(None) & nobody


def _here(actor: Person, remit: Remit) -> ColumnElement[bool]:
    if actor.has_role(Role.COMMUNITY_MANAGER.value):
        return readable_by(actor)
    return Space.id.in_(remit.spaces) & readable_by(actor)


def _without(here: Any) -> Select[Space]:
    owner = (
        exists()
        .where(Ownership.space_id == Space.id, Person.id == Ownership.person_id)
        .where(or_(Person.left_at.is_(None)))
    )
    return select(Space).where(here, ~owner, Space.practice.is_(False))
