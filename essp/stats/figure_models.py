"""What was measured: one figure for each measure, scope and day, and which days are filled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base


class Figure(Base):
    """What a measure said of a scope at the end of a day, as it was known when that day was filled.

    `scope` is site, space, department or topic, `key` which one: the id of the space or topic as text, the
    name of the department, empty for the site. `value` is None of nothing. `n` is the base (questions,
    searches, people), `people` how many different people stand behind it, by which it is withheld where
    they are too few. `low` and `high` bound what chance may do. `parts` holds what it is made of: a curve,
    rows by kind, ids of things; see the measure. `version` is a hash of what was asked.
    """

    __tablename__ = "figure"
    __table_args__ = (Index("ix_figure_measure", "measure", "scope", "key", "day"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(12), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    measure: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[float | None]
    n: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)
    low: Mapped[float | None]
    high: Mapped[float | None]
    parts: Mapped[Any] = mapped_column(JSON, default=dict)
    version: Mapped[str] = mapped_column(String(12), default="")


class FilledDay(Base):
    """A step of filling a day is done: which one, when, and how many rows it made."""

    __tablename__ = "filled_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime]
    rows: Mapped[int] = mapped_column(default=0)


class SpacePhase(Base):
    """In which phase a space is on a day, by conditions that held for long enough.

    `phase` is what is shown, `reached` what the conditions of that day alone say, `streak` for how many
    days in a row they say so. `conditions` holds each with its value, its threshold and whether it held.
    """

    __tablename__ = "space_phase"

    day: Mapped[date] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    phase: Mapped[str] = mapped_column(String(16))
    reached: Mapped[str] = mapped_column(String(16))
    streak: Mapped[int] = mapped_column(default=1)
    falling: Mapped[bool] = mapped_column(default=False)
    conditions: Mapped[Any] = mapped_column(JSON, default=list)
