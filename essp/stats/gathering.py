"""What people did on a day, in the shape in which it is counted, from what is there anyway.

Posts, revisions, proposals and acceptances say who did them and when; what leaves no row of its own is
read from the facts of the day. So a day can be gathered anew at any time and says the same, but for
what was taken back since: what a fact told stays told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import aliased

from essp.core.db import session
from essp.core.events import FactRow
from essp.discussions.mark_models import Acceptance
from essp.discussions.models import Kind, Outcome, Post, Thread
from essp.expertise.naming import Called
from essp.people.models import Person
from essp.spaces.models import Space
from essp.stats.asking import DAY, day_of, midnight
from essp.stats.departments import Departments
from essp.stats.figure_models import FilledDay
from essp.stats.models import Deed
from essp.stats.verbs import MIGRATION, Did, Thing
from essp.wiki.models import Kind as Change
from essp.wiki.models import Page, Revision
from essp.wiki.proposal_models import Proposal

LIVE = {"web", "api", "mail", "demo"}  # whatever else a change or post came by was brought in
BATCH = 2_000
YEAR = timedelta(days=365)  # as far as a measure looks back
AT_ONCE = 28  # days
Row = dict[str, Any]


def gather(day: date, zone: ZoneInfo) -> int:
    """Gather the deeds of a day anew; how many there are.

    Measures look back, a year at most. So the first time, when the day before was never gathered, all
    days of that year are that were not.
    """
    done = steps_noted("deeds", day - YEAR, day)
    if day - DAY not in done:
        _gather([day - ago * DAY for ago in range(YEAR.days, 0, -1)], done, zone)
    return _gather([day], set(), zone)


def _gather(days: Sequence[date], done: Collection[date], zone: ZoneInfo) -> int:
    """Gather these days anew, in their order, but for those that are done."""
    made = 0
    for start in range(0, len(days), AT_ONCE):
        some = [day for day in days[start : start + AT_ONCE] if day not in done]
        if not some:
            continue
        session().execute(delete(Deed).where(Deed.day.in_(some)))
        since, until = midnight(some[0], zone), midnight(some[-1] + DAY, zone)
        rows = [*_posts(since, until), *_changes(since, until), *_marks(since, until)]
        rows += _facts(since, until)
        _finish(rows, zone)
        rows = [row for row in rows if row["day"] in set(some)]
        for first in range(0, len(rows), BATCH):
            session().execute(insert(Deed), rows[first : first + BATCH])
        made += len(rows)
    return made


def _finish(rows: list[Row], zone: ZoneInfo) -> None:
    """Say of each on which day, from where, and whether a program did it."""
    actors = {row["actor_id"] for row in rows}
    departments, robots = Departments(actors), _robots(actors)
    for row in rows:
        row["day"] = day_of(row["at"], zone)
        row["department"] = departments.at(row["actor_id"], row["at"])
        row["bot"] = row["actor_id"] in robots
        row.setdefault("number", 0)
        row.setdefault("to_id", None)
        row.setdefault("source", "web")


def steps_noted(step: str, first: date, until: date) -> set[date]:
    """The days from the first to before the last of which this step is done."""
    days = select(FilledDay.day).where(
        FilledDay.step == step, FilledDay.day >= first, FilledDay.day < until
    )
    return set(session().scalars(days))


def _robots(people: set[int]) -> set[int]:
    rows = session().execute(select(Person.id, Person.name, Person.handle, Person.email))
    return {
        row.id
        for row in rows
        if row.id in people and Called(row.id, row.name, row.handle, row.email or "").robot
    }


def _posts(since: datetime, until: datetime) -> Iterator[Row]:
    parent = aliased(Post)
    rows = session().execute(
        select(
            Post.id, Post.at, Post.number, Post.author_id, Post.via, Post.parent_id,
            parent.author_id.label("to_id"), parent.number.label("above"),
            Thread.id.label("thread_id"), Thread.kind, Thread.space_id, Thread.imported_upto,
            Thread.author_id.label("asker"), Post.remark,
        )
        .join(Thread, Thread.id == Post.thread_id)
        .join(Space, Space.id == Thread.space_id)
        .outerjoin(parent, parent.id == Post.parent_id)
        .where(Post.at >= since, Post.at < until, Space.practice.is_(False))
        .order_by(Post.at, Post.id)
    )  # fmt: skip
    for row in rows:
        opening = row.parent_id is None
        yield {
            "at": row.at,
            "actor_id": row.author_id,
            "verb": _verb_of_post(row).value,
            "kind": (Thing.THREAD if opening else Thing.POST).value,
            "object_id": row.thread_id if opening else row.id,
            "number": row.number,
            "space_id": row.space_id,
            "to_id": row.to_id,
            "source": MIGRATION if row.number <= row.imported_upto else _source(row.via),
        }


def _verb_of_post(row: Any) -> Did:
    if row.parent_id is None:
        if row.kind == Kind.QUESTION.value:
            return Did.ASK
        return Did.COMMENT if row.kind == Kind.COMMENT.value else Did.POST
    to_question = row.kind == Kind.QUESTION.value and row.above == 1
    if to_question and not row.remark and row.author_id != row.asker:
        return Did.ANSWER
    return Did.REPLY


def _changes(since: datetime, until: datetime) -> Iterator[Row]:
    """Revisions that brought words, and proposals. To rename or move a page is no writing."""
    rows = session().execute(
        select(
            Revision.at, Revision.author_id, Revision.page_id, Revision.number, Revision.kind,
            Revision.space_id, Revision.source, Page.created_by_id,
        )
        .join(Page, Page.id == Revision.page_id)
        .join(Space, Space.id == Revision.space_id)
        .where(Revision.at >= since, Revision.at < until, Space.practice.is_(False))
        .where(Revision.kind.in_(_WRITES))
        .order_by(Revision.at, Revision.id)
    )  # fmt: skip
    for row in rows:
        own = row.created_by_id == row.author_id
        yield {
            "at": row.at,
            "actor_id": row.author_id,
            "verb": (Did.CREATE_PAGE if row.kind in _BEGINS else Did.EDIT_PAGE).value,
            "kind": Thing.PAGE.value,
            "object_id": row.page_id,
            "number": row.number,
            "space_id": row.space_id,
            "to_id": None if own else row.created_by_id,
            "source": _source(row.source),
        }
    proposed = session().execute(
        select(Proposal.at, Proposal.author_id, Proposal.page_id, Proposal.space_id)
        .join(Space, Space.id == Proposal.space_id)
        .where(Proposal.at >= since, Proposal.at < until, Space.practice.is_(False))
    )
    for each in proposed:
        yield {
            "at": each.at,
            "actor_id": each.author_id,
            "verb": Did.PROPOSE.value,
            "kind": Thing.PAGE.value,
            "object_id": each.page_id,
            "space_id": each.space_id,
        }


def _marks(since: datetime, until: datetime) -> Iterator[Row]:
    rows = session().execute(
        select(
            Acceptance.at, Acceptance.person_id, Acceptance.post_id, Post.author_id, Post.number,
            Thread.space_id, Thread.imported_upto,
        )
        .join(Post, Post.id == Acceptance.post_id)
        .join(Thread, Thread.id == Acceptance.thread_id)
        .join(Space, Space.id == Thread.space_id)
        .where(Acceptance.at >= since, Acceptance.at < until, Space.practice.is_(False))
    )  # fmt: skip
    for row in rows:
        yield {
            "at": row.at,
            "actor_id": row.person_id,
            "verb": Did.ACCEPT.value,
            "kind": Thing.POST.value,
            "object_id": row.post_id,
            "number": row.number,
            "space_id": row.space_id,
            "to_id": row.author_id,
            "source": MIGRATION if row.number <= row.imported_upto else "web",
        }


def _facts(since: datetime, until: datetime) -> list[Row]:
    """What leaves no row of its own, from the facts of the day."""
    practice = set(session().scalars(select(Space.id).where(Space.practice)))
    facts = session().execute(
        select(FactRow.at, FactRow.kind, FactRow.actor_id, FactRow.space_id, FactRow.detail)
        .where(FactRow.at >= since, FactRow.at < until, FactRow.kind.in_(_TOLD))
        .order_by(FactRow.id)
    )
    found = []
    for fact in facts:
        did = _did(fact.kind, fact.detail)
        if did is None or fact.space_id in practice:
            continue
        verb, kind, name = did
        actor = fact.actor_id or fact.detail.get("person_id")
        if actor is None:
            continue
        found.append(
            {
                "at": fact.at, "actor_id": actor, "verb": verb.value, "kind": kind.value,
                "object_id": int(fact.detail.get(name) or 0), "space_id": fact.space_id or 0,
            }
        )  # fmt: skip
    _name_authors(found)
    return found


def _did(kind: str, detail: dict[str, Any]) -> tuple[Did, Thing, str] | None:
    if kind == "Reacted" and not detail.get("on"):
        return None
    if kind == "ThreadClosed" and detail.get("outcome") in _PROMOTED:
        return Did.PROMOTE, Thing.THREAD, "thread_id"
    if kind == "WatchBegun":
        return Did.FOLLOW, _WATCHED.get(detail.get("subject", ""), Thing.NOTHING), "subject_id"
    return _TOLD[kind]


def _name_authors(rows: Iterable[Row]) -> None:
    """Whose post a reaction is to."""
    posts = {row["object_id"] for row in rows if row["kind"] == Thing.POST.value}
    authors: dict[int, int] = {}
    wanted = sorted(posts)
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        authors.update(
            {
                row.id: row.author_id
                for row in session().execute(
                    select(Post.id, Post.author_id).where(Post.id.in_(some))
                )
            }
        )
    for row in rows:
        if row["kind"] == Thing.POST.value:
            row["to_id"] = authors.get(row["object_id"])


def _source(name: str) -> str:
    return name if name in LIVE else MIGRATION


_BEGINS = {Change.CREATED.value, Change.COPIED.value}
_WRITES = _BEGINS | {Change.EDITED.value, Change.MERGED.value}
_PROMOTED = {Outcome.BECAME_PAGE.value, Outcome.BECAME_EDIT.value}
_WATCHED = {
    "page": Thing.PAGE, "thread": Thing.THREAD, "space": Thing.SPACE, "topic": Thing.TOPIC,
    "person": Thing.PERSON,
}  # fmt: skip
_TOLD = {
    "Reacted": (Did.REACT, Thing.POST, "post_id"),
    "WatchBegun": (Did.FOLLOW, Thing.NOTHING, "subject_id"),
    "PageApproved": (Did.APPROVE, Thing.PAGE, "page_id"),
    "ProposalDecided": (Did.APPROVE, Thing.PAGE, "page_id"),
    "PageVerified": (Did.VERIFY, Thing.PAGE, "page_id"),
    "PageTopicsChanged": (Did.TAG, Thing.PAGE, "page_id"),
    "ThreadClosed": (Did.RESOLVE, Thing.THREAD, "thread_id"),
    "ThreadReopened": (Did.REOPEN, Thing.THREAD, "thread_id"),
    "ThreadMoved": (Did.MOVE, Thing.THREAD, "thread_id"),
    "ThingReported": (Did.FLAG, Thing.NOTHING, "case_id"),
    "CaseDecided": (Did.MODERATE, Thing.NOTHING, "case_id"),
    "PersonJoined": (Did.JOIN, Thing.PERSON, "person_id"),
    "PersonLeft": (Did.LEAVE, Thing.PERSON, "person_id"),
}
