"""Shapes of care: reports, cases, decisions and the log, as programs send and get them."""

from __future__ import annotations

from datetime import datetime

from essp.api.shapes import Paging, PersonRef
from essp.core.rest import Given, Told


class NoteGiven(Given):
    """Why something is hidden or comes back: one line that everyone reads."""

    note: str = ""


class ReportGiven(Given):
    """What is wrong with a thing: the `reason`, and for `other` a few words."""

    reason: str
    words: str = ""


class ThingRef(Told):
    """What a report or a line of the log is about: post, revision or person."""

    kind: str
    title: str
    url: str


class ReportTold(Told):
    """A report of your own and what became of it, in the state open, looking or done."""

    case: str
    thing: ThingRef | None
    reason: str
    words: str
    at: datetime
    state: str
    became: str


class Reports(Told):
    """A part of your reports, the newest first."""

    items: list[ReportTold]
    next: str | None


class CaseQuestion(Paging):
    """Which cases: those that are open, looked at (`looking`) or done."""

    state: str = "open"


class ReasonTold(Told):
    """How many reported a thing for this reason."""

    reason: str
    times: int


class CaseRef(Told):
    """A case as it stands in the queue."""

    case: str
    thing: ThingRef
    author: PersonRef
    state: str
    opened_at: datetime
    handler: PersonRef | None
    reports: int
    reasons: list[ReasonTold]
    objected: bool


class Cases(Told):
    """A part of the cases you may look after: what waits longest first, what is decided newest first."""

    items: list[CaseRef]
    next: str | None


class ReportMade(Told):
    """A report as who looks after it sees it."""

    person: PersonRef
    reason: str
    words: str
    at: datetime


class CaseTold(CaseRef):
    """One case: what the thing says, who reported it and why, what was decided."""

    says: str
    made: list[ReportMade]
    outcomes: list[str]
    outcome: str
    rule: str
    words: str
    decided_by: PersonRef | None
    decided_at: datetime | None
    objection: str
    verdict: str
    verdict_words: str


class TakeGiven(Given):
    """`over` takes a case from whoever looks at it now."""

    over: bool = False


class DecisionGiven(Given):
    """What becomes of a case; `rule` says what was broken, needed unless the outcome is `nothing`."""

    outcome: str
    rule: str = ""
    words: str = ""


class WordsGiven(Given):
    """A few words."""

    words: str


class VerdictGiven(Given):
    """Whether a decision `stands` or is `taken back`, and why."""

    verdict: str
    words: str


class DecisionTold(Told):
    """What was decided about your own words; `may_object` says whether you can object."""

    case: str
    thing: ThingRef | None
    outcome: str
    rule: str
    words: str
    decided_at: datetime | None
    may_object: bool
    objection: str
    verdict: str
    verdict_words: str


class Decisions(Told):
    """The last decisions about your own words."""

    items: list[DecisionTold]


class LogQuestion(Paging):
    """Which lines: of one space, or of all that you may read."""

    space: str | None = None


class LogLine(Told):
    """A line of the log: what was done, to what, why and by whom. `thing` is null where you may not read."""

    at: datetime
    by: PersonRef
    deed: str
    why: str
    space: str
    thing: ThingRef | None


class Log(Told):
    """A part of the log of moderation, the newest first."""

    items: list[LogLine]
    next: str | None
