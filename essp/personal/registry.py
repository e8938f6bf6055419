"""The register of what is kept about people: every column of a table that points at a person.

Each is either handed out to the person it points at, or spared from that with a reason. A test of the
house walks all tables, so that nothing new is kept about anybody without being told here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from essp.core.db import Base, session
from essp.core.i18n import Message
from essp.people.models import Person

Row = dict[str, Any]
Reader = Callable[[Person], Iterable[Row]]


@dataclass(frozen=True)
class Kept:
    """A kind of thing that is kept about people.

    `name` is that of its file, `why` what it is kept for, `columns` those that point at a person
    (`draft.person_id`), `rows` reads what is the person's own. `forgotten` says that it is gone when
    the person is made anonymous; what is not stays as the work of a former colleague.
    """

    name: str
    title: Message
    why: Message
    columns: tuple[str, ...]
    rows: Reader
    forgotten: bool = False


@dataclass(frozen=True)
class Spared:
    """A column that points at a person and is not handed out, with the reason."""

    column: str
    reason: str


def rows_of(column: str, *fields: str, limit: int | None = None) -> Reader:
    """Read the rows in which `table.column` is the person, with these fields of theirs."""
    table_name, _dot, name = column.partition(".")

    def read(person: Person) -> Iterable[Row]:
        table = Base.metadata.tables[table_name]
        found = select(*(table.c[field] for field in fields)).where(table.c[name] == person.id)
        rows = session().execute(found.order_by(*table.primary_key.columns).limit(limit))
        return [plain(row._mapping) for row in rows]

    return read


def plain(row: Mapping[Any, Any]) -> Row:
    """A row as JSON can hold it: moments and days as they are written, empty values left out."""
    return {str(name): _plain(value) for name, value in row.items() if value not in (None, "")}


def columns_that_point_at_people() -> set[str]:
    """Every column of every table that is a foreign key to a person."""
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.target_fullname == "person.id" for key in column.foreign_keys)
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
