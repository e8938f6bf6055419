"""Who is asked to own something, what they answered and what is handed over, as news.

A notice leads to the page or the space, to the handover or to the group, and holds no word of it. Who is
asked hears it, who asked hears the answer. What is handed over without a name is told to those who own the
space, and what has no owner left at all to community managers, as far as they may read it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from essp.core.db import session
from essp.curation.models import Handover
from essp.notifications.curation_news import News
from essp.notifications.levels import Kind
from essp.notifications.models import Named, Notice, Subject
from essp.people.models import Person, Role
from essp.spaces.owning import owners_of
from essp.spaces.steward_models import (
    OwnerGroup,
    OwnerGroupAsking,
    OwnerGroupMember,
    Stewardship,
)

TELLS = {"declined": Named.NOT_OWNING, "removed": Named.TAKEN_OFF}
RUN_THE_SITE = (Role.COMMUNITY_MANAGER.value, Role.ADMINISTRATOR.value)


def news_of_asking(stewardship_id: int) -> News | None:
    """For who was asked to own a page or a space, or to be its deputy."""
    row = session().get_one(Stewardship, stewardship_id)
    if row.appointed_by_id is None or row.ended_at is not None:
        return None
    people = _asked(row) - {row.appointed_by_id}
    return _news(
        row, row.appointed_by_id, Named.ASKED_TO_OWN, people, f"asked:{row.id}", row.asked_at
    )


def news_of_accepting(stewardship_id: int, actor_id: int) -> News | None:
    """For who asked."""
    row = session().get_one(Stewardship, stewardship_id)
    if row.accepted_at is None or row.appointed_by_id is None:
        return None
    people = {row.appointed_by_id} - {actor_id}
    return _news(row, actor_id, Named.OWNING, people, f"owning:{row.id}", row.accepted_at)


def news_of_ending(stewardship_id: int, actor_id: int | None, why: str) -> News | None:
    """For who asked, that it was declined; for who owned it, that they were taken off."""
    row = session().get_one(Stewardship, stewardship_id)
    if actor_id is None or why not in TELLS or row.ended_at is None:
        return None
    about_asker = {row.appointed_by_id} if row.appointed_by_id else set()
    people = (about_asker if why == "declined" else _asked(row)) - {actor_id}
    return _news(row, actor_id, TELLS[why], people, f"ended:{row.id}", row.ended_at)


def news_of_handover(handover_id: int, to_id: int | None) -> News | None:
    """For who is to take it over; without a name for the owners of the space."""
    row = session().get_one(Handover, handover_id)
    if row.decided_at is not None or row.to_id != to_id or row.from_id is None:
        return None
    key = f"handover:{row.id}:{to_id or 0}"
    if to_id is not None:
        people = {to_id}
    elif row.to_group_id is not None:
        people, key = _members(row.to_group_id), f"{key}:{row.to_group_id}"
    else:
        people = {person.id for person in owners_of(row.space_id).above}
    return _news(row, row.from_id, Named.HANDED, people - {row.from_id}, key, row.opened_at)


def news_of_handed(handover_id: int) -> News | None:
    """For who hands over, and who opened it: what was answered."""
    row = session().get_one(Handover, handover_id)
    if row.decided_at is None or row.decided_by_id is None or row.outcome == "withdrawn":
        return None
    former = _members(row.from_group_id) if row.from_group_id else set()
    people = {each for each in (row.from_id, row.opened_by_id) if each} | former
    people -= {row.decided_by_id}
    key = f"handover:{row.id}:decided"
    return _news(row, row.decided_by_id, Named.HANDED_ON, people, key, row.decided_at)


def news_of_group(group_id: int, person_id: int) -> News | None:
    """For who was asked to belong to a group of owners."""
    row = session().get(OwnerGroupAsking, (group_id, person_id))
    group = session().get_one(OwnerGroup, group_id)
    if row is None:
        return None
    key = f"group:{group_id}:{person_id}:{int(row.at.timestamp())}"
    notice = _notice(Subject.GROUP, group_id, row.by_id, key, row.at)
    return News(notice, Named.TO_JOIN, {person_id}, group.space_id)


def news_of_nobody(handover_id: int) -> News | None:
    """For those who run the site: nobody owns it any more."""
    row = session().get_one(Handover, handover_id)
    if row.from_id is None:
        return None
    run = select(Person.id).where(Person.role.in_(RUN_THE_SITE))
    key = f"handover:{row.id}:nobody"
    return _news(row, row.from_id, Named.NOBODY, set(session().scalars(run)), key, row.opened_at)


def _asked(row: Stewardship) -> set[int]:
    if row.person_id is not None:
        return {row.person_id}
    return _members(row.group_id) if row.group_id else set()


def _members(group_id: int) -> set[int]:
    members = select(OwnerGroupMember.person_id).where(OwnerGroupMember.group_id == group_id)
    return set(session().scalars(members))


def _news(
    row: Stewardship | Handover,
    actor_id: int,
    reason: Named,
    people: Collection[int],
    key: str,
    at: datetime,
) -> News | None:
    if not people:
        return None
    notice = _notice(*_leads_to(row), actor_id, key, at)
    return News(notice, reason, people, row.space_id)


def _leads_to(row: Stewardship | Handover) -> tuple[Subject, int]:
    if isinstance(row, Handover):
        return Subject.HANDOVER, row.id
    return (Subject.PAGE, row.page_id) if row.page_id else (Subject.SPACE, row.space_id)


def _notice(about: Subject, about_id: int, actor_id: int, key: str, at: datetime) -> Notice:
    return Notice(
        key=f"own:{key}", kind=Kind.STANDING.value, about=about.value, about_id=about_id, number=0,
        post_id=None, actor_id=actor_id, at=at,
    )  # fmt: skip
