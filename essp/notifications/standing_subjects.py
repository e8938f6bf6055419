"""What somebody was told of that stands in curation: doubts, handovers, groups of owners."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import func, select

from essp.core.db import session
from essp.core.decision import NotFound
from essp.core.i18n import _
from essp.curation import handovers
from essp.curation.doubts import find_doubt
from essp.curation.models import Doubt, Handover
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.spaces.steward_models import OwnerGroup
from essp.wiki.models import Page


class Line(NamedTuple):
    """A thing as a line of a list, as `subjects.Named` has it."""

    key: str
    title: str
    url: str
    where: str


def doubt(actor: Person, key: str) -> int:
    """The id of a doubt that the actor may read."""
    return find_doubt(actor, key)[0].id


def handover(actor: Person, key: str) -> int:
    """The id of a handover that concerns the actor."""
    return handovers.find(actor, key).row.id


def group(actor: Person, key: str) -> int:
    """The id of a group of owners in a space that the actor reads."""
    found = session().scalar(
        select(OwnerGroup.id)
        .join(Space, Space.id == OwnerGroup.space_id)
        .where(OwnerGroup.uid == key, readable_by(actor))
    )
    if found is None:
        raise NotFound
    return found


def doubts(actor: Person, ids: Collection[int]) -> dict[int, Line]:
    """Doubts on pages that the actor reads, by id."""
    rows = session().execute(
        select(Doubt.id, Doubt.uid, Page.title, Space.name)
        .join(Page, Page.id == Doubt.page_id)
        .join(Page.space)
        .where(Doubt.id.in_(ids), readable_by(actor))
    )
    return {
        row.id: Line(
            row.uid, _("Doubt: %(title)s", title=row.title), f"/doubts/{row.uid}", row.name
        )
        for row in rows
    }


def handed(actor: Person, ids: Collection[int]) -> dict[int, Line]:
    """Handovers of what the actor reads, by id."""
    rows = session().execute(
        select(Handover.id, Handover.uid, Page.title, Space.name)
        .outerjoin(Page, Page.id == Handover.page_id)
        .join(Space, Space.id == func.coalesce(Page.space_id, Handover.space_id))
        .where(Handover.id.in_(ids), readable_by(actor))
    )
    return {
        row.id: Line(
            row.uid, _("Handover of %(name)s", name=row.title or row.name),
            f"/handovers/{row.uid}", row.name if row.title else "",
        )
        for row in rows
    }  # fmt: skip


def groups(actor: Person, ids: Collection[int]) -> dict[int, Line]:
    """Groups of owners in spaces that the actor reads, by id."""
    rows = session().execute(
        select(
            OwnerGroup.id, OwnerGroup.uid, OwnerGroup.name, Space.slug, Space.name.label("space")
        )
        .join(Space, Space.id == OwnerGroup.space_id)
        .where(OwnerGroup.id.in_(ids), readable_by(actor))
    )
    return {
        row.id: Line(row.uid, row.name, f"/s/{row.slug}/-/owners#group-{row.uid}", row.space)
        for row in rows
    }
