"""How long questions wait, and which of them something comes of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, case, literal

from essp.core.figures import Share, Span, count_band, middle, rank, still_waiting, within
from essp.core.workdays import elapsed
from essp.discussions.models import Thread
from essp.stats import questions as q
from essp.stats.asking import Asked, Axis
from essp.stats.measures import Reading

PROMISE = 2.0  # working days within which a question has a response
COVERED = timedelta(days=7)
ALONE = timedelta(days=14)
SOLVED = timedelta(days=30)
MOST_STEPS = 120  # of a curve
LISTED = 200  # questions that wait, of either kind
EVERYWHERE = (Axis.SITE, Axis.SPACE, Axis.DEPARTMENT, Axis.TOPIC)
FEW = 5
Rows = Sequence[Row[Any]]


def waiting(asked: Asked) -> Any:
    """Open questions without a response, however old; `zone` says in which days it is counted."""
    return (
        q.asked_in(asked, None, asked.now)
        .add_columns(literal(asked.zone.key).label("zone"))
        .where(q.still_open(asked), q.first_response(asked).is_(None))
    )


def late(rows: Rows) -> Reading:
    """Questions that wait for longer than was promised, and by their ids those to be listed."""
    ages = [(elapsed(row.at, row.until, ZoneInfo(row.zone)), row) for row in rows]
    first = sorted(ages, key=lambda each: (-each[0], each[1].id))
    late = [(age, row) for age, row in first if age > PROMISE]
    soon = first[len(late) :]
    return Reading(
        float(len(late)), len(rows), q.people([row for _age, row in late]), count_band(len(late)),
        {
            "waiting": len(rows),
            "late": [[row.id, round(age, 2)] for age, row in late[:LISTED]],
            "soon": [[row.id, round(age, 2)] for age, row in soon[:LISTED]],
        },
    )  # fmt: skip


def answers(asked: Asked) -> Any:
    """Questions of the window with when somebody else first answered."""
    return q.asked_in(asked, asked.since, asked.now).add_columns(
        q.first_response(asked, answers=True).label("ended")
    )


def responses(asked: Asked) -> Any:
    """Questions of the window with when somebody else first said anything to them."""
    return q.asked_in(asked, asked.since, asked.now).add_columns(
        q.first_response(asked).label("ended")
    )


def waited(rows: Rows) -> Reading:
    """Of rows `at`, `ended`, `until`: within how many hours half ended, and what `parts` say above."""
    spans = q.spans(rows, "ended")
    known = [each.length for each in spans if each.ended]
    parts = {
        "p75": within(spans, 0.75),
        "p90": within(spans, 0.9),
        "open": len(spans) - len(known),
        "ended": len(known),
        "curve": _thinned(still_waiting(spans)),
        "answered": {
            "mean": sum(known) / len(known) if known else None,
            "median": middle(known),
            "p90": rank(known, 0.9),
        },
    }
    return Reading(within(spans, 0.5), len(spans), q.people(rows), None, parts)


def _thinned(curve: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A curve of not too many steps: what is left out lies between its neighbours."""
    step = -(-len(curve) // MOST_STEPS) or 1
    kept = curve[::step]
    return kept if not curve or kept[-1] == curve[-1] else [*kept, curve[-1]]


def coverable(asked: Asked) -> Any:
    """Questions that were asked seven days ago or before, with their first response and answer."""
    return q.asked_in(asked, asked.since, asked.now - COVERED).add_columns(
        q.first_response(asked).label("response"),
        q.first_response(asked, answers=True).label("answer"),
    )


def covered(rows: Rows) -> Reading:
    """The share of questions with a response within a week; in `parts` that with an answer."""
    found = Share(_within(rows, "response", COVERED), len(rows))
    answers = Share(_within(rows, "answer", COVERED), len(rows))
    parts = {"part": found.part, "answers": answers.value}
    return Reading(found.value, found.whole, q.people(rows), found.band, parts)


def _within(rows: Rows, name: str, limit: timedelta) -> int:
    ends = [(getattr(row, name), row.at) for row in rows]
    return sum(end is not None and end - begun <= limit for end, begun in ends)


def begun(asked: Asked) -> Any:
    """Conversations that began fourteen days ago or before, with when somebody else first wrote."""
    return q.threads(asked, asked.since, asked.now - ALONE).add_columns(
        q.others_wrote(asked).label("others")
    )


def alone(rows: Rows) -> Reading:
    """The share of conversations in which nobody else said a word."""
    found = Share(len(rows) - _within(rows, "others", ALONE), len(rows))
    return Reading(
        found.value, found.whole, q.people(rows), found.band, {"part": found.part}
    )  # fmt: skip


def solvable(asked: Asked) -> Any:
    """Questions of thirty days ago or before, with when one was accepted or they were closed with it."""
    closed = case((q.closed_with(asked, q.RESOLVED), Thread.closed_at))
    return q.asked_in(asked, asked.since, asked.now - SOLVED).add_columns(
        q.first_accepted(asked).label("accepted"), closed.label("closed")
    )


def solved(rows: Rows) -> Reading:
    """The share of questions with an accepted answer, or closed, within thirty days."""
    part = sum(
        any(end is not None and end - row.at <= SOLVED for end in (row.accepted, row.closed))
        for row in rows
    )
    found = Share(part, len(rows))
    return Reading(found.value, found.whole, q.people(rows), found.band, {"part": part})


def clocked(asked: Asked) -> Any:
    """As `responses`, with the zone by whose clock they were asked."""
    return responses(asked).add_columns(literal(asked.zone.key).label("zone"))


def by_the_clock(rows: Rows) -> Reading:
    """Within how many hours half had a response, by hour and weekday of asking."""
    spans = q.spans(rows, "ended")
    hours: dict[int, list[tuple[Span, int]]] = {each: [] for each in range(24)}
    weekdays: dict[int, list[tuple[Span, int]]] = {each: [] for each in range(7)}
    for row, span in zip(rows, spans, strict=True):
        local = row.at.astimezone(ZoneInfo(row.zone))
        hours[local.hour].append((span, row.person_id))
        weekdays[local.weekday()].append((span, row.person_id))
    parts = {
        "hours": [_middle_of(hours[each]) for each in range(24)],
        "weekdays": [_middle_of(weekdays[each]) for each in range(7)],
    }
    return Reading(within(spans, 0.5), len(spans), q.people(rows), None, parts)


def _middle_of(found: list[tuple[Span, int]]) -> tuple[int, float | None] | None:
    if 0 < len({person for _span, person in found}) < FEW:
        return None
    return len(found), within([span for span, _person in found], 0.5)
