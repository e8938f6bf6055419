"""What hangs on one person, and what it costs when somebody goes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Row,
    union_all,
)

from essp.core.figures import absence_factor, count_band, middle
from essp.stats.asking import Asked, Axis
from essp.stats.balance import FEW
from essp.stats.depending import (
    GAVE,
    ONLY,
    READ,
    given,
    given_to_topics,
    only_answers,
    read_of_topics,
)
from essp.stats.measures import (
    Reading,
)
from essp.stats.supplying import WINDOW

MONTH = 30.0
YEAR = 365  # days
MOST_CLUSTERS = 50
Rows = Sequence[Row[Any]]


def depended(asked: Asked) -> Any:
    """Who gave how much, and who alone answered: of a topic answers and changes of its pages."""
    gave = given_to_topics(asked) if asked.axis is Axis.TOPIC else given(asked)
    return union_all(gave, only_answers(asked)).subquery().select()


def factor(rows: Rows) -> Reading:
    """Without how many people half of what is known of a topic would be gone."""
    gave = [row for row in rows if row.what == GAVE]
    weights = [float(row.amount) for row in gave]
    active = [float(row.amount) for row in gave if row.active]
    parts = {
        "active": absence_factor(active),
        "top": max(weights) / sum(weights) if weights else None,
        "drill": _drill([row for row in rows if row.what == ONLY]),
    }
    value = float(absence_factor(weights)) if weights else None
    return Reading(value, len(gave), len(gave), None, parts)


def _drill(rows: Rows) -> dict[str, Any]:
    """What it costs when one of those goes who alone answered: questions a month, and of nobody whose."""
    each = [float(row.amount) * MONTH / WINDOW for row in rows]
    if len(each) < FEW:
        return {"answerers": None, "most": None, "middle": None}
    half = middle(each)
    return {
        "answerers": len(each), "most": round(max(each), 2),
        "middle": round(half, 2) if half is not None else None,
    }  # fmt: skip


def exposed(asked: Asked) -> Any:
    """Of every topic who gave how much and how often it is read, and who alone answered on the site."""
    return (
        union_all(given_to_topics(asked), read_of_topics(asked), only_answers(asked))
        .subquery()
        .select()
    )


def fragile(rows: Rows) -> Reading:
    """How many topics hang on one person, with how often each is read."""
    gave: defaultdict[int, list[float]] = defaultdict(list)
    reads: Counter[int] = Counter()
    people = set()
    for row in rows:
        if row.what == GAVE:
            people.add(row.person_id)
            gave[row.topic_id] += [float(row.amount)] if row.active else []
        elif row.what == READ:
            reads[row.topic_id] += int(row.amount)
    factors = {topic: absence_factor(each) for topic, each in gave.items()}
    topics = [
        [topic, factor, reads[topic]] for topic, factor in factors.items() if factor <= 1 and reads[topic]
    ]  # fmt: skip
    topics.sort(key=lambda row: (-row[2], row[0]))
    parts = {
        "topics": topics,
        "reads": sum(row[2] for row in topics),
        "drill": _drill([row for row in rows if row.what == ONLY]),
    }
    return Reading(
        float(len(topics)), len(factors), len(people), count_band(len(topics)), parts
    )  # fmt: skip
