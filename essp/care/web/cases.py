"""The queue of moderators, and one case: looked at, let go, decided."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from essp.attachments import folder, wording
from essp.attachments.kinds import sent_as
from essp.care import handling, policy, queries, things
from essp.care.models import Case, State, Thing
from essp.care.web.edge import blueprint, offset_of, part_asked
from essp.care.wording import outcomes, state_words, verdicts
from essp.core.access import members
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound
from essp.core.delivering import delivered
from essp.core.i18n import _
from essp.discussions.queries import Overtaken
from essp.people.current import me


@blueprint.get("/care")
@members
def queue() -> str:
    """What the reader may look after, what waits longest first."""
    state, part = _state(), part_asked()
    counts = queries.counts(me())
    rows = queries.queue(me(), state, offset=offset_of(part))
    return render_template(
        "care/queue.html",
        rows=rows,
        state=state,
        states=[(each, state_words(each), counts[each]) for each in State],
        part=part,
        more=part * queries.SHOWN < counts[state],
        anything=any(counts.values()),
    )


@blueprint.get("/care/<case>")
@members
def show(case: str) -> str:
    """One case: the thing, who reported it and why, and what one can do."""
    return _page(queries.find_case(me(), case))


@blueprint.get("/care/<case>/files/<uid>")
@members
def file_of_case(case: str, uid: str) -> ResponseReturnValue:
    """A file of the post that a case is about, also while the post is out of sight."""
    thing = queries.thing_of(queries.find_case(me(), case))
    found = next((each for each in things.files_of(thing) if each.uid == uid), None)
    path = folder.path_of(found.sha256) if found is not None else None
    if found is None or path is None or not path.is_file():
        raise NotFound
    kept = found.file
    shown_as, tag = sent_as(kept.media_type), found.sha256
    return delivered(path, shown_as, found.name, tag, found.at, shown=kept.is_image)


@blueprint.post("/care/<case>/take")
@members
def take(case: str) -> ResponseReturnValue:
    """Say that one looks at it."""
    return _done(case, lambda: handling.take(me(), case, over="over" in request.form))


@blueprint.post("/care/<case>/let-go")
@members
def let_go(case: str) -> ResponseReturnValue:
    """Look at it no longer."""
    return _done(case, lambda: handling.let_go(me(), case))


@blueprint.post("/care/<case>/decide")
@members
def decide(case: str) -> ResponseReturnValue:
    """Say what becomes of it; whoever reported it hears, and its author where something was done."""
    typed = {name: request.form.get(name, "") for name in ("outcome", "rule", "words")}
    return _done(case, lambda: handling.decide(me(), case, **typed), typed, _("It is decided."))


@blueprint.post("/care/<case>/answer")
@members
def answer(case: str) -> ResponseReturnValue:
    """Say whether the decision that somebody objects to stands."""
    typed = {name: request.form.get(name, "") for name in ("verdict", "words")}
    return _done(
        case, lambda: handling.answer_objection(me(), case, **typed), typed,
        _("The objection is answered."),
    )  # fmt: skip


def _done(
    uid: str, work: Any, typed: dict[str, str] | None = None, said: str = ""
) -> ResponseReturnValue:
    try:
        with transaction():
            work()
    except Overtaken as overtaken:
        found = queries.find_case(me(), uid)
        return _page(found, typed, overtaken=str(overtaken.reason)), 409
    except Invalid as invalid:
        return _page(queries.find_case(me(), uid), typed, invalid.errors), 422
    if said:
        flash(said, "ok")
        return redirect(url_for(".queue"), 303)
    return redirect(url_for(".show", case=uid), 303)


def _page(
    found: Case, typed: dict[str, str] | None = None, errors: Any = None, overtaken: str = ""
) -> str:
    thing, reports = queries.read_of(me(), found), queries.reports_on(found)
    earlier = {
        each.version: things.said_then(thing, each.version)
        for each in reports
        if each.version != thing.version
    }
    return render_template(
        "care/case.html",
        case=found,
        thing=thing,
        veiled=not policy.reads(me(), found),
        reports=reports,
        files=things.files_of(thing),
        wording=wording,
        earlier={version: text for version, text in earlier.items() if text},
        outcomes=outcomes(Thing(found.thing)),
        verdicts=verdicts(),
        may_take=policy.take(me(), found),
        mine=found.state == State.LOOKING.value and found.handler_id == me().id,
        typed=typed or {},
        errors=errors or {},
        overtaken=overtaken,
    )


def _state() -> State:
    try:
        return State(request.args.get("state", State.OPEN.value))
    except ValueError:
        abort(404)
