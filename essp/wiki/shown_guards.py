"""What the screen of a page shows of its guards, and whether its reader decides there: asked along."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    case,
    cast,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from essp.core.json import Json
from essp.people.models import Person
from essp.spaces.models import Ownership
from essp.spaces.owning import line_of
from essp.spaces.steward_models import OwnerGroupMember, Stewardship
from essp.wiki.guard_models import Level, Protection
from essp.wiki.guards import Guards, Shown
from essp.wiki.link_models import Section
from essp.wiki.models import Page

NOTHING = "[]"


OPEN: Guards[Shown] = Guards()


def shown(kept: str, now: datetime) -> Guards[Shown]:
    """What `guards_column` gave, as it is to be shown: without the guards that ended, and without those
    of sections that are not on the page now."""
    if kept == NOTHING:
        return OPEN
    found = map(_read, json.loads(kept))
    return Guards(
        tuple(
            each
            for each in found
            if (each.until is None or each.until > now)
            and (each.section_id is None or each.fragment)
        )
    )


def decides(reader_id: int, lineage: str, kept: str) -> bool:
    """Whether this reader decides on the page, from what `deciding_column` gave."""
    if kept == NOTHING:
        return False
    above, stewards = json.loads(kept)
    if above:
        return True
    for page_id in reversed(line_of(lineage)):
        here = [row for row in stewards if row[0] == page_id]
        if any(not deputy for _page, deputy, _person in here):
            return any(person == reader_id for _page, _deputy, person in here)
    return any(person == reader_id for page_id, _deputy, person in stewards if page_id is None)


def guards_column(json_of: Json) -> ColumnElement[str]:
    """`[[level, reason, who, until, inherited, section, fragment], ...]` of a page."""
    who, section = aliased(Person), aliased(Section)
    level = case(
        (
            and_(Protection.stepped_down_at.is_not(None), Protection.level == Level.BEFORE.value),
            Level.AFTERWARDS.value,
        ),
        else_=Protection.level,
    )
    one = json_of.array(
        level, Protection.reason, who.name, cast(Protection.until, String),
        Protection.page_id != Page.id, Protection.section_id, section.fragment,
    )  # fmt: skip
    return (
        select(json_of.text(json_of.list(one)))
        .select_from(Protection)
        .join(who, who.id == Protection.by_id)
        .outerjoin(section, and_(section.id == Protection.section_id, section.place.is_not(None)))
        .where(_guards_page())
        .correlate(Page)
        .scalar_subquery()
    )


def deciding_column(json_of: Json) -> ColumnElement[str]:
    """`[owns the space, [[page or none, deputy, person], ...]]` of a guarded page; `[]` of others."""
    member, person = aliased(OwnerGroupMember), aliased(Person)
    owns = (
        select(Ownership.person_id)
        .where(Ownership.space_id == Page.space_id, Ownership.person_id == bindparam("reader"))
        .correlate(Page)
        .exists()
    )
    stewards = (
        select(json_of.list(json_of.array(Stewardship.page_id, Stewardship.deputy, person.id)))
        .select_from(Stewardship)
        .outerjoin(member, member.group_id == Stewardship.group_id)
        .join(person, or_(person.id == Stewardship.person_id, person.id == member.person_id))
        .where(
            Stewardship.space_id == Page.space_id,
            Stewardship.accepted_at.is_not(None),
            Stewardship.ended_at.is_(None),
            person.left_at.is_(None),
            or_(
                Stewardship.page_id.is_(None),
                Stewardship.page_id == Page.id,
                and_(Stewardship.subtree, _above(Stewardship.page_id)),
            ),
        )
        .correlate(Page)
        .scalar_subquery()
    )
    guarded = select(Protection.id).where(_guards_page()).correlate(Page).exists()
    told = json_of.text(json_of.array(owns, stewards))
    return case((guarded, told), else_=literal(NOTHING))


def _guards_page() -> ColumnElement[bool]:
    return and_(
        Protection.space_id == Page.space_id,
        Protection.ended_at.is_(None),
        or_(
            Protection.page_id == Page.id,
            and_(Protection.subtree, _above(Protection.page_id)),
        ),
    )


def _above(page_id: SQLColumnExpression[Any]) -> ColumnElement[bool]:
    """Whether that page stands above the one asked for, or is it."""
    return Page.lineage.like("%/" + cast(page_id, String) + "/%")


def _read(row: Sequence[Any]) -> Shown:
    level, reason, by, until, inherited, section_id, fragment = row
    return Shown(
        level=Level(level), reason=reason, by=by, until=_moment(until), inherited=bool(inherited),
        section_id=section_id, fragment=fragment or "",
    )  # fmt: skip


def _moment(kept: object) -> datetime | None:
    if not kept:
        return None
    found = datetime.fromisoformat(str(kept))
    return found if found.tzinfo else found.replace(tzinfo=UTC)
