"""Topics of a figure of demand and supply, as rows that may leave the house. Only open topics are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from essp.core.i18n import language
from essp.topics.queries import named


@dataclass(frozen=True)
class TopicRow:
    """A topic with what is asked and known; `demand`, `gap`, `quadrant` None of fewer than five people."""

    slug: str
    name: str
    demand: float | None
    supply: float | None
    gap: float | None
    quadrant: str | None


def topic_rows(parts: Mapping[str, Any]) -> list[TopicRow]:
    """The topics that a figure keeps, in its order."""
    rows: Sequence[Sequence[Any]] = parts.get("topics") or ()
    told = named([int(row[0]) for row in rows]) if rows else {}
    found = []
    for row in rows:
        topic = told.get(int(row[0]))
        if topic is not None and topic.open:
            few = row[1] is None
            found.append(
                TopicRow(
                    topic.slug, topic.label(language()), row[1], row[2], None if few else row[3],
                    None if few else row[4],
                )
            )  # fmt: skip
    return found
