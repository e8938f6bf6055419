"""What people look for and what there is, topic by topic: the widest gaps of a day with what helps now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from essp.core.i18n import Message, language, number
from essp.core.i18n import lazy as _
from essp.people.models import Person
from essp.stats.reading import Shown
from essp.topics.queries import named_for

SHOWN = 5


@dataclass(frozen=True)
class Step:
    """What helps: in words, as a status of the design, and where it is done."""

    words: Message
    symbol: str
    kind: str
    url: str


@dataclass(frozen=True)
class Row:
    """A topic: what is asked for and what is known of it, each with its part of the most in percent."""

    name: str
    url: str
    demand: str
    demand_part: str
    supply: str
    supply_part: str
    asking: int
    wide: bool
    step: Step


def rows_of(
    actor: Person, gaps: Shown | None, fragile: Shown | None, most: int = SHOWN
) -> list[Row]:
    """The topics with most asked against what is known, those that the actor may know of."""
    told = [each for each in _topics(gaps) if each[1] is not None and each[3] is not None]
    told.sort(key=lambda each: -each[3])
    alone = {int(each[0]): each for each in _topics(fragile)}
    known = named_for(actor, [int(each[0]) for each in told])
    demands = max((float(each[1]) for each in told), default=0.0) or 1.0
    supplies = max((float(each[2] or 0) for each in told), default=0.0) or 1.0
    found = []
    for topic, demand, supply, gap, _quadrant, people in (each[:6] for each in told):
        named = known.get(int(topic))
        if named is None:
            continue
        name, lone = named.label(language()), alone.get(int(topic))
        found.append(
            Row(
                name, url_for("topics.show", topic=named.slug), number(round(demand, 1)),
                f"{100 * demand / demands:.0f}%", number(round(supply or 0.0, 1)),
                f"{100 * (supply or 0.0) / supplies:.0f}%", round(people or 0), gap > 0,
                _step(name, gap, supply or 0.0, lone),
            )
        )  # fmt: skip
    return found[:most]


def fragile_of(
    actor: Person, fragile: Shown | None, most: int = 50
) -> list[tuple[str, str, int, str]]:
    """Topics that one person or none would be enough to lose: name, address, reads, where to ask."""
    told = _topics(fragile)
    known = named_for(actor, [int(each[0]) for each in told])
    found = []
    for topic, _factor, reads in (each[:3] for each in told):
        if int(topic) in known:
            name = known[int(topic)].label(language())
            address = url_for("topics.show", topic=known[int(topic)].slug)
            found.append((name, address, round(reads or 0), url_for("expertise.results", q=name)))
    return found[:most]


def _topics(shown: Shown | None) -> Sequence[Sequence[Any]]:
    parts = shown.parts if shown is not None else None
    found = parts.get("topics") if isinstance(parts, Mapping) else None
    return found if isinstance(found, list) else []


def _step(name: str, gap: float, supply: float, lone: Sequence[Any] | None) -> Step:
    if supply <= 0:
        words = _("Nobody shows it yet. Ask people close to it")
        return Step(
            words, symbol="circle-dashed", kind="locked", url=url_for("expertise.ask", q=name)
        )
    if lone is not None:
        words = _("Hangs on one person. Find a second")
        return Step(
            words, symbol="circle-alert", kind="due", url=url_for("expertise.results", q=name)
        )
    if gap > 0:
        words = _("Start the missing page")
        return Step(words, symbol="file-pen", kind="", url=url_for("wiki.create", title=name))
    return Step(_("In balance"), symbol="check", kind="curated", url="")
