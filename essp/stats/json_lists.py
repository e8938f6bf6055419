"""The members of a list that is kept as JSON, as rows, on either database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class each_of(GenericFunction[Any]):  # noqa: N801 - named as in SQL
    """`json_each` on SQLite, `json_array_elements_text` on PostgreSQL; both call their column `value`."""

    name = "json_each"
    inherit_cache = True


@compiles(each_of, "postgresql")
def _of_postgresql(element: each_of, compiler: Any, **values: Any) -> str:
    return f"json_array_elements_text({compiler.process(element.clauses, **values)})"


def members(column: Any) -> tuple[Any, ColumnElement[int]]:
    """What to join, on nothing, and the whole number that each row of it is."""
    found = func.json_each(column, type_=None).table_valued("value", joins_implicitly=True)
    return found, cast(found.c.value, Integer)
