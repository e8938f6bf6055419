"""The four first steps of a newcomer. Each is done when it really happened, wherever it was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from sqlalchemy import ColumnElement, String, cast, exists, func, or_, select

from essp.core import clock
from essp.core.db import session
from essp.discussions.models import Gone, Post, Thread
from essp.notifications.models import Level, Subject, Watch
from essp.people.models import Person
from essp.spaces.models import Membership, Space
from essp.starting.models import FirstSteps
from essp.wiki.models import Kind, Revision

NEW = timedelta(days=60)


class Step(Enum):
    """What one does first."""

    FINDABLE = "you"
    SPACES = "spaces"
    HELLO = "hello"
    MEND = "practice"


@dataclass(frozen=True)
class Steps:
    """How far somebody is, whether they put the guide away, and whether home should show it."""

    done: Mapping[Step, bool]
    away: bool
    shown: bool

    @property
    def count(self) -> int:
        """How many of the steps are done."""
        return sum(self.done.values())

    @property
    def all_done(self) -> bool:
        """Whether nothing is left."""
        return self.count == len(Step)

    @property
    def next(self) -> Step | None:
        """The first step that is not done."""
        return next((step for step in Step if not self.done[step]), None)


def steps_of(actor: Person) -> Steps:
    """How far the actor is, by what they did: one question."""
    conditions = (_findable(actor), _joined(actor), _spoke(actor), _mended(actor))
    row = session().execute(select(*conditions)).one()
    done = {step: bool(is_done) for step, is_done in zip(Step, row, strict=True)}
    kept = session().get(FirstSteps, actor.id)
    away = kept is not None and kept.away_at is not None
    new = actor.joined_at is not None and clock.now() - actor.joined_at < NEW
    wanted = (new or kept is not None) and not away
    return Steps(done, away, wanted and not all(done.values()))


def put_away(actor: Person) -> None:
    """The actor wants to see the guide no more; it stays at its own address."""
    _keep(actor, away=True)


def take_up(actor: Person) -> None:
    """Show the guide on home again, until it is done or put away."""
    _keep(actor, away=False)


def _keep(actor: Person, *, away: bool) -> None:
    kept, now = session().get(FirstSteps, actor.id), clock.now()
    if kept is None:
        kept = FirstSteps(person_id=actor.id, at=now)
        session().add(kept)
    kept.away_at, kept.at = (now if away else None), now
    session().flush()


def _findable(actor: Person) -> ColumnElement[bool]:
    """They say what they can be asked about, or something of themselves."""
    topics = func.length(cast(Person.ask_me_about, String)) > len("[]")
    return exists().where(Person.id == actor.id, or_(topics, func.length(Person.about) > 0))


def _joined(actor: Person) -> ColumnElement[bool]:
    """They belong to a space, or watch one, that is not for practice."""
    real = Space.practice.is_(False)
    member = exists().where(Membership.person_id == actor.id, Membership.space_id == Space.id, real)
    watches = exists().where(
        Watch.person_id == actor.id, Watch.subject == Subject.SPACE.value,
        Watch.level != Level.MUTED.value, Watch.subject_id == Space.id, real,
    )  # fmt: skip
    return or_(member, watches)


def _spoke(actor: Person) -> ColumnElement[bool]:
    """Something they said stands in a space that is not for practice."""
    return exists().where(
        Post.author_id == actor.id, Post.gone == Gone.NO.value, Thread.id == Post.thread_id,
        Space.id == Thread.space_id, Space.practice.is_(False),
    )  # fmt: skip


def _mended(actor: Person) -> ColumnElement[bool]:
    """They changed a page in a space for practice; taking a copy is not changing it."""
    return exists().where(
        Revision.author_id == actor.id, Revision.space_id == Space.id, Space.practice.is_(True),
        Revision.kind.in_([Kind.EDITED.value, Kind.MERGED.value]), Revision.source != "practice",
    )  # fmt: skip
