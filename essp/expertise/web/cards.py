"""Somebody who knows, as the screens show one: the same card on the list, beside a page, on a topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from essp.core.i18n import Message
from essp.expertise.shapes import Figures, Found, Level
from essp.expertise.web import phrasing
from essp.people.models import Person


@dataclass(frozen=True)
class Bar:
    """One month of the picture: where it stands and how high it is, of a box of 128 by 20."""

    left: str
    top: str
    height: str
    look: str


@dataclass(frozen=True)
class Card:
    """Somebody who knows, in words: the level, what they do about it, the numbers, the lines."""

    person: Person
    first_name: str
    level: Message
    step: int
    why: str
    lines: Sequence[tuple[str, Markup]]
    meters: Sequence[tuple[str, str, int]]
    bars: Sequence[Bar]
    months: str
    last: str
    room: str
    away: bool
    deputy: Person | None
    ask: str
    declared: bool


def cards(people: Sequence[Found], words: str) -> list[Card]:
    """Cards of those found for these words, their meters against the strongest among them."""
    most = Figures(
        share=max((each.figures.share for each in people), default=0.0),
        answers=max((each.figures.answers for each in people), default=0),
        endorsed=max((each.figures.endorsed for each in people), default=0),
    )
    return [_card(each, most, words) for each in people]


def ask_address(words: str, person: Person | None = None) -> str:
    """Where one asks about these words, one person or whoever knows."""
    handle = person.handle if person is not None else None
    return url_for("expertise.ask", q=words or None, person=handle)


def _card(found: Found, most: Figures, words: str) -> Card:
    declared = found.level is Level.DECLARED
    return Card(
        person=found.person,
        first_name=found.person.name.split()[0],
        level=phrasing.LEVELS[found.level],
        step=phrasing.STEPS[found.level],
        why=phrasing.why(found),
        lines=[(phrasing.SYMBOLS[line.kind], phrasing.line_told(line)) for line in found.lines],
        meters=[] if declared else phrasing.meters(found.figures, most),
        bars=bars(found.figures.months),
        months=phrasing.months_told(found.figures.months),
        last=phrasing.last_told(found.last_at),
        room=phrasing.room_told(found.room),
        away=found.room.away_until is not None,
        deputy=found.room.deputy,
        ask=ask_address(words, found.person),
        declared=declared,
    )


def bars(months: Sequence[int]) -> list[Bar]:
    """The picture of a year, oldest month first; nothing where nothing was done."""
    most = max(months, default=0)
    if not most:
        return []
    step = 128 / len(months)
    drawn = []
    for place, count in enumerate(months):
        height = max(20 * count / most, 2.0)
        look = "last" if place == len(months) - 1 and count else "" if count else "z"
        drawn.append(Bar(f"{place * step:.1f}", f"{20 - height:.1f}", f"{height:.1f}", look))
    return drawn
