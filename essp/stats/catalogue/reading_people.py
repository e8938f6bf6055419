"""Making one reading of rows about people: shares of those entitled, days, rates. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from essp.core.figures import Band, Share, Span, count_band, middle, rank, still_waiting, within
from essp.stats.asking import DAY
from essp.stats.measures import Read, Reading

HOUR = 3600.0
Rows = Sequence[Row[Any]]
WORKED = range(5)  # Monday is 0


def part_of_people(rows: Rows) -> Reading:
    """Of rows `part`, `whole` that count people: the share, with the interval of Wilson (1927)."""
    found = Share(
        *(sum(int(getattr(row, name) or 0) for row in rows) for name in ("part", "whole"))
    )
    return Reading(found.value, found.whole, found.whole, found.band, {"part": found.part})


def rate(times: float) -> Read:
    """Of rows `count`, `whole`, `people`: how many for each so many of the whole, with Poisson's interval."""

    def read(rows: Rows) -> Reading:
        number, whole, people = (
            sum(int(getattr(row, name) or 0) for row in rows)
            for name in ("count", "whole", "people")
        )
        parts = {"count": number}
        if not whole:
            return Reading(None, 0, people, None, parts)
        band = Band(*(times * bound / whole for bound in count_band(number)))
        return Reading(times * number / whole, whole, people, band, parts)

    return read


def hours_waited(rows: Rows) -> Reading:
    """Of rows `since`, `until` (None: not yet), `now`, `person_id`: the hours until half had ended."""
    return _waited(rows, lambda row: _seconds(row.since, row.until or row.now) / HOUR)


def days_waited(rows: Rows) -> Reading:
    """The same in days."""
    return _waited(rows, lambda row: _seconds(row.since, row.until or row.now) / (24 * HOUR))


def _waited(rows: Rows, length: Callable[[Row[Any]], float]) -> Reading:
    spans = [Span(max(length(row), 0.0), row.until is not None) for row in rows]
    people = len({row.person_id for row in rows if row.person_id is not None})
    return Reading(within(spans, 0.5), len(spans), people, None, spread(spans))


def spread(spans: Sequence[Span]) -> dict[str, Any]:
    """`p75`, `p90`, how many are `open` still, the `curve` as [length, share that still waits]."""
    return {
        "p75": within(spans, 0.75),
        "p90": within(spans, 0.9),
        "open": sum(not each.ended for each in spans),
        "curve": still_waiting(spans),
    }


def spread_of(amounts: Iterable[float], people: int) -> Reading:
    """The median, and in `parts` what nine in ten do not exceed."""
    each = list(amounts)
    return Reading(middle(each), len(each), people, None, {"p90": rank(each, 0.9)})


def working_days(first: date, last: date) -> list[date]:
    """Mondays to Fridays, both days included; public holidays are not known."""
    days = (first + number * DAY for number in range((last - first).days + 1))
    return [day for day in days if day.weekday() in WORKED]


def _seconds(since: datetime, until: datetime) -> float:
    return (until - since).total_seconds()
