"""People, their sign-ins and the secrets that let them in. Secrets are kept only as hashes."""

from __future__ import annotations

import zlib
from datetime import date, datetime
from enum import Enum

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from essp.core.db import Base
from essp.people.sorting import languages_key_of_row, sort_key_of_row

# Letters in the order of their codes on every database, so that the register reads the same.
ORDERED = String(200).with_variant(String(200, collation="C"), "postgresql")


class Role(Enum):
    """What a person may do on the whole site. Knowledge ownership is not a role but a relation."""

    MEMBER = "member"
    COMMUNITY_MANAGER = "community manager"
    ADMINISTRATOR = "administrator"


class Person(Base):
    """Somebody. Without `joined_at` the person is known (from an import) but never signed in.

    `name_key` folds case, width and look-alike letters, so that no two people can be mistaken for
    each other; imported namesakes carry a suffix in it. `sort_key` is the name in the order of a
    register, `speaks_key` the languages as the directory looks for them. `hours` holds the working
    days (0: Monday) with the hours, such as `{"0": "09:00-17:00"}`; an empty text means the day alone.
    The absence includes both its days. Who was made anonymous keeps only what others built on.
    An account that is the `same_as` another since some moment is closed and leads there; the other is
    never one that leads on.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_left_at_sort_key", "left_at", "sort_key"),
        Index("ix_person_joined_at", "joined_at"),
        # What the directory can be narrowed by is read from these alone.
        Index("ix_person_left_at_department", "left_at", "department"),
        Index("ix_person_left_at_location", "left_at", "location"),
        Index("ix_person_left_at_speaks_key", "left_at", "speaks_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(200), unique=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    role: Mapped[str] = mapped_column(String(30), default=Role.MEMBER.value)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    job_title: Mapped[str] = mapped_column(String(120), default="")
    department: Mapped[str] = mapped_column(String(120), default="", index=True)
    location: Mapped[str] = mapped_column(String(120), default="")
    speaks: Mapped[list[str]] = mapped_column(JSON, default=list)
    about: Mapped[str] = mapped_column(Text, default="")
    ask_me_about: Mapped[list[str]] = mapped_column(JSON, default=list)
    picture: Mapped[str | None] = mapped_column(String(80))
    language: Mapped[str | None] = mapped_column(String(5))
    theme: Mapped[str] = mapped_column(String(10), default="")
    shortcuts: Mapped[bool] = mapped_column(default=True)
    reads: Mapped[str] = mapped_column(String(10), default="", server_default="")
    created_at: Mapped[datetime]
    invited_at: Mapped[datetime | None]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    sort_key: Mapped[str] = mapped_column(ORDERED, default=sort_key_of_row, server_default="")
    speaks_key: Mapped[str] = mapped_column(
        String(300), default=languages_key_of_row, server_default="", index=True
    )
    working_on: Mapped[str] = mapped_column(Text, default="", server_default="")
    time_zone: Mapped[str] = mapped_column(String(60), default="", server_default="")
    hours: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    anonymous_at: Mapped[datetime | None]
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    same_since: Mapped[datetime | None]

    # What Flask-Login asks of whoever is signed in.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Flask-Login's name for `active`."""
        return self.active

    def get_id(self) -> str:
        """Flask-Login's id; the sign-in itself is found by its own token."""
        return str(self.id)

    @property
    def tint(self) -> int:
        """Which of the six monogram tints: 1 to 6, the same for ever."""
        return zlib.crc32(self.handle.encode()) % 6 + 1

    @property
    def monogram(self) -> str:
        """First letters of the first and last word of the name."""
        words = [word for word in self.name.split() if word[:1].isalnum()] or [self.handle]
        letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
        return letters.upper()

    @property
    def picture_url(self) -> str | None:
        """Where the picture is served, or None."""
        return f"/people/{self.handle}/picture/{self.picture}" if self.picture else None

    @property
    def unclaimed(self) -> bool:
        """Known from an import; nobody has signed in as this person yet."""
        return self.joined_at is None

    @property
    def active(self) -> bool:
        """May sign in: has joined and has not left."""
        return self.joined_at is not None and self.left_at is None

    def has_role(self, role: str) -> bool:
        """Whether the person holds this role; an administrator holds every role."""
        return self.role in {role, Role.ADMINISTRATOR.value}


class PersonEmail(Base):
    """A further address of a person, under which imported work was done."""

    __tablename__ = "person_email"

    email: Mapped[str] = mapped_column(String(254), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class SignIn(Base):
    """One browser in which a person is signed in; ended by the person, by time or by a new password."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_person", "person_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(60), default="")

    person: Mapped[Person] = relationship(lazy="raise")


class Purpose(Enum):
    """What a one-time link is for."""

    SETUP = "setup"
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - the name of a purpose


class OneTimeLink(Base):
    """A link that works once and not for ever: first set-up, invitation, new password."""

    __tablename__ = "one_time_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiToken(Base):
    """A secret by which a program acts as a person."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    label: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")
