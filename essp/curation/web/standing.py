"""How a page stands, on its own screen: verified, seen or overdue, and which sentences are in doubt.

It is asked along in the one question that finds the page, so that it costs none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import (
    ColumnElement,
    Date,
    SQLColumnExpression,
    String,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
)

from essp.core import clock
from essp.core.slots import lasting
from essp.curation.models import Claim, Doubt, Verification
from essp.people.models import Person
from essp.wiki.comparing import compare_revisions
from essp.wiki.models import Page
from essp.wiki.read_models import PageRead

STANDING = "standing"  # what `locating.ask_along` calls it
MARK = "\x1f"
BETWEEN = literal_column(f"'{MARK}'", String)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    """What is told of a page. `days` is how long its review is overdue, less than one while it is not,
    and None where nobody verified it; `reads` is how often an overdue page was read this week."""

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


def told_of_page(
    page_id: SQLColumnExpression[int], _reader: SQLColumnExpression[int]
) -> SQLColumnExpression[str]:
    """All of it in one column, for `locating.ask_along`."""
    verified = select(_verified()).where(Verification.page_id == page_id).scalar_subquery()
    doubts = _count(Doubt.page_id == page_id, Doubt.decided_at.is_(None))
    claims = _count(Claim.page_id == page_id, Claim.ended_at.is_(None))
    return doubts + BETWEEN + claims + BETWEEN + func.coalesce(verified, "")


def _verified() -> ColumnElement[str]:
    """Kind, revision, day, reminder, readings of this week where it is overdue, and name."""
    reads = (
        select(func.coalesce(func.sum(PageRead.reads), 0))
        .where(PageRead.page_id == Verification.page_id, PageRead.day > _day("week_ago", WEEK))
        .scalar_subquery()
    )
    overdue = case((Verification.until < _day("today", timedelta(0)), reads), else_=0)
    name = select(Person.name).where(Person.id == Verification.by_id).scalar_subquery()
    return (
        Verification.kind + BETWEEN + cast(Verification.number, String) + BETWEEN
        + cast(Verification.until, String) + BETWEEN
        + func.coalesce(func.substr(cast(Verification.reminded_at, String), 1, 10), "") + BETWEEN
        + cast(overdue, String) + BETWEEN + func.coalesce(name, "")
    )  # fmt: skip


def _count(*conditions: ColumnElement[bool]) -> ColumnElement[str]:
    return cast(select(func.count()).where(*conditions).scalar_subquery(), String)


@lasting
def standing_of_page(page: Page, told: Mapping[str, Any]) -> Markup:
    """The line under the title; nothing for a page of which nobody said anything."""
    standing = _read(told[STANDING])
    if standing == Standing():
        return Markup()
    number, revision = standing.number, page.revision_number
    html = render_template(
        "curation/_standing.html", uid=page.uid, revision=revision, standing=standing,
        changed=changed_words(page, number) if 0 < number < revision else 0,
    )  # fmt: skip
    return Markup(html)  # noqa: S704 - drawn by a template


@lasting
def overdue_page(page: Page, told: Mapping[str, Any]) -> Markup:
    """The banner above a page of which the review is overdue; nothing for others."""
    standing = _read(told[STANDING])
    if page.archived or not standing.days or standing.days < 1:
        return Markup()
    reminded = standing.reminded is not None and clock.now().date() - standing.reminded < WEEK
    return Markup(
        render_template(
            "curation/_overdue.html", uid=page.uid, standing=standing, reminded=reminded
        )
    )


def _read(told: str) -> Standing:
    doubts, claims, verified = told.split(MARK, 2)
    if not verified:
        return Standing(doubts=int(doubts), claims=int(claims))
    kind, number, until, reminded, reads, name = verified.split(MARK, 5)
    return Standing(
        kind, int(number), date.fromisoformat(until[:10]),
        date.fromisoformat(reminded) if reminded else None, int(reads), name,
        int(doubts), int(claims),
    )  # fmt: skip


def changed_words(page: Page, old: int) -> int | None:
    """How many words differ between an old revision and what the page says now; None where that is
    too much to count, or hidden."""
    compared = compare_revisions(page, old, page.revision_number)
    if compared.too_long or compared.withheld:
        return None
    return compared.added + compared.removed


def _day(name: str, ago: timedelta) -> SQLColumnExpression[date]:
    return bindparam(name, callable_=lambda: clock.now().date() - ago, type_=Date)
