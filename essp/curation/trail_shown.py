"""What was done about pages, as it is shown: of one page to its readers, of a space to who looks after it.

The audit of a space is for its owners, and for community managers who may read it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload

from essp.core.db import session
from essp.core.decision import Refused, require
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.spaces import policy as spaces
from essp.spaces.models import Space
from essp.spaces.queries import standing
from essp.wiki.models import Page
from essp.wiki.policy import moderates
from essp.wiki.trail_models import CurationAct

SHOWN = 50
MOST_ROWS = 50_000
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Wanted:
    """Which acts: of one kind, by one person, from a day until a day, both included."""

    kind: str = ""
    by_id: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Row:
    """An act with the page it was about; none for an act about the whole space."""

    act: CurationAct
    page: Page | None


def acts_of_page(page: Page, *, limit: int = SHOWN, offset: int = 0) -> Sequence[CurationAct]:
    """What was done about a page that the caller found, the latest first."""
    query = select(CurationAct).options(joinedload(CurationAct.by))
    found = query.where(CurationAct.page_id == page.id).order_by(CurationAct.id.desc())
    return session().scalars(found.limit(limit).offset(offset)).all()


def audits(actor: Person, space: Space) -> bool:
    """Whether the actor reads a space and looks after it."""
    here = standing(actor, space)
    return bool(spaces.read(actor, space, here)) and moderates(actor, here)


def require_auditor(actor: Person, space: Space) -> None:
    """Raise Refused unless the actor reads the space and looks after it."""
    require(spaces.read(actor, space, standing(actor, space)))
    if not audits(actor, space):
        raise Refused(_("An owner of the space or a community manager looks at its trail."))


def acts_of_space(
    actor: Person,
    space: Space,
    wanted: Wanted,
    zone: ZoneInfo,
    *,
    limit: int = SHOWN,
    offset: int = 0,
) -> list[Row]:
    """What was done in a space, the latest first. Raises Refused."""
    require_auditor(actor, space)
    found = _of_space(space, wanted, zone).order_by(CurationAct.id.desc())
    return [Row(act, page) for act, page in session().execute(found.limit(limit).offset(offset))]


def people_in(space: Space) -> Sequence[Person]:
    """Who did anything about the pages of a space, by name."""
    ids = select(CurationAct.by_id).where(CurationAct.space_id == space.id).distinct()
    return (
        session().scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.name_key)).all()
    )


def as_csv(rows: Sequence[Row]) -> Iterator[str]:
    """The same as a table, line by line. No cell begins as a formula would."""
    yield _line(("at", "act", "person", "page", "title", "version", "why"))
    for row in rows:
        act = row.act
        yield _line((
            act.at.isoformat(timespec="seconds"), act.kind, act.by.name if act.by else "",
            row.page.uid if row.page else "", row.page.title if row.page else "",
            act.number or "", act.why,
        ))  # fmt: skip


def _line(cells: Sequence[Any]) -> str:
    file = io.StringIO()
    csv.writer(file).writerow([_harmless(str(each)) for each in cells])
    return file.getvalue()


def _harmless(cell: str) -> str:
    """A programme for tables takes what begins so as a formula to be worked out."""
    return f"'{cell}" if cell.lstrip(" ").startswith(RISKY) else cell


def _of_space(space: Space, wanted: Wanted, zone: ZoneInfo) -> Select[CurationAct, Page]:
    query = (
        select(CurationAct, Page)
        .outerjoin(Page, Page.id == CurationAct.page_id)
        .options(joinedload(CurationAct.by))
        .where(*_place(space))
    )
    if wanted.kind:
        query = query.where(CurationAct.kind == wanted.kind)
    if wanted.by_id is not None:
        query = query.where(CurationAct.by_id == wanted.by_id)
    if wanted.first is not None:
        query = query.where(CurationAct.at >= _midnight(wanted.first, zone))
    if wanted.last is not None:
        query = query.where(CurationAct.at < _midnight(wanted.last + timedelta(days=1), zone))
    return query


def _place(space: Space) -> tuple[ColumnElement[bool], ...]:
    """What was done here about pages that still stand here: one that moved took its acts along."""
    here = (CurationAct.page_id.is_(None) & (CurationAct.space_id == space.id)) | (
        Page.space_id == space.id
    )
    return (here,)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
