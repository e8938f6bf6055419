"""How a page stands, on its own screen: verified, seen or overdue, and which sentences are in doubt.

It is asked along in the one question that finds the page, so that it costs none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import Date, SQLColumnExpression, String, bindparam, cast, func, literal, select

from essp.core import clock
from essp.core.i18n import language
from essp.curation.models import Claim, Doubt, Verification
from essp.people.current import me
from essp.people.models import Person
from essp.wiki.comparing import compare_revisions
from essp.wiki.models import Page
from essp.wiki.queries import find_page
from essp.wiki.read_models import PageRead

MARK = "\x1f"
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    """What is told of a page. `days` is how long its review is overdue, less than one while it is not,
    and None where nobody verified it; `reads` is how often it was read this week."""

    kind: str = ""
    number: int = 0
    until: date | None = None
    reminded: date | None = None
    reads: int = 0
    name: str = ""
    doubts: int = 0
    claims: int = 0

    @property
    def days(self) -> int | None:
        """How many days ago its day was."""
        return None if self.until is None else (clock.now().date() - self.until).days


def verified_of_page(
    page_id: SQLColumnExpression[int], _reader: SQLColumnExpression[int]
) -> SQLColumnExpression[str]:
    """Kind, revision, day, reminder, readings of this week and name, for `locating.ask_along`."""
    mark = literal(MARK)
    reads = (
        select(func.coalesce(func.sum(PageRead.reads), 0))
        .where(PageRead.page_id == page_id, PageRead.day > _week_ago())
        .scalar_subquery()
    )
    name = select(Person.name).where(Person.id == Verification.by_id).scalar_subquery()
    told = (
        Verification.kind + mark + cast(Verification.number, String) + mark
        + cast(Verification.until, String) + mark
        + func.coalesce(func.substr(cast(Verification.reminded_at, String), 1, 10), "") + mark
        + cast(reads, String) + mark + func.coalesce(name, "")
    )  # fmt: skip
    return select(told).where(Verification.page_id == page_id).scalar_subquery()


def doubts_of_page(
    page_id: SQLColumnExpression[int], _reader: SQLColumnExpression[int]
) -> SQLColumnExpression[int]:
    """How many sentences of a page are in doubt, for `locating.ask_along`."""
    count = select(func.count()).select_from(Doubt)
    return count.where(Doubt.page_id == page_id, Doubt.decided_at.is_(None)).scalar_subquery()


def claims_of_page(
    page_id: SQLColumnExpression[int], _reader: SQLColumnExpression[int]
) -> SQLColumnExpression[int]:
    """How many sentences of a page are marked, for `locating.ask_along`."""
    count = select(func.count()).select_from(Claim)
    return count.where(Claim.page_id == page_id, Claim.ended_at.is_(None)).scalar_subquery()


def standing_of_page(page: Page, told: Mapping[str, Any]) -> Markup:
    """The line under the title; nothing for a page of which nobody said anything."""
    standing = _read(told)
    if standing == Standing():
        return Markup()
    return _line(language(), page.uid, page.revision_number, standing, clock.now().date())


def overdue_page(page: Page, told: Mapping[str, Any]) -> Markup:
    """The banner above a page of which the review is overdue; nothing for others."""
    standing = _read(told)
    if page.archived or not standing.days or standing.days < 1:
        return Markup()
    reminded = standing.reminded is not None and clock.now().date() - standing.reminded < WEEK
    return Markup(
        render_template(
            "curation/_overdue.html", uid=page.uid, standing=standing, reminded=reminded
        )
    )


def _read(told: Mapping[str, Any]) -> Standing:
    doubts, claims = told["doubts"] or 0, told["claims"] or 0
    if not told["verified"]:
        return Standing(doubts=doubts, claims=claims)
    kind, number, until, reminded, reads, name = told["verified"].split(MARK, 5)
    return Standing(
        kind, int(number), date.fromisoformat(until[:10]),
        date.fromisoformat(reminded) if reminded else None, int(reads), name, doubts, claims,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _line(_language: str, uid: str, revision: int, standing: Standing, _today: date) -> Markup:
    """Drawn once: it stands on every view of a page."""
    changed = changed_words(uid, standing.number, revision) if standing.number else 0
    return Markup(
        render_template(
            "curation/_standing.html", uid=uid, revision=revision, standing=standing,
            changed=changed,
        )
    )  # fmt: skip


@lru_cache(maxsize=4096)
def changed_words(uid: str, old: int, new: int) -> int | None:
    """How many words of a page that the reader is shown differ between two revisions; None where that
    is too much to count, or hidden. A pair of revisions never changes, so it is counted once."""
    if old >= new:
        return 0
    compared = compare_revisions(find_page(me(), uid), old, new)
    if compared.too_long or compared.withheld:
        return None
    return compared.added + compared.removed


def _week_ago() -> SQLColumnExpression[date]:
    return bindparam("week_ago", callable_=lambda: clock.now().date() - WEEK, type_=Date)
