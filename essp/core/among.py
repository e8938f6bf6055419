"""Asking for many ids at once, at the price of one.

`column.in_(ids)` gives each id a place and a name of its own, with every question anew: for a thousand of
them that takes longer than the answer. Here all of them are one value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, SQLColumnExpression, String, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class Ids(TypeDecorator[list[int]]):
    """Whole numbers as one value: an array where the database has them, else JSON."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """What it is on this database."""
        return dialect.type_descriptor(
            ARRAY(BigInteger()) if dialect.name == "postgresql" else String()
        )

    def process_bind_param(self, value: list[int] | None, dialect: Dialect) -> Any:
        """To the database."""
        return value if dialect.name == "postgresql" else json.dumps(value)


class _Among(FunctionElement[bool]):
    # Without a type: of a boolean one SQLite would be asked whether it is 1, and not use its indexes.
    name = "among"
    inherit_cache = True


def among(column: SQLColumnExpression[Any], ids: Iterable[int]) -> ColumnElement[bool]:
    """The condition that a column holds one of these ids. For a handful `in_` is as good."""
    return _Among(column, bindparam(None, sorted(ids), type_=Ids(), unique=True))


@compiles(_Among)
def _as_json(element: _Among, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608


@compiles(_Among, "postgresql")
def _as_array(element: _Among, compiler: Any, **options: Any) -> str:
    column, ids = (compiler.process(each, **options) for each in element.clauses)
    return f"{column} = ANY ({ids})"
