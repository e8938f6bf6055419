"""What is kept of somebody's first steps: whether they put the guide away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from essp.core.db import Base


class FirstSteps(Base):
    """Somebody put the guide of their first steps away, or took it up again: then `away_at` is empty.

    What they did of it is not kept here: it is what really happened.
    """

    __tablename__ = "first_steps"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    away_at: Mapped[datetime | None]
    at: Mapped[datetime]
