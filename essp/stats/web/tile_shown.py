"""What stands behind one of the twelve figures: things with what can be done about each, never people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeGuard

from flask import url_for
from sqlalchemy import select

from essp.core.db import session
from essp.core.i18n import Message, _, lazy, ngettext, number
from essp.people.current import me
from essp.spaces.models import Space
from essp.spaces.policy import readable_by
from essp.stats import counted, drilling, reading, telling
from essp.stats.asking import Axis, Scope
from essp.stats.briefing import asked_of, waiting_of
from essp.stats.catalogue.conversation import PROMISE
from essp.stats.counted import Item
from essp.stats.drilling import Question
from essp.stats.reading import Shown, Withheld
from essp.stats.tiles import BY_SLUG
from essp.stats.web import bars, charts, day_shown, tile_topics
from essp.stats.web.bars import Given
from essp.stats.web.charts import Series
from essp.stats.web.day_words import address_if, waiting_days
from essp.stats.web.tile_lists import Behind, Line, Listed

AREA_DAYS = 91


Shower = Callable[[date, Shown | None, str], Behind]


def behind(slug: str, day: date, shown: Shown | None, *, how: str = "screen") -> Behind:
    """What stands behind a figure on a day, for the reader; `how` is for the log of looks."""
    return _BEHIND[slug](day, shown, how)


def _question(each: Question, *, knows: bool = False) -> Line:
    days = waiting_days(each.days)
    waited = each.answered is None
    note = _("waits %(days)s", days=days) if waited else _("answered after %(days)s", days=days)
    return Line(
        each.title, each.path, each.space, note,
        knows=url_for("expertise.might_know", talk=each.uid) if knows and waited else "",
    )  # fmt: skip


def _unanswered(day: date, shown: Shown | None, _how: str) -> Behind:
    all_of_them = waiting_of(me(), shown, day)
    late = [_question(each, knows=True) for each in all_of_them if each.days > PROMISE]
    rest = [_question(each, knows=True) for each in all_of_them if each.days <= PROMISE]
    return Behind([
        Listed(lazy("Past the promise of two working days"), late, lazy("No question waits that long.")),
        Listed(lazy("Still within it"), rest, lazy("No other question waits.")),
    ])  # fmt: skip


def _answer_time(day: date, shown: Shown | None, _how: str) -> Behind:
    found = [_question(each, knows=True) for each in drilling.answered(me(), asked_of(day))]
    head = lazy("Questions of 28 days, those without an answer first")
    return Behind(
        [Listed(head, found, lazy("No question in these 28 days."))],
        curve=day_shown.answer_curve(shown),
    )


def _coverage(day: date, _shown: Shown | None, how: str) -> Behind:
    missed = [_question(each, knows=True) for each in drilling.uncovered(me(), asked_of(day, 35))]
    return Behind([
        Listed(lazy("Without a reply within a week"), missed, lazy("Every question got one.")),
        _by_space(
            day, BY_SLUG["coverage"].measure, lazy("Coach the owners"), how,
            lambda space: f"/s/{space.slug}/-/owners",
        ),
    ])  # fmt: skip


def _reach(day: date, _shown: Shown | None, how: str) -> Behind:
    return Behind([
        _by_space(
            day, BY_SLUG["reach"].measure, lazy("Look at the space"), how,
            lambda space: f"/s/{space.slug}/-/phase?day={day.isoformat()}",
        )
    ])  # fmt: skip


def _by_space(
    day: date, measure: str, button: Message, how: str, leads: Callable[[Space], str]
) -> Listed:
    """A figure space by space, the lowest first; the button leads where `leads` says."""
    rows = session().scalars(
        select(Space).where(Space.practice.is_(False), readable_by(me())).order_by(Space.name)
    ).all()  # fmt: skip
    scopes = {Scope(Axis.SPACE, str(each.id)): each for each in rows}
    told = reading.figures_of_each(me(), list(scopes), day, [measure], what="tile", how=how)
    lines, values = [], []
    for scope, figures in told.items():
        shown = (figures or {}).get(measure)
        if shown is None:
            continue
        space = scopes[scope]
        own = address_if("insight.space", slug=space.slug, day=day.isoformat())
        value = telling.value_words(shown.measure.unit, shown.value)
        note = value if shown.value is not None else telling.withheld_words(shown)
        lines.append(Line(space.name, own or f"/s/{space.slug}", "", note, button, leads(space)))
        values.append(shown.value if shown.value is not None else 2.0)
    ordered = [
        line for _value, line in sorted(zip(values, lines, strict=True), key=lambda each: each[0])
    ]
    return Listed(lazy("Space by space"), ordered, lazy("No space is counted yet."))


def _ladder(day: date, shown: Shown | None, how: str) -> Behind:
    over = reading.parts_over(
        me(), _site(), day, BY_SLUG["ladder"].measure, what="tile", how=how, back=AREA_DAYS
    )
    names = [
        ("contributors", _("write")), ("participants", _("react")), ("consumers", _("read")),
        ("absent", _("absent")),
    ]  # fmt: skip
    layers = [
        Series(label, [_share_in(parts or {}, key) for _day, parts in over], look)
        for look, (key, label) in enumerate(names, 1)
    ]
    days = [telling.short_day(each) for each, _parts in over]
    area = charts.area_chart(
        days, layers, write=day_shown.share, summary=_("Shares of everybody over 91 days.")
    )
    advice = [
        (lazy("Absent"), "/people", lazy("Invite whole teams, with a reason to come.")),
        (lazy("Only read"), "/talk", lazy("Ask for one press: was this helpful?")),
        (lazy("React"), "/who-knows", lazy("Ask for one answer, of who knows it.")),
        (lazy("Write"), "/curation", lazy("Thank them, and ask them to look after a page.")),
    ]  # fmt: skip
    return Behind(
        area=None if area.empty else area,
        steps=day_shown.from_reading_to_writing(shown),
        advice=advice,
    )


def _share_in(parts: Mapping[str, Any], key: str) -> float | None:
    count, whole = (parts.get("steps") or {}).get(key), parts.get("whole")
    return count / whole if count is not None and whole else None


def _flow(_day: date, shown: Shown | None, _how: str) -> Behind:
    parts = shown.parts if shown is not None and isinstance(shown.parts, Mapping) else {}
    steps = parts.get("steps", {})
    came = [("new", _("new")), ("returning", _("returned")), ("resurrected", _("long away"))]
    given = [Given(label, steps.get(key)) for key, label in came if key in steps]
    lapsed = steps.get("lapsed")
    if "lapsed" in steps:
        given.append(Given(_("lapsed"), -lapsed if lapsed is not None else None))
    fall = None
    if given and shown is not None:
        fall = bars.waterfall(
            given, write=_signed, total=_("flow"), left=shown.value, hidden=telling.few(shown.least)
        )
    note = lazy(
        "These are counts: who went is nobody’s to list. A champion who knows the team can ask why."
    )
    advice = [
        (lazy("People come back"), "/insight/advice/returning", lazy("What brings people back.")),
        (lazy("Spaces"), "/insight/spaces", lazy("In which of them fewer people come back.")),
        (lazy("Your champions"), "/people", lazy("Who can ask a colleague why they stopped.")),
    ]  # fmt: skip
    return Behind(note=note, fall=fall, advice=advice)


def _signed(value: float) -> str:
    return f"+{number(round(value))}" if value > 0 else number(round(value)).replace("-", "−")


def _welcome(day: date, shown: Shown | None, _how: str) -> Behind:
    heads = (
        lazy("First contributions that nobody answered within two days"),
        lazy("Still within two days"),
    )
    if not _is_told(shown):
        return _not_told(heads[0], shown)
    found = counted.unwelcomed(me(), asked_of(day), shown.parts)
    late = [_item(each, lazy("Greet")) for each in found if each.late]
    rest = [_item(each, lazy("Greet")) for each in found if not each.late]
    return Behind([
        Listed(heads[0], late, lazy("Everybody who wrote for the first time was answered in time.")),
        Listed(heads[1], rest, lazy("No other first contribution waits.")),
    ])  # fmt: skip


def _backlog(day: date, shown: Shown | None, _how: str) -> Behind:
    if not _is_told(shown):
        return _not_told(lazy("Pages due to be looked at"), shown)
    waits = counted.backlog(me(), asked_of(day), shown.parts)
    lists = (
        (counted.PROPOSED, lazy("Pages with a proposal that waits"), lazy("Look at it"),
         lazy("No proposal waits.")),
        (counted.OVERDUE, lazy("Pages due to be looked at"), lazy("Remind the owner"),
         lazy("No page is overdue.")),
        (counted.UNAPPROVED, lazy("Pages whose newest text is not approved"), lazy("See what changed"),
         lazy("Every text that needs approval has it.")),
    )  # fmt: skip
    return Behind(
        [
            Listed(head, [_waiting(each, button, why) for each in waits[why]], empty)
            for why, head, button, empty in lists
        ]
    )


def _waiting(each: Item, button: Message, why: str) -> Line:
    """A page that waits for its owners: of one that is due they are reminded with a press."""
    line = _item(each, button)
    if why != counted.OVERDUE:
        return line
    return replace(line, action=f"{line.action}/remind", done=True)


def _is_told(shown: Shown | None) -> TypeGuard[Shown]:
    return shown is not None and shown.withheld in {Withheld.NO, Withheld.NOTHING}


def _not_told(head: Message, shown: Shown | None) -> Behind:
    """No list where the figure is not told; never that there is nothing."""
    why = telling.withheld_words(shown) if shown is not None else telling.unknown()
    return Behind([Listed(head, (), why)])


def _item(each: Item, button: Message) -> Line:
    notes = [_("since %(day)s", day=telling.day_words(each.since.date()))] if each.since else []
    if each.reads:
        notes.append(
            ngettext(
                "read %(num)s time in 28 days", "read %(num)s times in 28 days", num=each.reads
            )
        )
    return Line(each.title, each.path, each.space, ", ".join(notes), button, each.action)


def _peace(_day: date, _shown: Shown | None, _how: str) -> Behind:
    note = lazy(
        "Reports are read by moderators alone. What you may see of them stands in the queue."
    )
    return Behind(
        note=note, advice=[(lazy("The queue"), "/care", lazy("What waits for a decision."))]
    )


def _site() -> Scope:
    return Scope(Axis.SITE)


_BEHIND: Mapping[str, Shower] = {
    "unanswered": _unanswered, "answer-time": _answer_time, "coverage": _coverage, "reach": _reach,
    "ladder": _ladder, "flow": _flow, "welcome": _welcome, "silos": tile_topics.silos,
    "gaps": tile_topics.gaps, "fragile": tile_topics.fragile, "backlog": _backlog, "peace": _peace,
}  # fmt: skip
