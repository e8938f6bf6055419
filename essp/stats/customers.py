"""What customers ask that no topic here has a word for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from essp.core.db import session
from essp.stats.asking import DAY
from essp.stats.place_models import OutsideDemand

WINDOW = 90  # days
MOST = 20


def without_topic(day: date) -> Sequence[tuple[str, int]]:
    """Names from imported files that are no topic, with how often customers asked in the months of 90
    days up to a day, the most asked first."""
    total = func.sum(OutsideDemand.count)
    since = (day - (WINDOW - 1) * DAY).replace(day=1)
    rows = session().execute(
        select(func.min(OutsideDemand.name), total)
        .where(
            OutsideDemand.topic_id.is_(None), OutsideDemand.period >= since, OutsideDemand.period <= day
        )
        .group_by(OutsideDemand.key)
        .order_by(total.desc(), OutsideDemand.key)
        .limit(MOST)
    )  # fmt: skip
    return [(name, int(count)) for name, count in rows]
