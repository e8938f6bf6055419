"""What carries topics. The parts above topics say here which of their things do.

Topics know nothing of pages and discussions, but who may know of a topic depends on them: each kind
of thing gives the uses that an actor may read, as SQL, and the application puts it on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import ColumnElement, Select, func, select

from essp.core.db import session
from essp.people.models import Person
from essp.topics.models import Topic

Carried = Callable[[Person | None], Select[int, int, bool]]
_kinds: dict[str, Carried] = {}


class KindTakenError(RuntimeError):
    """Two parts want to say what the same kind of thing carries."""


def tell(kind: str, carried: Carried) -> None:
    """Let a kind of thing carry topics, such as `pages`.

    `carried` gives topic, thing and whether the thing is in use (what is archived is not counted),
    for those that the actor may read. Telling it again changes nothing; another function for the
    same kind raises KindTakenError.
    """
    if _kinds.setdefault(kind, carried) is not carried:
        raise KindTakenError(f"it is said already what {kind} carry")


def seen_by(actor: Person | None) -> list[ColumnElement[bool]]:
    """Conditions on Topic, one for each kind: the actor may read something that carries it."""
    each = [carried(actor) for carried in _kinds.values()]
    return [
        one.where(one.selected_columns[0] == Topic.id).correlate(Topic).exists() for one in each
    ]


def counts(
    actor: Person | None, kind: str, topics: Collection[int] | None = None
) -> dict[int, int]:
    """How many things in use of a kind the actor may read, by the id of the topic they carry.

    Of all topics or of these. What carries a merged topic counts for the one it stands for.
    """
    if kind not in _kinds:
        return {}
    found = _kinds[kind](actor).subquery()
    stands_for = func.coalesce(Topic.merged_into_id, Topic.id)
    counted = (
        select(stands_for, func.count(found.c[1].distinct()))
        .join(found, found.c[0] == Topic.id)
        .where(found.c[2])
        .group_by(stands_for)
    )
    if topics is not None:
        same = Topic.id.in_(topics) | Topic.merged_into_id.in_(topics)
        counted = counted.where(same)
    return {row[0]: row[1] for row in session().execute(counted)}
