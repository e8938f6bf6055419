"""Care as programs are told of it."""

from __future__ import annotations

from essp.api import care_shapes as shapes
from essp.api.telling import named, url
from essp.care import policy, queries
from essp.care.book import Line
from essp.care.handling import OUTCOMES
from essp.care.models import Case, Thing
from essp.care.queries import Own, Row
from essp.care.things import Reported
from essp.care.wording import became_words, thing_words
from essp.people.models import Person


def report_told(own: Own) -> shapes.ReportTold:
    """A report of whoever asks."""
    report, case = own.report, own.report.case
    return shapes.ReportTold(
        case=case.uid,
        thing=_thing(own.thing),
        reason=report.reason,
        words=report.words,
        at=report.at,
        state=case.state,
        became=became_words(case),
    )


def case_ref(row: Row) -> shapes.CaseRef:
    """A case in the queue."""
    case = row.case
    return shapes.CaseRef(
        case=case.uid,
        thing=_named(row.thing),
        author=named(case.author),
        state=case.state,
        opened_at=case.opened_at,
        handler=named(case.handler) if case.handler is not None else None,
        reports=row.reports,
        reasons=[shapes.ReasonTold(reason=each, times=times) for each, times in row.reasons],
        objected=case.objected,
    )


def case_told(actor: Person, case: Case) -> shapes.CaseTold:
    """A case that the actor may look after, whole."""
    thing, made = queries.read_of(actor, case), queries.reports_on(case)
    reasons: dict[str, int] = {}
    for each in made:
        reasons[each.reason] = reasons.get(each.reason, 0) + 1
    ref = case_ref(Row(case, thing, len(made), list(reasons.items())))
    return shapes.CaseTold(
        **ref.model_dump(),
        says=thing.words,
        made=[
            shapes.ReportMade(
                person=named(each.person), reason=each.reason, words=each.words, at=each.at
            )
            for each in made
        ],
        outcomes=[each.value for each in OUTCOMES[Thing(case.thing)]],
        outcome=case.outcome,
        rule=case.rule,
        words=case.words,
        decided_by=named(case.decided_by) if case.decided_by is not None else None,
        decided_at=case.decided_at,
        objection=case.objection,
        verdict=case.verdict,
        verdict_words=case.verdict_words,
    )


def decision_told(actor: Person, case: Case, thing: Reported | None) -> shapes.DecisionTold:
    """What was decided about the actor's own words."""
    return shapes.DecisionTold(
        case=case.uid,
        thing=_thing(thing),
        outcome=case.outcome,
        rule=case.rule,
        words=case.words,
        decided_at=case.decided_at,
        may_object=bool(policy.object_to(actor, case)),
        objection=case.objection,
        verdict=case.verdict,
        verdict_words=case.verdict_words,
    )


def log_line(line: Line) -> shapes.LogLine:
    """A line of the log; a hidden beginning of a conversation is not named by the title it gave."""
    return shapes.LogLine(
        at=line.entry.at,
        by=named(line.entry.by),
        deed=line.entry.deed,
        why=line.entry.why,
        space=line.space.slug,
        thing=_thing(line.thing),
    )


def _thing(found: Reported | None) -> shapes.ThingRef | None:
    return _named(found) if found is not None else None


def _named(found: Reported) -> shapes.ThingRef:
    closed = found.gone and found.opening
    title = "" if closed else thing_words(found)
    return shapes.ThingRef(kind=found.thing.value, title=title, url=url(found.url))
