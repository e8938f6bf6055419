"""A table on its way out of the house: as CSV for a spreadsheet, as JSON for a program. Pure.

What is withheld is marked as such in both, so that nobody takes it for nothing. A text that a spreadsheet
would take for a formula is disarmed by an apostrophe; a number is written as a number. Below the rows
of a CSV, after an empty line, stands what each column means.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from essp.core.i18n import Message
from essp.stats.shown import Withheld
from essp.stats.withholding import LEAST

ARMED = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
MARK = "\ufeff"  # by which Excel knows UTF-8


@dataclass(frozen=True)
class Hidden:
    """A cell that is withheld, why, and how many people would have to stand behind it."""

    why: Withheld
    least: int = LEAST


Cell = str | int | float | bool | date | datetime | Message | Hidden | None


@dataclass(frozen=True)
class Column:
    """A column: its name for programs, for people, and what stands in it."""

    key: str
    label: Message
    meaning: Message


@dataclass(frozen=True)
class Sheet:
    """A table with what it is about; a row has a cell for each column."""

    name: str
    title: Message
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    about: Mapping[str, Cell] = field(default_factory=dict)


def as_csv(sheet: Sheet, *, comma: bool = False, mark: bool = False) -> str:
    """The table as CSV (RFC 4180): with `comma` as spreadsheets in Dutch read it, decimals with a comma
    and columns parted by semicolons; with `mark` as Excel knows it to be UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow(_disarmed(str(each.label)) for each in sheet.columns)
    for row in sheet.rows:
        writer.writerow(_written(cell, comma=comma) for cell in row)
    writer.writerow(())
    for each in sheet.columns:
        writer.writerow((_disarmed(str(each.label)), _disarmed(str(each.meaning))))
    for name, value in sheet.about.items():
        writer.writerow((_disarmed(name), _written(value, comma=comma)))
    return (MARK if mark else "") + out.getvalue()


def as_json(sheet: Sheet) -> str:
    """The table as JSON: rows as objects, with `withheld` naming the cells that are and why."""
    keys = [each.key for each in sheet.columns]
    told = {
        "table": sheet.name,
        "title": str(sheet.title),
        "about": {name: _plain(value) for name, value in sheet.about.items()},
        "columns": [
            {"key": each.key, "label": str(each.label), "meaning": str(each.meaning)}
            for each in sheet.columns
        ],
        "rows": [_object(keys, row) for row in sheet.rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _object(keys: Sequence[str], row: Sequence[Cell]) -> dict[str, Any]:
    told: dict[str, Any] = {key: _plain(cell) for key, cell in zip(keys, row, strict=True)}
    hidden = {
        key: cell.why.value for key, cell in zip(keys, row, strict=True) if isinstance(cell, Hidden)
    }
    return told | ({"withheld": hidden} if hidden else {})


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Hidden):
        return None
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if cell is None or isinstance(cell, int | float | bool) else str(cell)


def _written(cell: Cell, *, comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Hidden):
        marks = {Withheld.FEW: f"<{cell.least}", Withheld.NOTHING: "\N{EM DASH}"}
        return marks.get(cell.why, cell.why.value)
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, int | float):
        told = repr(round(cell, 6)) if isinstance(cell, float) else str(cell)
        return told.replace(".", ",") if comma else told
    if isinstance(cell, date):
        return cell.isoformat()
    return _disarmed(str(cell))


def _disarmed(text: str) -> str:
    """A text that no spreadsheet takes for a formula, whatever blanks stand before it."""
    bare = text.lstrip(" \u00a0\u200b\ufeff")
    return f"'{text}" if text.startswith(ARMED) or bare.startswith(ARMED) else text
