"""What an organisation wants to know of its people beyond what every profile has: fields of its own."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base


class Kind(Enum):
    """What can be answered to a field."""

    TEXT = "text"
    LONG_TEXT = "long text"
    CHOICE = "choice"
    CHOICES = "choices"
    DAY = "day"
    LINK = "link"
    PHONE = "phone"


class Audience(Enum):
    """Who may see an answer, beside the person it is about. Administrators see every one."""

    EVERYONE = "everyone"
    DEPARTMENT = "department"
    ADMINISTRATORS = "administrators"


class Hand(Enum):
    """Who may change an answer: the person, administrators, or only where people sign in from."""

    PERSON = "person"
    ADMINISTRATORS = "administrators"
    SOURCE = "source"


class ProfileField(Base):
    """A field of every profile. A retired one is asked and shown no more; its answers are kept.

    `choices` holds what can be chosen: a key, and the words in both languages.
    """

    __tablename__ = "profile_field"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(10), unique=True)
    name_en: Mapped[str] = mapped_column(String(80))
    name_nl: Mapped[str] = mapped_column(String(80))
    hint_en: Mapped[str] = mapped_column(String(200), default="")
    hint_nl: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[str] = mapped_column(String(20))
    choices: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    audience: Mapped[str] = mapped_column(String(20))
    hand: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    def name(self, language: str) -> str:
        """What the field is called in a language."""
        return (self.name_nl if language == "nl" else self.name_en) or self.name_en or self.name_nl

    def hint(self, language: str) -> str:
        """A sentence that says what to write, or nothing."""
        return (self.hint_nl if language == "nl" else self.hint_en) or self.hint_en or self.hint_nl


class FieldAnswer(Base):
    """What stands in a field of one person: a text, a key, a list of keys, or `11-28` for a day."""

    __tablename__ = "field_answer"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    field_id: Mapped[int] = mapped_column(
        ForeignKey("profile_field.id"), primary_key=True, index=True
    )
    value: Mapped[Any] = mapped_column(JSON)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    field: Mapped[ProfileField] = relationship(lazy="raise")


class SourcedField(Base):
    """A field that every profile has from the start comes from where people sign in."""

    __tablename__ = "sourced_field"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    since: Mapped[datetime]


class FormerHandle(Base):
    """A handle that nobody may be known by any more, as a digest: who bore it was made anonymous."""

    __tablename__ = "former_handle"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
