"""How often who comes in four weeks comes on a day: asked and read.

Who read is known for 35 days, and the four weeks before the first of the last 28 days reach further back.
So it is made of what was counted on each of these days, when all of it was known.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from essp.stats.asking import Asked
from essp.stats.catalogue.reading_people import WORKED, Rows
from essp.stats.figure_models import Figure
from essp.stats.measures import Reading
from essp.stats.withholding import STEP

REACH = "M02"  # filled before, as its id comes first


def reach_of_days(asked: Asked) -> Any:
    """Of each day of the window how many people were here that day and in the 28 days up to it."""
    return select(Figure.key.label("key"), Figure.day, Figure.parts).where(
        Figure.measure == REACH,
        Figure.scope == asked.axis.value,
        Figure.day >= asked.first,
        Figure.day <= asked.day,
    )


def stickiness(rows: Rows) -> Reading:
    """The mean over working days of who was here to who was here in the 28 days up to then."""
    days = sorted((row for row in rows if row.day.weekday() in WORKED), key=lambda row: row.day)
    shares = [each.parts["1"] / each.parts["28"] for each in days if each.parts["28"]]
    people = max((each.parts["28"] for each in days), default=0)
    return Reading(sum(shares) / len(shares) if shares else None, len(shares), people)


def five_of_all_days(row: Figure) -> float:
    """What five people more on one of all its days make: finer, two days would tell of one to four."""
    return STEP / (row.n * row.people) if row.n and row.people else 0.0
