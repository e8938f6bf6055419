"""Facts: what happened, recorded in the same transaction that made it happen.

`record(PageEdited(...))` writes one row of the fact table and, by the table in `essp.reactions`, the
jobs that must not be lost. What may be missed (a push to an open browser) is done by the herald, in
each process that holds open lines, wherever the fact was committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

import structlog
from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, cast, func, select
from sqlalchemy.orm import Mapped, mapped_column

from essp.core import clock, heralding, jobs
from essp.core.db import Base, after_commit, session

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened. Fields are ids only; `actor_id` is who did it, None for the system."""

    kind: ClassVar[str]
    actor_id: int | None

    def __init_subclass__(cls, kind: str = "", **rest: Any) -> None:
        super().__init_subclass__(**rest)
        cls.kind = kind or cls.__name__


class FactRow(Base):
    """One fact, kept: the trace of who did what to what, and when."""

    __tablename__ = "fact"
    __table_args__ = (
        Index("ix_fact_actor_at", "actor_id", "at"),
        Index("ix_fact_space_at", "space_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(60))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    space_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


Listener = Callable[[Any], None]


@dataclass(frozen=True)
class durable:  # noqa: N801 - reads as a word in the table of reactions
    """A reaction that must not be lost: a job row in the transaction of the fact.

    `by` names the fact's fields that become the job's arguments; jobs with equal arguments that have
    not begun yet are one job.
    """

    task: jobs.Task
    by: tuple[str, ...]

    def __init__(self, task: jobs.Task, *by: str) -> None:
        object.__setattr__(self, "task", task)
        object.__setattr__(self, "by", by)

    def work(self, fact: Fact) -> tuple[jobs.Task, dict[str, Any]]:
        """The job that the fact asks for."""
        return self.task, {name: getattr(fact, name) for name in self.by}


Reaction = durable | Listener
_reactions: dict[type[Fact], tuple[Reaction, ...]] = {}
_listened: dict[str, tuple[type[Fact], list[Listener]]] = {}


def react(table: Mapping[type[Fact], Iterable[Reaction]]) -> None:
    """Install the table of reactions; called once by the application factory."""
    _reactions.clear()
    _reactions.update({fact: tuple(reactions) for fact, reactions in table.items()})
    _listened.clear()
    for fact, reactions in _reactions.items():
        listeners = [each for each in reactions if not isinstance(each, durable)]
        if listeners:
            _listened[fact.kind] = (fact, listeners)


def record(fact: Fact) -> None:
    """Keep a fact and set off its reactions; part of the present transaction."""
    detail = {f.name: getattr(fact, f.name) for f in fields(fact) if f.name not in {"actor_id"}}
    session().add(
        FactRow(
            at=clock.now(),
            kind=fact.kind,
            actor_id=fact.actor_id,
            space_id=detail.get("space_id"),
            detail=detail,
        )
    )
    reactions = _reactions.get(type(fact), ())
    work = [each.work(fact) for each in reactions if isinstance(each, durable)]
    if work:
        jobs.enqueue_all(work)
    if fact.kind in _listened:
        after_commit(heralding.wake)


def pass_on(ids: Sequence[int]) -> None:
    """Tell listeners of these facts, in the order they were recorded."""
    rows = session().scalars(select(FactRow).where(FactRow.id.in_(ids)).order_by(FactRow.id))
    for row in rows.all():
        kind, listeners = _listened[row.kind]
        for listener in listeners:
            try:
                listener(kind(actor_id=row.actor_id, **row.detail))
            except Exception:
                log.exception("a listener failed", fact=row.kind, detail=row.detail)


FACTS = heralding.Tail(FactRow.id, pass_on, lambda: FactRow.kind.in_(list(_listened)))


def present_state(dialect: str) -> ColumnElement[str]:
    """An expression that differs whenever what can be read may differ.

    Every change records a fact. SQLite has one writer at a time, so the last fact says it all; with
    several writers facts are not committed in the order of their numbers, and PostgreSQL's snapshot
    says which transactions are seen.
    """
    last = cast(select(func.coalesce(func.max(FactRow.id), 0)).scalar_subquery(), String)
    if dialect != "postgresql":
        return last
    # The snapshot does not see what the present transaction itself wrote; the last fact does.
    return cast(func.pg_current_snapshot(), String) + "/" + last
