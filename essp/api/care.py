"""Care for programs: reporting, the queue, deciding, hiding posts and bringing them back, the log."""

from __future__ import annotations

from collections.abc import Callable

from essp.api import care_shapes as shapes
from essp.api import thread_shapes
from essp.api.care_telling import (
    case_ref,
    case_told,
    decision_told,
    log_line,
    report_told,
)
from essp.api.operations import operation
from essp.api.shapes import Paging
from essp.api.thread_telling import overtaken_is_told, posts_told
from essp.care import book, handling, queries
from essp.care.models import Case, State, Thing
from essp.care.queries import Own
from essp.care.reporting import TooManyReports, report
from essp.care.things import find
from essp.core.db import transaction
from essp.core.decision import Invalid, require
from essp.core.i18n import _
from essp.core.rest import Problem, Reply, cursor_of, place_of
from essp.discussions.queries import find_post
from essp.discussions.removing import bring_back, remove_post
from essp.people.current import me
from essp.spaces import policy as spaces
from essp.spaces.queries import find_space, standing


@operation(
    "POST", "/posts/<said>/reports", shapes.ReportTold, body=shapes.ReportGiven, status=201,
    problems=[403, 404, 429],
)  # fmt: skip
def report_post(said: str, body: shapes.ReportGiven) -> Reply:
    """Report a post or a comment to those who look after its place; sent twice it is one report."""
    return _reported(Thing.POST, said, body)


@operation(
    "POST", "/pages/<uid>/revisions/<int:number>/reports", shapes.ReportTold,
    body=shapes.ReportGiven, status=201, problems=[403, 404, 429],
)  # fmt: skip
def report_revision(uid: str, number: int, body: shapes.ReportGiven) -> Reply:
    """Report a revision of a page."""
    return _reported(Thing.REVISION, f"{uid}.{number}", body)


@operation(
    "POST", "/people/<handle>/reports", shapes.ReportTold, body=shapes.ReportGiven, status=201,
    problems=[403, 404, 429],
)  # fmt: skip
def report_profile(handle: str, body: shapes.ReportGiven) -> Reply:
    """Report a profile."""
    return _reported(Thing.PERSON, handle, body)


@operation("GET", "/care/reports", shapes.Reports, query=Paging, problems=[400])
def list_own_reports(query: Paging) -> shapes.Reports:
    """List what you reported and what became of it, the newest first."""
    offset = _offset(query)
    found = queries.own_reports(me(), limit=query.limit + 1, offset=offset)
    items = [report_told(each) for each in found[: query.limit]]
    return shapes.Reports(items=items, next=_next(query, offset, len(found)))


@operation("GET", "/care/cases", shapes.Cases, query=shapes.CaseQuestion, problems=[400])
def list_cases(query: shapes.CaseQuestion) -> shapes.Cases:
    """List the cases you may look after."""
    try:
        state = State(query.state)
    except ValueError:
        raise Invalid(state=_("Choose open, looking or done.")) from None
    offset = _offset(query)
    found = queries.queue(me(), state, limit=query.limit + 1, offset=offset)
    items = [case_ref(each) for each in found[: query.limit]]
    return shapes.Cases(items=items, next=_next(query, offset, len(found)))


@operation("GET", "/care/cases/<case>", shapes.CaseTold, problems=[404])
def read_case(case: str) -> shapes.CaseTold:
    """Read a case that you may look after."""
    return case_told(me(), queries.find_case(me(), case))


@operation(
    "POST", "/care/cases/<case>/take", shapes.CaseTold, body=shapes.TakeGiven,
    problems=[403, 404, 409],
)  # fmt: skip
def take_case(case: str, body: shapes.TakeGiven) -> shapes.CaseTold:
    """Say that you look at a case; 409 while somebody else does, unless you take it over."""
    return _handled(case, lambda: handling.take(me(), case, over=body.over))


@operation("POST", "/care/cases/<case>/let-go", shapes.CaseTold, problems=[403, 404, 409, 429])
def let_case_go(case: str) -> shapes.CaseTold:
    """Look at a case no longer."""
    return _handled(case, lambda: handling.let_go(me(), case))


@operation(
    "POST", "/care/cases/<case>/decide", shapes.CaseTold, body=shapes.DecisionGiven,
    problems=[403, 404, 409],
)  # fmt: skip
def decide_case(case: str, body: shapes.DecisionGiven) -> shapes.CaseTold:
    """Say what becomes of a case that you look at; `hidden` hides the thing with it."""
    return _handled(
        case,
        lambda: handling.decide(me(), case, outcome=body.outcome, rule=body.rule, words=body.words),
    )


@operation(
    "POST", "/care/cases/<case>/answer", shapes.CaseTold, body=shapes.VerdictGiven,
    problems=[403, 404, 409],
)  # fmt: skip
def answer_objection(case: str, body: shapes.VerdictGiven) -> shapes.CaseTold:
    """Say whether a decision that its author objects to stands."""
    return _handled(
        case,
        lambda: handling.answer_objection(me(), case, verdict=body.verdict, words=body.words),
    )


@operation("GET", "/care/decisions", shapes.Decisions)
def list_decisions() -> shapes.Decisions:
    """List what was decided about your own words, the newest first."""
    found = queries.decisions_about(me())
    return shapes.Decisions(items=[decision_told(me(), *each) for each in found])


@operation(
    "POST", "/care/decisions/<case>/object", shapes.DecisionTold, body=shapes.WordsGiven,
    problems=[403, 404],
)  # fmt: skip
def object_to(case: str, body: shapes.WordsGiven) -> shapes.DecisionTold:
    """Object, once, to what was decided about your own words: another moderator looks at it."""
    with transaction():
        handling.object_to(me(), case, body.words)
    found = queries.find_decision(me(), case)
    return decision_told(me(), found, queries.thing_of(found))


@operation(
    "POST", "/posts/<said>/hide", thread_shapes.PostTold, body=shapes.NoteGiven,
    problems=[403, 404],
)  # fmt: skip
def hide_post(said: str, body: shapes.NoteGiven) -> Reply:
    """Hide a post of another with a note that everyone sees, or take back your own."""
    with transaction():
        remove_post(me(), said, note=body.note)
    return _post(said)


@operation(
    "POST", "/posts/<said>/bring-back", thread_shapes.PostTold, body=shapes.NoteGiven,
    problems=[403, 404],
)  # fmt: skip
def bring_post_back(said: str, body: shapes.NoteGiven) -> Reply:
    """Bring back a post that was hidden or taken back."""
    with transaction():
        bring_back(me(), said, note=body.note)
    return _post(said)


@operation("GET", "/care/log", shapes.Log, query=shapes.LogQuestion, problems=[400, 403, 404])
def read_log(query: shapes.LogQuestion) -> shapes.Log:
    """Read what moderators did where you may read, the newest first."""
    space = find_space(me(), query.space) if query.space else None
    if space is not None:
        require(spaces.read(me(), space, standing(me(), space)))
    offset = _offset(query)
    found = book.lines(me(), space, limit=query.limit + 1, offset=offset)
    items = [log_line(each) for each in found[: query.limit]]
    return shapes.Log(items=items, next=_next(query, offset, len(found)))


def _reported(thing: Thing, key: str, body: shapes.ReportGiven) -> Reply:
    try:
        with transaction():
            report(me(), thing, key, reason=body.reason, words=body.words)
    except TooManyReports:
        raise Problem(429, _("You reported a lot within an hour. Wait a while.")) from None
    found = find(me(), thing, key)
    made = queries.own_report(me(), found)
    assert made is not None
    return Reply(report_told(Own(made, found)), 201)


def _handled(case: str, work: Callable[[], Case]) -> shapes.CaseTold:
    with overtaken_is_told(), transaction():
        work()
    return case_told(me(), queries.find_case(me(), case))


def _post(said: str) -> Reply:
    post = find_post(me(), said)
    return Reply(posts_told([post])[0])


def _offset(query: Paging) -> int:
    return place_of(query.cursor) if query.cursor else 0


def _next(query: Paging, offset: int, found: int) -> str | None:
    return cursor_of(offset + query.limit) if found > query.limit else None
