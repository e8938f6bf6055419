"""What holds for a page: asked in one question, and in a second one only where anything is guarded."""

from __future__ import annotations

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager

from essp.core import clock
from essp.core.db import session
from essp.people.models import Person
from essp.spaces.owning import Owners, line_of, owners_of
from essp.wiki.guard_models import Level, Protection
from essp.wiki.guards import OPEN, Guard, Held
from essp.wiki.models import Page


def guard_of(actor: Person, page: Page) -> Guard:
    """What holds for this page and what the actor, who can read it, is there."""
    held = held_on(page)
    if not held:
        return OPEN
    return Guard(held, decides=owners_of_page(page).include(actor))


def owners_of_page(page: Page) -> Owners:
    """Who owns the page: its own owners, else the nearest above it, else those of the space."""
    return owners_of(page.space_id, line_of(page.lineage))


def held_on(page: Page) -> tuple[Held, ...]:
    """Every protection that holds for the page or a section of it now, oldest first."""
    line = line_of(page.lineage)
    rows = session().scalars(
        select(Protection)
        .join(Protection.by)
        .options(contains_eager(Protection.by))
        .where(
            or_(
                Protection.page_id == page.id,
                and_(Protection.page_id.in_(line[:-1]), Protection.subtree),
            ),
            Protection.ended_at.is_(None),
            or_(Protection.until.is_(None), Protection.until > clock.now()),
        )
        .order_by(Protection.id)
    )
    return tuple(_held(row, page) for row in rows)


def _held(row: Protection, page: Page) -> Held:
    stepped_down = row.stepped_down_at is not None
    level = Level(row.level)
    return Held(
        uid=row.uid,
        level=Level.AFTERWARDS if stepped_down and level is Level.BEFORE else level,
        page_id=row.page_id,
        section_id=row.section_id,
        inherited=row.page_id != page.id,
        reason=row.reason,
        by=row.by.name,
        at=row.at,
        until=row.until,
        stepped_down=stepped_down,
    )
