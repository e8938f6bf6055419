"""A day as somebody reads it in the morning: twelve figures and a few sentences, for screen and mail alike.

Nothing is computed here that was not kept when the day was filled; only the things that wait are looked up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from essp.core.i18n import Message, language
from essp.core.web import zone
from essp.people.models import Person
from essp.stats import drilling, prose, reading, telling
from essp.stats.asking import DAY, SITE, Asked, Scope
from essp.stats.catalogue.conversation import PROMISE
from essp.stats.drilling import Question
from essp.stats.prose import Moved, State, Turn
from essp.stats.reading import Shown, Sight
from essp.stats.shown import Withheld
from essp.stats.telling import Change, Period
from essp.stats.tiles import TILES, Tile
from essp.topics.queries import named_for

SPARK = {Period.DAY: (28, 1), Period.WEEK: (13 * 7, 7), Period.MONTH: (13 * 28, 28)}
LOOKED_AT = 5  # gaps, of which the actor may know the first
QUIET = 0.35  # of the usual, below which hardly anybody was there
FIRST = 20  # questions that wait, of which some may be closed to the actor by now


@dataclass(frozen=True)
class Told:
    """One of the twelve in words. Without a value `why` says why; `points` is how it went."""

    tile: Tile
    value: str
    base: str
    change: Change
    why: Message
    points: Sequence[float | None]
    shown: Shown | None


@dataclass(frozen=True)
class Brief:
    """A day of a scope: its figures, the sentences above them, and the first questions without a response.

    `sight` is for what is asked beside them.
    """

    day: date
    period: Period
    scope: Scope
    told: Sequence[Told]
    said: Sequence[str]
    waiting: Sequence[Question]
    sight: Sight

    @property
    def by_slug(self) -> Mapping[str, Told]:
        """The figures by the slug of their tile."""
        return {each.tile.slug: each for each in self.told}

    @property
    def waiting_in_all(self) -> int:
        """How many questions wait, of which `waiting` are the first."""
        return _whole(_parts(self.by_slug["unanswered"]).get("waiting")) or len(self.waiting)


def brief(
    actor: Person, scope: Scope, day: date, period: Period = Period.DAY, *, how: str = "screen"
) -> Brief:
    """A day as the actor may see it. Raises Refused and NotFound."""
    back = max(SPARK[period][0], 32)
    ids = [each.measure for each in TILES]
    sight = reading.sight_of(actor, day)
    figures = reading.figures(actor, scope, day, ids, what="day", how=how, back=back, after=sight)
    told = [_told(each, figures.get(each.measure), scope, period) for each in TILES]
    by_slug = {each.tile.slug: each for each in told}
    unanswered = by_slug["unanswered"].shown
    waiting = waiting_of(actor, unanswered, day, FIRST) if scope == SITE else []
    late = [each for each in waiting if each.days > PROMISE]
    state = _state(actor, day, by_slug, period, late)
    return Brief(day, period, scope, told, prose.sentences(state), waiting, sight)


def told_of(actor: Person, tile: Tile, day: date, *, how: str = "screen") -> Told:
    """One of the twelve by itself, with a quarter of a year before it. Raises Refused."""
    figures = reading.figures(actor, SITE, day, [tile.measure], what=f"tile {tile.slug}", how=how)
    return _told(tile, figures.get(tile.measure), SITE, Period.DAY)


def waiting_of(
    actor: Person, shown: Shown | None, day: date, most: int = 2 * drilling.MOST
) -> list[Question]:
    """The questions that the figure of a day counts as waiting, those that the actor may read."""
    return drilling.waiting(actor, asked_of(day), _parts_of(shown), most)


def asked_of(day: date, window: int = 28) -> Asked:
    """The site on a day, for what stands behind a figure."""
    return Asked(day, window, zone())


def _told(tile: Tile, shown: Shown | None, scope: Scope, period: Period) -> Told:
    if shown is None:
        return Told(tile, telling.DASH, "", Change(""), telling.unknown(), (), None)
    if not telling.counted_for(shown.measure, scope.axis):
        return Told(tile, telling.DASH, "", Change(""), telling.elsewhere(), (), shown)
    unit = shown.measure.unit
    points, step = [value for _day, value in shown.trend], SPARK[period][1]
    if shown.withheld not in {Withheld.NO, Withheld.NOTHING}:
        value = telling.few(shown.least) if shown.withheld is Withheld.FEW else telling.DASH
        return Told(
            tile, value, "", Change(""), telling.withheld_words(shown), points[::-step][::-1], shown
        )
    change = telling.change_of(shown, telling.before_of(shown, period), period)
    why = telling.withheld_words(shown)
    return Told(
        tile, telling.value_words(unit, shown.value),
        "" if shown.n is None else tile.base(shown.n), change, why, points[::-step][::-1], shown,
    )  # fmt: skip


def _state(
    actor: Person, day: date, told: Mapping[str, Told], period: Period, late: Sequence[Question]
) -> State:
    gap, askers = _gap(actor, told["gaps"])
    return State(
        day=day,
        late=_count(told["unanswered"]),
        oldest=late[0].title if late else "",
        days=int(late[0].days) if late else 0,
        flagged=_whole(_parts(told["peace"]).get("waiting")),
        ungreeted=_ungreeted(told["welcome"]),
        gap=gap,
        askers=askers,
        overdue=_waiting_pages(told["backlog"], {"overdue"}),
        proposals=_waiting_pages(told["backlog"], {"proposed", "unapproved"}),
        active=_moved(told["reach"], period),
        waiting=_moved(told["answer-time"], period),
        off=_off(told["reach"]),
    )


def _parts(told: Told) -> Mapping[str, object]:
    return _parts_of(told.shown)


def _parts_of(shown: Shown | None) -> Mapping[str, object]:
    parts = shown.parts if shown is not None else None
    return parts if isinstance(parts, Mapping) else {}


def _whole(value: object) -> int | None:
    return round(value) if isinstance(value, (int, float)) else None


def _count(told: Told) -> int | None:
    return _whole(told.shown.value) if told.shown is not None else None


def _ungreeted(told: Told) -> int | None:
    """How many first contributions wait for a reply for longer than two days."""
    waiting = _parts(told).get("waiting")
    return sum(bool(each.get("late")) for each in waiting) if isinstance(waiting, list) else None


def _waiting_pages(told: Told, why: Collection[str]) -> int | None:
    """How many pages wait for their owners for one of these reasons."""
    pages = _parts(told).get("pages")
    return sum(each[2] in why for each in pages) if isinstance(pages, list) else None


def _gap(actor: Person, told: Told) -> tuple[str, int]:
    """The widest gap that the actor may know of, and how many people look for it."""
    topics = _parts(told).get("topics")
    rows = [row for row in topics if row[3] and row[3] > 0] if isinstance(topics, list) else []
    widest = sorted(rows, key=lambda row: -row[3])[:LOOKED_AT]
    known = named_for(actor, [int(row[0]) for row in widest])
    for row in widest:
        if int(row[0]) in known and row[5]:
            return known[int(row[0])].label(language()), round(row[5])
    return "", 0


def _moved(told: Told, period: Period) -> Moved | None:
    shown, change = told.shown, told.change
    before = telling.before_of(shown, period) if shown is not None else None
    if shown is None or shown.value is None or before is None:
        return None
    turn = Turn.LEVEL if change.chance or change.up is None else Turn.UP if change.up else Turn.DOWN
    unit = shown.measure.unit
    return Moved(telling.value_words(unit, shown.value), telling.value_words(unit, before), turn)


def _off(told: Told) -> bool:
    """Whether hardly anybody was here on the day, beside how many are in a week."""
    days, weeks = _parts(told).get("1"), _parts(told).get("7")
    if not isinstance(days, list) or not isinstance(weeks, list) or not days[0] or not weeks[0]:
        return False
    return bool(days[0] < QUIET * weeks[0])


def last_of(day: date, period: Period, last: date) -> date:
    """The day that stands for the week or month of a day, no later than the last that is known."""
    if period is Period.WEEK:
        day += (6 - day.weekday()) * DAY
    elif period is Period.MONTH:
        day = (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
    return min(day, last)
