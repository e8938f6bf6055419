"""JSON made by the database, as SQLite and PostgreSQL each call it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func


@dataclass(frozen=True)
class Json:
    """The words of one dialect for lists of rows and of columns."""

    dialect: str

    def array(self, *columns: Any) -> ColumnElement[Any]:
        """The columns of a row as a JSON array."""
        if self.dialect == "postgresql":
            return func.json_build_array(*columns)
        return func.json_array(*columns)

    def list(self, each: ColumnElement[Any]) -> ColumnElement[Any]:
        """One JSON array of all rows, in no order; an empty one for none."""
        if self.dialect == "postgresql":
            return func.coalesce(func.json_agg(each), func.json_build_array())
        return func.json_group_array(each)

    def text(self, value: ColumnElement[Any]) -> ColumnElement[str]:
        """The JSON as the driver hands it over: unread."""
        return cast(value, Text)
