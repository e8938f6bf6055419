"""Who owns what, for the screens: of a page in the question that finds it, of a space, of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    String,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased, joinedload

from essp.core.db import session
from essp.people.models import Person
from essp.spaces.models import Ownership, Space
from essp.spaces.owning import line_of
from essp.spaces.policy import readable_by
from essp.spaces.steward_models import OwnerGroup, OwnerGroupMember, Stewardship
from essp.wiki.models import Page

LIST, ROW, PART = "\x1d", "\x1e", "\x1f"  # between lists, rows and their parts; no name holds them
LISTED = 200
LIVE = and_(Stewardship.accepted_at.is_not(None), Stewardship.ended_at.is_(None))


class Owned(NamedTuple):
    """Who owns what, or was asked to: a page, or the whole space where there is none."""

    held: Stewardship
    page: Page | None
    space: Space


class Named(NamedTuple):
    """An owner or a deputy as the screen of a page names them; a group has no handle."""

    name: str
    handle: str
    deputy: bool


@dataclass(frozen=True)
class Shown:
    """Who owns a page, and whether they own the whole space: the nearest."""

    owners: Sequence[Named]
    deputies: Sequence[Named]
    of_space: bool


def owners_along(
    page_id: SQLColumnExpression[int], _reader_id: SQLColumnExpression[int]
) -> SQLColumnExpression[str]:
    """Who owns a page, or is its deputy, itself or by what stands above it, and who owns its space; for
    `owners_shown`, asked with the page itself."""
    stewards = func.coalesce(_stewards(page_id), "")
    return stewards + _between(LIST) + func.coalesce(_space_owners(), "")


def _stewards(page_id: SQLColumnExpression[int]) -> SQLColumnExpression[str]:
    who, group = aliased(Person), aliased(OwnerGroup)
    row = _joined(
        cast(func.coalesce(Stewardship.page_id, 0), String),
        case((Stewardship.deputy, "1"), else_=""),
        func.coalesce(who.handle, ""),
        func.coalesce(who.name, group.name, ""),
    )
    above = Page.lineage.like("%/" + cast(Stewardship.page_id, String) + "/%")
    return (
        select(_rows(row))
        .select_from(Stewardship)
        .outerjoin(who, who.id == Stewardship.person_id)
        .outerjoin(group, group.id == Stewardship.group_id)
        .where(
            Stewardship.space_id == Page.space_id,
            LIVE,
            who.left_at.is_(None),
            or_(
                Stewardship.page_id.is_(None),
                Stewardship.page_id == page_id,
                and_(Stewardship.subtree, above),
            ),
        )
        .correlate(Page)
        .scalar_subquery()
    )


def _space_owners() -> SQLColumnExpression[str]:
    who = aliased(Person)
    return (
        select(_rows(_joined(who.handle, who.name)))
        .select_from(Ownership)
        .join(who, who.id == Ownership.person_id)
        .where(Ownership.space_id == Page.space_id, who.left_at.is_(None))
        .correlate(Page)
        .scalar_subquery()
    )


def _rows(row: ColumnElement[str]) -> ColumnElement[str]:
    # As a part of the question itself: as a value it would be written into it anew each time.
    return func.aggregate_strings(row, _between(ROW))  # type: ignore[arg-type]


def _between(mark: str) -> ColumnElement[str]:
    return literal_column(f"'{mark}'", String)


def owners_shown(lineage: str, told: str) -> Shown:
    """Who owns the page with this lineage, from what the column above found."""
    stewards, space_owners = told.split(LIST)
    rows = [row.split(PART) for row in stewards.split(ROW) if row]
    for page_id in reversed(line_of(lineage)):
        here = [(Named(name, handle, bool(deputy))) for at, deputy, handle, name in rows
                if int(at) == page_id]  # fmt: skip
        if any(not each.deputy for each in here):
            return _shown(here, of_space=False)
    owners = [row.split(PART) for row in space_owners.split(ROW) if row]
    above = [Named(name, handle, deputy=False) for handle, name in owners]
    wide = [Named(name, handle, bool(deputy)) for at, deputy, handle, name in rows if at == "0"]
    return _shown([*above, *wide], of_space=True)


def _shown(named: Sequence[Named], *, of_space: bool) -> Shown:
    ordered = sorted(named, key=lambda each: each.name)
    return Shown(
        [each for each in ordered if not each.deputy],
        [each for each in ordered if each.deputy],
        of_space,
    )


def _joined(*parts: Any) -> ColumnElement[str]:
    found: Any = parts[0]
    for part in parts[1:]:
        found = found + _between(PART) + part
    return cast(found, String)


def stewards_of(page: Page | None, space: Space) -> Sequence[Stewardship]:
    """Everybody who owns this, is its deputy, was asked, or was any of it, the latest last."""
    at = Stewardship.page_id == page.id if page else Stewardship.page_id.is_(None)
    return (
        session()
        .scalars(
            select(Stewardship)
            .options(joinedload(Stewardship.person), joinedload(Stewardship.group))
            .where(at, or_(Stewardship.space_id == space.id, Stewardship.page_id.is_not(None)))
            .order_by(Stewardship.deputy, Stewardship.id)
            .limit(LISTED)
        )
        .all()
    )


def stewards_in(space: Space) -> Sequence[Stewardship]:
    """All that has owners or deputies of its own in a space that the reader can read."""
    return (
        session()
        .scalars(
            select(Stewardship)
            .options(joinedload(Stewardship.person))
            .where(Stewardship.space_id == space.id, LIVE)
            .order_by(Stewardship.id)
        )
        .all()
    )


def asked_of(person: Person) -> Sequence[Owned]:
    """What somebody was asked to own and did not answer yet, the oldest first."""
    mine = select(OwnerGroupMember.group_id).where(OwnerGroupMember.person_id == person.id)
    return _with_place(
        person,
        Stewardship.accepted_at.is_(None),
        Stewardship.ended_at.is_(None),
        or_(Stewardship.person_id == person.id, Stewardship.group_id.in_(mine)),
    )


def owned_by(reader: Person, person: Person) -> Sequence[Owned]:
    """The pages that somebody owns or is deputy of, as far as the reader may read them."""
    mine = select(OwnerGroupMember.group_id).where(OwnerGroupMember.person_id == person.id)
    return _with_place(
        reader, LIVE, or_(Stewardship.person_id == person.id, Stewardship.group_id.in_(mine))
    )


def owned_in(reader: Person, space: Space) -> Sequence[Owned]:
    """The pages of a space that have owners or deputies of their own, with those, by title."""
    return _with_place(reader, LIVE, Stewardship.page_id.is_not(None), Page.space_id == space.id)


def _with_place(reader: Person, *conditions: ColumnElement[bool]) -> Sequence[Owned]:
    # A page may have moved since its owner was named: where it is now is what must be readable.
    rows = session().execute(
        select(Stewardship, Page, Space)
        .options(joinedload(Stewardship.person), joinedload(Stewardship.group))
        .outerjoin(Page, Page.id == Stewardship.page_id)
        .join(Space, Space.id == func.coalesce(Page.space_id, Stewardship.space_id))
        .where(readable_by(reader), *conditions)
        .order_by(Stewardship.deputy, Space.name_key, Page.title_key, Stewardship.id)
        .limit(LISTED)
    )
    return [Owned(*row) for row in rows]
