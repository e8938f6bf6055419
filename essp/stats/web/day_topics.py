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
from essp.stats.web.balance import Balance, balances_in
from essp.topics.queries import named_for

SHOWN = 5
ALONE = _("Hangs on one person. Find a second")
# Of each step its words, its symbol and its status of the design.
STEPS: Mapping[str, tuple[Message, str, str]] = {
    "ask": (_("Nobody has shown it. Ask who is close to it"), "circle-alert", "due"),
    "hire": (_("Customers ask and nobody knows. Hire or train"), "octagon-alert", "locked"),
    "page": (_("Have a page written"), "file-plus", "due"),
    "owner": (_("Appoint an owner"), "signature", "due"),
    "hidden": (_("Ask who knows it"), "lightbulb", ""),
    "keep": (_("In balance"), "check", "curated"),
    "": (_("nothing now"), "", ""),
}


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
    told = _asked(gaps)
    alone = {int(each[0]) for each in _topics(fragile)}
    known = named_for(actor, [each.topic for each, _demand, _gap in told])
    demands = max((demand for _each, demand, _gap in told), default=0.0) or 1.0
    supplies = max((each.supply for each, _demand, _gap in told), default=0.0) or 1.0
    found = []
    for each, demand, gap in [row for row in told if row[0].topic in known][:most]:
        named = known[each.topic]
        name = named.label(language())
        found.append(
            Row(
                name, url_for("topics.show", topic=named.slug), number(round(demand, 1)),
                f"{100 * demand / demands:.0f}%", number(round(each.supply, 1)),
                f"{100 * each.supply / supplies:.0f}%", each.people or 0, gap > 0,
                step_of(each, named.slug, name, alone=each.topic in alone),
            )
        )  # fmt: skip
    return found


def _asked(gaps: Shown | None) -> list[tuple[Balance, float, float]]:
    """Topics that enough people ask for, with demand and gap, the widest gap first."""
    parts = gaps.parts if gaps is not None and isinstance(gaps.parts, Mapping) else {}
    found = [
        (each, float(each.demand), float(each.gap))
        for each in balances_in(parts)
        if each.demand and each.gap is not None
    ]
    return sorted(found, key=lambda row: -row[2])


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


def step_of(each: Balance, slug: str, name: str, *, alone: bool = False) -> Step:
    """What helps a topic now, the same on every screen; `alone` where it hangs on one person."""
    if alone and each.step not in {"ask", "hire"}:
        return Step(ALONE, "circle-alert", "due", url_for("expertise.results", q=name))
    words, symbol, kind = STEPS[each.step]
    return Step(words, symbol, kind, _where(each.step, slug, name))


def _where(step: str, slug: str, name: str) -> str:
    """Where a step is taken."""
    if step in {"ask", "hidden"}:
        return url_for("expertise.results", q=name)
    if step == "page":
        return url_for("wiki.create", title=name)
    own = url_for("insight.topic", topic=slug)
    return {"hire": own, "owner": f"{own}#pages"}.get(step, "")
