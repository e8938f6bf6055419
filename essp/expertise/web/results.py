"""The page of who knows: the question, people with their evidence, and where the knowledge sits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for

from essp.core import access
from essp.core.i18n import Message, _, language, lazy
from essp.expertise import finding, known, meaning
from essp.expertise.queries import is_on
from essp.expertise.shapes import Answer, Facet, Order, Wanted
from essp.expertise.web import blueprint, phrasing
from essp.expertise.web.cards import ask_address, cards
from essp.people.absences import is_away
from essp.people.current import me
from essp.people.models import Person

FIRST, MORE, MOST = 10, 20, 50  # people on the page, each time more are asked for, at most
TOPICS = 24
DIGITS = 4  # of a number in an address
LONGEST = 20_000  # characters of a question; 2,000 words fit
NAMES: Mapping[str, Message] = {
    "department": lazy("Department"), "location": lazy("Location"), "language": lazy("Speaks"),
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One value of a facet on the screen: what it is called, how many have it, where it leads."""

    label: Message
    url: str
    chosen: bool
    count: str = ""


@blueprint.get("/who-knows")
@access.members
def results() -> str:
    """Who knows about `q`, and why; without it what one can ask and how the list is made."""
    asked = request.args.get("q", "")[:LONGEST].strip()
    if not asked or not is_on():
        return _start(asked)
    wanted = wanted_of(request.args)
    answer = finding.find(me(), asked, wanted)
    if not (answer.people or answer.degraded or meaning.read(me(), asked).telling):
        return _start(asked, mute=True)
    return render_template(
        "expertise/results.html",
        answer=answer,
        asked=asked,
        meant=answer.meant or asked,
        wanted=wanted,
        cards=cards(answer.people, answer.meant or asked),
        facets=_facets(asked, wanted, answer),
        periods=_periods(asked, wanted),
        orders=_orders(asked, wanted),
        chips=_chips(asked, wanted),
        near=[(topic.label(language()), count) for topic, count in answer.near],
        sits=sits(answer.sits),
        named=[(person, _away(person)) for person in answer.people_named],
        left=_left(asked, wanted),
        more=_more(asked, wanted, answer),
        ask=ask_address(asked),
        as_typed=address(asked, replace(wanted, as_typed=True)),
        whole=address(asked, Wanted()),
    )


def _start(asked: str, *, mute: bool = False) -> str:
    topics = known.best_known(me(), TOPICS) if is_on() else []
    return render_template(
        "expertise/start.html",
        asked=asked,
        mute=mute,
        off=not is_on(),
        topics=[(topic.label(language()), count) for topic, count in topics],
    )


def wanted_of(given: Mapping[str, str]) -> Wanted:
    """Whom an address asks for. What cannot be is as if it were not there."""
    days, show = given.get("days", "")[:DIGITS], given.get("show", "")[:DIGITS]
    order = given.get("order", "")
    return Wanted(
        department=given.get("department", "")[:120],
        location=given.get("location", "")[:120],
        language=given.get("language", "")[:60],
        days=int(days) if days.isdecimal() and int(days) in phrasing.PERIODS else 0,
        order=Order(order) if order in {each.value for each in Order} else Order.EVIDENCE,
        left=given.get("left", "") == "1",
        as_typed=given.get("as_typed", "") == "1",
        limit=min(int(show), MOST) if show.isdecimal() and int(show) else FIRST,
    )


def having(wanted: Wanted, name: str, value: str) -> Wanted:
    """The same with this department, location or language, from the first person on."""
    put: dict[str, Any] = {name: value, "limit": FIRST}
    return replace(wanted, **put)


def address(asked: str, wanted: Wanted) -> str:
    """The address that asks for this."""
    given: dict[str, Any] = {
        "q": asked, "department": wanted.department, "location": wanted.location,
        "language": wanted.language, "days": wanted.days or "",
        "order": "" if wanted.order is Order.EVIDENCE else wanted.order.value,
        "left": "1" if wanted.left else "", "as_typed": "1" if wanted.as_typed else "",
        "show": "" if wanted.limit == FIRST else wanted.limit,
    }  # fmt: skip
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{url_for('expertise.results')}?{query}" if query else url_for("expertise.results")


def sits(facets: Sequence[Facet]) -> list[tuple[str, int | None, int]]:
    """Where the knowledge sits: the place, how many (None under five), how long its bar is."""
    most = max((each.count or 0 for each in facets), default=0)
    return [
        (each.name, each.count, round(100 * each.count / most) if each.count else 0)
        for each in facets
    ]


def counted(facet: Facet) -> str:
    """How many have it, in a word where that is under five."""
    return _("under 5") if facet.count is None else str(facet.count)


def _facets(asked: str, wanted: Wanted, answer: Answer) -> list[tuple[Message, list[Choice]]]:
    told = []
    for name, label in NAMES.items():
        now = getattr(wanted, name)
        values = list(answer.facets.get(name, ()))
        if now and now not in {each.name for each in values}:
            values.insert(0, Facet(now, None))
        if values:
            told.append((label, [_choice(asked, wanted, name, each) for each in values]))
    return told


def _choice(asked: str, wanted: Wanted, name: str, facet: Facet) -> Choice:
    chosen = getattr(wanted, name) == facet.name
    narrowed = having(wanted, name, "" if chosen else facet.name)
    return Choice(facet.name, address(asked, narrowed), chosen, counted(facet))


def _periods(asked: str, wanted: Wanted) -> list[Choice]:
    return [
        Choice(label, address(asked, replace(wanted, days=days)), wanted.days == days)
        for days, label in phrasing.PERIODS.items()
    ]


def _orders(asked: str, wanted: Wanted) -> list[Choice]:
    return [
        Choice(label, address(asked, replace(wanted, order=order)), wanted.order is order)
        for order, label in phrasing.ORDERS.items()
    ]


def _chips(asked: str, wanted: Wanted) -> list[tuple[str, str]]:
    """The filters in use, each with the address without it."""
    chips = [
        (getattr(wanted, name), address(asked, having(wanted, name, "")))
        for name in NAMES
        if getattr(wanted, name)
    ]
    if wanted.days:
        chips.append((str(phrasing.PERIODS[wanted.days]), address(asked, replace(wanted, days=0))))
    return chips


def _away(person: Person) -> str:
    until = person.away_until if is_away(person) else None
    return phrasing.away_told(until) if until is not None else ""


def _left(asked: str, wanted: Wanted) -> str:
    """The address of those who left, from those who are here; and back."""
    return address(asked, replace(wanted, left=not wanted.left, limit=FIRST))


def _more(asked: str, wanted: Wanted, answer: Answer) -> tuple[int, str] | None:
    """How many more there are to be shown, and where; None where all are."""
    rest = answer.shown + answer.declared - len(answer.people)
    if rest <= 0 or wanted.limit >= MOST or not answer.people:
        return None
    limit = min(len(answer.people) + MORE, MOST)
    return min(rest, limit - len(answer.people)), address(asked, replace(wanted, limit=limit))
