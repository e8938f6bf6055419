"""What concerns the reader themselves: what became of their reports, and what was decided about them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.care import handling, policy, queries, things
from essp.care.models import Case, Thing
from essp.care.web.edge import blueprint, offset_of, part_asked
from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.i18n import _
from essp.people.current import me


@blueprint.get("/care/mine")
@members
def mine() -> str:
    """What the reader reported and how far it is, and what was decided about their own words."""
    part, total = part_asked(), queries.count_own_reports(me())
    return render_template(
        "care/mine.html",
        reports=queries.own_reports(me(), offset=offset_of(part)),
        decisions=queries.decisions_about(me()) if part == 1 else [],
        part=part,
        more=part * queries.SHOWN < total,
    )


@blueprint.get("/care/decisions/<case>")
@members
def decision(case: str) -> str:
    """What was decided about the reader's own words, with a way to object once."""
    return _page(queries.find_decision(me(), case))


@blueprint.post("/care/decisions/<case>/object")
@members
def object_to(case: str) -> ResponseReturnValue:
    """Object to it: another moderator looks at it."""
    words = request.form.get("words", "")
    try:
        with transaction():
            handling.object_to(me(), case, words)
    except Invalid as invalid:
        found = queries.find_decision(me(), case)
        return _page(found, words, str(invalid.errors["words"])), 422
    flash(_("Another moderator looks at it, and you hear what becomes of it."), "ok")
    return redirect(url_for(".decision", case=case), 303)


def _page(found: Case, words: str = "", error: str = "") -> str:
    thing = things.load([found], me()).get((Thing(found.thing), found.thing_id))
    return render_template(
        "care/decision.html",
        case=found,
        thing=thing,
        may_object=policy.object_to(me(), found),
        words=words,
        error=error,
    )
