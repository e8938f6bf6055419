"""How measures of order are asked and read: what was reported and decided, rules read, names known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)  # fmt: skip
from sqlalchemy import String as Text

from essp.care.models import Case, Entry, Outcome, Report, Verdict
from essp.care.models import Thing as Reported
from essp.core.figures import Span, within
from essp.discussions.models import Post, Thread
from essp.importers.models import ImportPerson
from essp.importers.stackexchange_people import NOBODY
from essp.people.models import Person
from essp.spaces.rule_models import RulesRead, RulesVersion
from essp.stats.asking import Asked, Axis
from essp.stats.catalogue.entitled import did, entitled, lately, members, of_entitled, things
from essp.stats.catalogue.reading_people import HOUR, Rows, rate
from essp.stats.measures import Reading
from essp.stats.models import Deed
from essp.stats.verbs import CONTRIBUTES, Did
from essp.stats.withholding import LEAST
from essp.wiki.models import Page, Revision

POSTS = frozenset({Did.ASK, Did.POST, Did.ANSWER, Did.REPLY, Did.COMMENT})
THOUSAND = 1000.0
TOO_LONG = timedelta(hours=24)


def _cases(asked: Asked) -> CTE:
    """All cases that count along the axis, with their `key`: where the thing stands now, or nowhere."""
    space = func.coalesce(Thread.space_id, Page.space_id, 0)
    return (
        select(asked.key(space).label("key"), Case)
        .outerjoin(Post, and_(Case.thing == Reported.POST.value, Post.id == Case.thing_id))
        .outerjoin(Thread, Thread.id == Post.thread_id)
        .outerjoin(
            Revision, and_(Case.thing == Reported.REVISION.value, Revision.id == Case.thing_id)
        )
        .outerjoin(Page, Page.id == Revision.page_id)
        .where(Case.opened_at < asked.now, asked.places(space, outside=True))
        .cte("cases")
    )


def _posts(asked: Asked) -> Any:
    """Posts of the window: `key`, no `count`, the `whole`, how many `people` wrote them."""
    key, counts = things(asked)
    return (
        select(
            key.label("key"), literal(0).label("count"), func.count().label("whole"),
            func.count(Deed.actor_id.distinct()).label("people"),
        )
        .where(did(asked, POSTS), lately(asked), counts)
        .group_by(key)
    )  # fmt: skip


def reported(asked: Asked) -> Any:
    """Reports of the window, beside the posts of the window."""
    return select(_with_posts(asked, _reports(asked, _cases(asked))))


def _reports(asked: Asked, cases: CTE) -> Any:
    return (
        select(cases.c.key, func.count(), literal(0), literal(0))
        .join(Report, Report.case_id == cases.c.id)
        .where(Report.at >= asked.since, Report.at < asked.now)
        .group_by(cases.c.key)
    )


def _with_posts(asked: Asked, counted: Any) -> Subquery:
    return union_all(_posts(asked), counted).subquery("beside_posts")


def moderated(asked: Asked) -> Any:
    """What moderators did to things in the window, beside the posts of the window."""
    key = asked.key(Entry.space_id)
    acts = (
        select(key.label("key"), func.count(), literal(0), literal(0))
        .where(Entry.at >= asked.since, Entry.at < asked.now, asked.places(Entry.space_id))
        .group_by(key)
    )
    return select(_with_posts(asked, acts))


def disposed(asked: Asked) -> Any:
    """Each case of the window, when it was opened and decided, and whom it is about."""
    cases = _cases(asked)
    return select(
        cases.c.key, cases.c.opened_at.label("since"), _decided(asked, cases).label("until"),
        literal(asked.now, Case.opened_at.type).label("now"), cases.c.author_id.label("person_id"),
    ).where(cases.c.opened_at >= asked.since)  # fmt: skip


def _decided(asked: Asked, cases: CTE) -> ColumnElement[Any]:
    return case((cases.c.decided_at < asked.now, cases.c.decided_at))


def upheld(asked: Asked) -> Any:
    """Cases decided in the window, and those in which something was done that stands."""
    cases = _cases(asked)
    taken_back = and_(
        cases.c.verdict == Verdict.TAKEN_BACK.value, cases.c.verdict_at.is_not(None),
        cases.c.verdict_at < asked.now,
    )  # fmt: skip
    stands = and_(cases.c.outcome != Outcome.NOTHING.value, not_(taken_back))
    return (
        select(
            cases.c.key,
            func.sum(case((stands, 1), else_=0)).label("part"),
            func.count().label("whole"),
            func.count(cases.c.author_id.distinct()).label("people"),
        )
        .where(cases.c.decided_at >= asked.since, cases.c.decided_at < asked.now)
        .group_by(cases.c.key)
    )


def peace(asked: Asked) -> Any:
    """Reports beside posts, and each case of the window or that is open, with its moments."""
    cases, moment = _cases(asked), Case.opened_at.type
    nothing = cast(null(), moment)
    until = _decided(asked, cases)
    counted = _with_posts(asked, _reports(asked, cases))
    each = select(
        cases.c.key, literal(0), literal(0), literal(0), cases.c.opened_at, until,
        literal(asked.now, moment), cases.c.author_id, case((cases.c.opened_at >= asked.since, 1), else_=0),
    ).where(or_(cases.c.opened_at >= asked.since, until.is_(None)))  # fmt: skip
    rows = union_all(
        select(
            counted, nothing.label("since"), nothing.label("until"), nothing.label("now"),
            literal(0).label("person_id"), literal(0).label("recent"),
        ),
        each,
    )  # fmt: skip
    return select(rows.subquery("peace"))


def calm(rows: Rows) -> Reading:
    """Reports for 1,000 posts; the hours until half were decided, and how many wait for over a day."""
    found = rate(THOUSAND)([row for row in rows if row.since is None])
    cases = [row for row in rows if row.since is not None]
    recent = [row for row in cases if row.recent]
    spans = [
        Span(((row.until or row.now) - row.since).total_seconds() / HOUR, row.until is not None)
        for row in recent
    ]
    enough = len({row.person_id for row in recent}) >= LEAST
    parts = {
        **found.parts,
        "hours": within(spans, 0.5) if enough else None,
        "waiting": sum(row.until is None and row.now - row.since > TOO_LONG for row in cases),
    }
    return Reading(found.value, found.n, found.people, found.band, parts)


def agreed(asked: Asked) -> Any:
    """Who may, and who of them has read the house rules as they are, but for small changes."""
    place = func.coalesce(RulesVersion.space_id, 0)
    here = place != 0 if asked.axis is Axis.SPACE else place == 0
    of_then = select(
        place.label("place"),
        func.max(RulesVersion.number).label("last"),
        func.coalesce(func.max(case((not_(RulesVersion.small), RulesVersion.number))), 1).label("since"),
    ).where(RulesVersion.at < asked.now, here)  # fmt: skip
    latest = of_then.group_by(place).subquery("latest")
    force = (
        select(latest.c.place, latest.c.since)
        .join(RulesVersion, and_(place == latest.c.place, RulesVersion.number == latest.c.last))
        .where(RulesVersion.text != "")
        .subquery("in_force")
    )
    rows = (
        select(RulesRead.person_id, force.c.place.label("space_id"))
        .join(RulesVersion, RulesVersion.id == RulesRead.version_id)
        .join(force, and_(force.c.place == place, RulesVersion.number >= force.c.since))
        .where(RulesRead.at < asked.now)
        .distinct()
        .subquery("read")
    )
    people = entitled(asked)
    found, whole = of_entitled(asked, people, rows), members(asked, people)
    part = select(found.c.key, func.count().label("part")).group_by(found.c.key).subquery("part")
    ruled = cast(force.c.place, Text) if asked.axis is Axis.SPACE else literal("")
    return (
        select(
            whole.c.key, whole.c.people.label("whole"), func.coalesce(part.c.part, 0).label("part")
        )
        .join(force, ruled == whole.c.key)
        .outerjoin(part, part.c.key == whole.c.key)
    )


def attributed(asked: Asked) -> Any:
    """Contributions, whatever they came by, and those of which it is known who made them."""
    key, counts = things(asked)
    nobody = (
        select(ImportPerson.person_id)
        .where(ImportPerson.person_id == Deed.actor_id, ImportPerson.key == NOBODY)
        .exists()
    )
    anonymous = and_(Person.anonymous_at.is_not(None), Person.anonymous_at < asked.now)
    known = case((or_(nobody, anonymous), 0), else_=1)
    return (
        select(
            key.label("key"),
            func.sum(known).label("part"),
            func.count().label("whole"),
            func.count(Deed.actor_id.distinct()).label("people"),
        )
        .join(Person, Person.id == Deed.actor_id)
        .where(Deed.verb.in_(sorted(each.value for each in CONTRIBUTES)), lately(asked), counts)
        .group_by(key)
    )
