"""What stands behind the figures of knowledge and of silos: topics with what helps, pairs of departments."""

from __future__ import annotations

from datetime import date

from flask import url_for

from essp.core.i18n import _, lazy, ngettext, number
from essp.people.current import me
from essp.stats.matrix import matrix_in
from essp.stats.reading import Shown
from essp.stats.web import day_topics
from essp.stats.web.silo_said import department
from essp.stats.web.tile_lists import Behind, Line, Listed

WEAKEST = 3  # pairs of departments beside the silo index


def gaps(day: date, shown: Shown | None, _how: str) -> Behind:
    """Topics asked for more than they are known, each with what helps."""
    found = [
        Line(row.name, row.url, "", ngettext("%(num)s person asks", "%(num)s people ask", num=row.asking),
             row.step.words, row.step.url)
        for row in day_topics.rows_of(me(), shown, None, 30)
        if row.wide
    ]  # fmt: skip
    head = lazy("Topics that are asked for more than anybody shows")
    return Behind([Listed(head, found, lazy("No topic is asked for more than it is known."))])


def fragile(day: date, shown: Shown | None, _how: str) -> Behind:
    """Topics that hang on one person."""
    found = [
        Line(
            name, url, "",
            ngettext("read %(num)s time in 90 days", "read %(num)s times in 90 days", num=reads),
            lazy("Find a second person"), ask,
        )
        for name, url, reads, ask in day_topics.fragile_of(me(), shown)
    ]  # fmt: skip
    head = lazy("Topics whose knowledge hangs on one person, the most read first")
    return Behind([Listed(head, found, lazy("Every topic has two people or more."))])


def silos(day: date, shown: Shown | None, _how: str) -> Behind:
    """The pairs of departments that lack most ties."""
    matrix = matrix_in(shown.parts) if shown is not None and shown.parts else None
    weak = [*matrix.missing, *matrix.weakest][:WEAKEST] if matrix is not None else []
    button = lazy("See what could join them")
    lines = []
    for cell in weak:
        one, other = cell.pair.one, cell.pair.other
        address = url_for("insight.silos", day=day.isoformat(), one=one, other=other)
        title = _("%(first)s and %(second)s", first=department(one), second=department(other))
        told = ngettext("%(num)s tie", "%(num)s ties", num=cell.pair.ties)
        note = _(
            "%(ties)s, %(expected)s expected",
            ties=told,
            expected=number(round(cell.pair.expected, 1)),
        )
        lines.append(Line(title, address, "", note, button, address))
    empty = lazy("No pair has clearly fewer ties than expected.")
    return Behind(
        [Listed(lazy("The weakest pairs of departments"), lines, empty)],
        advice=[(lazy("The whole map"), "/insight/silos", lazy("Pairs and bridges."))],
    )
