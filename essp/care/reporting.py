"""Reporting what somebody wrote: once for each person, and all reports of one thing make one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from essp.care import policy, things
from essp.care.events import ThingReported
from essp.care.models import Case, Reason, Report, State, Thing
from essp.care.queries import held, own_report
from essp.care.things import Reported
from essp.care.written import clean
from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, Refused, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.people.models import Person

MOST, WINDOW = 20, timedelta(hours=1)


class TooManyReports(Exception):
    """Somebody reported so much in an hour that they are asked to wait. Nothing was written."""


@dataclass(frozen=True)
class Made:
    """A report; `new` is false where the actor had reported the thing already."""

    report: Report
    new: bool


def report(actor: Person, thing: Thing, key: str, *, reason: str, words: str = "") -> Made:
    """Report a thing to those who look after the place where it stands. Sent twice it is one report.

    Raises NotFound, Refused, Invalid and TooManyReports.
    """
    found = things.find(actor, thing, key)
    # Reports about the work of one person follow one another, so that each thing has one case.
    if lock(Person, found.author.id) is None:
        raise NotFound
    require(policy.report(actor, found.author, found.thing, gone=bool(found.gone)))
    before = own_report(actor, found)
    if before is not None and before.case.decided_at is None:
        return Made(before, new=False)
    require_new(before, found)
    why, words = _reason(reason), clean(words, "words")
    if why is Reason.OTHER and not words:
        raise Invalid(words=_("Say in a few words what is wrong."))
    _require_calm(actor)
    case = _undecided(found)
    first = case is None
    if case is None:
        case = _opened(found)
    elif held(case).handler_id == actor.id:
        # Who reports a thing does not look after it: somebody else can.
        case.state, case.handler_id, case.since = State.OPEN.value, None, None
    made = Report(
        case_id=case.id, person_id=actor.id, reason=why.value, words=words,
        version=found.version, at=clock.now(),
    )  # fmt: skip
    session().add(made)
    session().flush()
    record(ThingReported(actor_id=actor.id, case_id=case.id, first=first))
    return Made(made, new=True)


def require_new(before: Report | None, found: Reported) -> None:
    """Refuse a report of what was decided already and says the same still. A profile has no versions."""
    if before is not None and found.thing is not Thing.PERSON and before.version == found.version:
        raise Refused(
            _("You reported this already, and it was looked at. It says the same as it did then.")
        )


def _reason(text: str) -> Reason:
    try:
        return Reason(text)
    except ValueError:
        raise Invalid(reason=_("Choose what is wrong.")) from None


def _require_calm(actor: Person) -> None:
    since = clock.now() - WINDOW
    lately = select(func.count()).where(Report.person_id == actor.id, Report.at > since)
    if (session().scalar(lately) or 0) >= MOST:
        raise TooManyReports


def _undecided(found: Reported) -> Case | None:
    return session().scalar(
        select(Case).where(
            Case.thing == found.thing.value, Case.thing_id == found.id, Case.decided_at.is_(None)
        )
    )


def _opened(found: Reported) -> Case:
    case = Case(
        uid=new_uid(), thing=found.thing.value, thing_id=found.id, author_id=found.author.id,
        state=State.OPEN.value, opened_at=clock.now(),
    )  # fmt: skip
    session().add(case)
    session().flush()
    return case
