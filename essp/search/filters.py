"""Filters beside a question: one kind, space, author, topic and time at most, each in the address.

What is typed stays as typed; filters are told by addresses (`space=operations`, `author=femke`), so
that they can be shared, and mean nothing to who may not know of what they name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Literal, cast

from essp.search.documents import KINDS, TEMPLATE_MARK, author_mark, topic_mark
from essp.search.query import Filter, Query

Name = Literal["kind", "space", "author", "topic", "changed"]
NAMES: tuple[Name, ...] = ("kind", "space", "author", "topic", "changed")
PERIODS = {"week": timedelta(days=7), "month": timedelta(days=31), "year": timedelta(days=366)}
LONGEST = 120


@dataclass(frozen=True)
class Filters:
    """What was chosen; empty where nothing was."""

    kind: str = ""
    space: str = ""
    author: str = ""
    topic: str = ""
    changed: str = ""

    def chosen(self) -> dict[Name, str]:
        """The filters in use, by name, as they stand in an address."""
        found = {cast(Name, each.name): str(getattr(self, each.name)) for each in fields(self)}
        return {name: value for name, value in found.items() if value}

    def having(self, name: Name, value: str) -> Filters:
        """These filters and this one, in place of another of its name; empty takes it away."""
        return replace(self, **{name: value})


def filters_of(values: Mapping[str, str]) -> Filters:
    """The filters of an address; kinds and times that do not exist are left out."""
    told = {name: values.get(name, "").strip()[:LONGEST] for name in NAMES}
    if told["kind"] not in KINDS:
        told["kind"] = ""
    if told["changed"] not in PERIODS:
        told["changed"] = ""
    return Filters(**{str(name): value for name, value in told.items()})


@dataclass(frozen=True)
class Meant:
    """The ids that filters name for one reader; 0 for what they may not know of."""

    space_id: int | None = None
    author_id: int | None = None
    topic_id: int | None = None


def narrowed(query: Query, filters: Filters, meant: Meant, today: date) -> Query:
    """The query with the filters as conditions, of templates alone or without them."""
    more: list[Filter] = []
    if filters.kind:
        more.append(Filter("kind", filters.kind))
    if meant.space_id is not None:
        more.append(Filter("space", str(meant.space_id or "-")))
    if meant.author_id is not None:
        more.append(Filter("mark", author_mark(meant.author_id)))
    if meant.topic_id is not None:
        more.append(Filter("mark", topic_mark(meant.topic_id)))
    after = query.after
    if filters.changed:
        since = today - PERIODS[filters.changed]
        after = max(after or since, since)
    asked = replace(query, filters=(*query.filters, *more), after=after)
    if asked.is_empty:
        return asked
    kept = Filter("mark", TEMPLATE_MARK, without=not query.templates)
    return replace(asked, filters=(*asked.filters, kept))
