"""Who was invited and when they came: asked and read."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, cast, func, literal, or_, select
from sqlalchemy import String as Text

from essp.core.figures import Share, Span, still_waiting, within
from essp.people.models import Person
from essp.stats.asking import Asked, Axis
from essp.stats.catalogue.entitled import WAS_HERE, K, by_day
from essp.stats.catalogue.reading_people import Rows
from essp.stats.measures import Reading
from essp.stats.models import Presence
from essp.stats.place_models import Pilot, PilotPerson
from essp.stats.withholding import coarse


def invited(asked: Asked) -> Any:
    """Who was invited in the window, and on which day they were first here since."""
    key: ColumnElement[str]
    cohort: ColumnElement[str]
    invited_on: Any
    if asked.axis is Axis.SPACE:
        key, cohort = cast(Pilot.space_id, Text), cast(Pilot.uid, Text)
        invited_on = PilotPerson.invited_on
        since = and_(Presence.space_id == Pilot.space_id, Presence.day >= invited_on)
        people = (
            select()
            .select_from(PilotPerson)
            .join(Pilot, Pilot.id == PilotPerson.pilot_id)
            .join(Person, Person.id == PilotPerson.person_id)
            .where(invited_on >= asked.first, invited_on <= asked.day)
        )
    else:
        key, cohort = literal(""), literal("")
        invited_on = by_day(asked, Person.invited_at, asked.window, 0)
        since = Presence.day >= invited_on
        people = (
            select()
            .select_from(Person)
            .where(Person.invited_at >= asked.since, Person.invited_at < asked.now)
        )
    first = func.min(Presence.day)
    return (
        people.outerjoin(
            Presence,
            and_(Presence.person_id == Person.id, Presence.day <= asked.day, WAS_HERE, since),
        )
        .where(or_(Person.left_at.is_(None), Person.left_at >= asked.now))
        .with_only_columns(
            key.label("key"),
            cohort.label("cohort"),
            invited_on.label("invited_on"),
            first.label("first_on"),
            literal(asked.day, Date).label("last"),
            Person.id.label("person_id"),
        )
        .group_by(*([Pilot.space_id, Pilot.uid, PilotPerson.invited_on] if asked.axis is Axis.SPACE else
                    [Person.invited_at]), Person.id)
    )  # fmt: skip


def joined_in(rows: Rows) -> Reading:
    """Who of the invited was here, and for each cohort after how many days."""
    cohorts: defaultdict[str, list[Span]] = defaultdict(list)
    for row in rows:
        came = row.first_on is not None
        length = ((row.first_on or row.last) - row.invited_on).days
        monday = row.invited_on - timedelta(days=row.invited_on.weekday())
        cohorts[row.cohort or monday.isoformat()].append(Span(float(length), came))
    spans = [span for each in cohorts.values() for span in each]
    share, people = (
        Share(sum(each.ended for each in spans), len(spans)),
        {row.person_id for row in rows},
    )
    told = {
        cohort: {"people": len(each), "curve": coarse(still_waiting(each), len(each))}
        for cohort, each in sorted(cohorts.items())
        if len(each) >= K
    }
    parts = {"part": share.part, "median": within(spans, 0.5), "cohorts": told}
    return Reading(share.value, share.whole, len(people), share.band, parts)
