"""Recent changes: of the whole site and of one space, and everything one person did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.core.access import members
from essp.core.db import session
from essp.core.decision import NotFound, require
from essp.core.web import zone
from essp.people.current import me
from essp.people.models import Person
from essp.spaces.policy import read as may_read_space
from essp.spaces.queries import find_space, standing
from essp.wiki.history import PER_PAGE, Filter, recent_changes, standing_words
from essp.wiki.models import Revision
from essp.wiki.web import blueprint
from essp.wiki.web.showing import Shown, shown

Days = list[tuple[datetime, list[Shown]]]


def by_day(revisions: Sequence[Revision], *, with_space: bool = True) -> Days:
    """Revisions under the day on which they were made, in the time zone of the site."""
    groups = groupby(revisions, key=lambda each: each.at.astimezone(zone()).date())
    lists = [list(group) for _day, group in groups]
    return [(each[0].at, [shown(one, with_space=with_space) for one in each]) for each in lists]


@blueprint.get("/changes")
@members
def changes() -> ResponseReturnValue:
    """What was changed lately, wherever the reader may look."""
    wanted = Filter(without_minor="minor" not in request.args)
    found = recent_changes(me(), wanted, before=continued_from(), limit=PER_PAGE + 1)
    return render_template("wiki/changes.html", **_page_of(found), space=None)


@blueprint.get("/s/<slug>/-/changes")
@members
def space_changes(slug: str) -> ResponseReturnValue:
    """What was changed lately in one space."""
    space = find_space(me(), slug)
    require(may_read_space(me(), space, standing(me(), space)))
    wanted = Filter(without_minor="minor" not in request.args)
    found = recent_changes(
        me(), wanted, spaces=[space.id], before=continued_from(), limit=PER_PAGE + 1
    )
    return render_template("wiki/changes.html", **_page_of(found), space=space)


@blueprint.get("/people/<handle>/contributions")
@members
def contributions(handle: str) -> ResponseReturnValue:
    """Everything a person changed, as far as the reader may look."""
    person = session().query(Person).filter_by(handle=handle).one_or_none()
    if person is None:
        raise NotFound
    wanted = Filter(author_id=person.id)
    found = recent_changes(me(), wanted, before=continued_from(), limit=PER_PAGE + 1)
    return render_template(
        "wiki/contributions.html",
        **_page_of(found),
        person=person,
        standing=standing_words(me(), person),
    )


def continued_from() -> tuple[datetime, int] | None:
    """Where an older page of the list begins: `2026-11-19T08:52:00+00:00_417`."""
    moment, _dot, number = request.args.get("before", "").rpartition("_")
    try:
        at, last = datetime.fromisoformat(moment), int(number)
        usable = at.tzinfo is not None and last.bit_length() < 32
        return (at.astimezone(UTC), last) if usable else None
    except (ValueError, OverflowError):
        return None


def _page_of(found: Sequence[Revision]) -> dict[str, object]:
    shown, older = found[:PER_PAGE], None
    if len(found) > PER_PAGE:
        last = shown[-1]
        values = {**request.view_args, **request.args} if request.view_args else {**request.args}
        values["before"] = f"{last.at.isoformat()}_{last.id}"
        older = url_for(str(request.endpoint), **values)
    return {"days": by_day(shown), "older": older, "minor": "minor" in request.args}
