"""The log of looks: for the delegate of the works council, and for everybody of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from flask import render_template, request
from sqlalchemy import select

from essp.core.access import members
from essp.core.db import session
from essp.core.decision import NotFound
from essp.people.current import me
from essp.people.models import Person
from essp.stats import looks
from essp.stats.delegating import delegates
from essp.stats.logged import Line, in_words
from essp.stats.web.edge import blueprint

SHOWN = 50
LAST_PART = 10_000


@blueprint.get("/insight/log")
@members
def log() -> str:
    """Who looked at which figures; of one person where `by` names one."""
    handle = request.args.get("by", "")[:80]
    person = _named(handle) if handle else None
    part = min(max(request.args.get("part", 1, type=int), 1), LAST_PART)
    rows = looks.lines(me(), person, limit=SHOWN, offset=(part - 1) * SHOWN)
    return render_template(
        "insight/log.html",
        lines=looks_of(in_words(me(), rows)),
        all_of_them=looks.reads_all(me()),
        delegates=delegates(),
        person=person,
        part=part,
        more=part * SHOWN < looks.count(me(), person),
    )


def looks_of(lines: Sequence[Line]) -> list[Line]:
    """Lines of one look as one: a table of departments is one look at each of them."""
    return [_together(list(each)) for _look, each in groupby(lines, _look)]


def _look(line: Line) -> tuple[object, ...]:
    row = line.row
    minute = row.at.replace(second=0, microsecond=0)
    return (minute, row.person_id, row.what, row.day, row.how, row.refused)


def _together(lines: Sequence[Line]) -> Line:
    places = dict.fromkeys(str(each.of) for each in reversed(lines))
    return replace(lines[0], of=", ".join(places)) if len(places) > 1 else lines[0]


def _named(handle: str) -> Person:
    wanted = select(Person).where(Person.handle == handle.lower())
    found = session().scalar(wanted) if "\0" not in handle else None
    if found is None or (found.id != me().id and not looks.reads_all(me())):
        raise NotFound
    return found
