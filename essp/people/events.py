"""What happens to people."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Fact):
    """An account came to life: by invitation, first set-up or taking over imported work."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Fact):
    """A profile was changed."""

    person_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonLeft(Fact):
    """An account was closed; what the person wrote stays, under their name."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class SamePersonSaid(Fact):
    """An account was said to be the same person as the one that is kept."""

    person_id: int
    kept_id: int


@dataclass(frozen=True, kw_only=True)
class SamePersonTakenBack(Fact):
    """It was taken back that an account is the same person as the other."""

    person_id: int
    kept_id: int


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Fact):
    """A person was given another role on the whole site."""

    person_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Fact):
    """Somebody was invited by mail."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Fact):
    """A password was set; every other sign-in of the person ended with it."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class SignedIn(Fact):
    """A person signed in with a password."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class ApiTokenMade(Fact):
    """A secret was made by which a program acts as a person."""

    person_id: int
    token_id: int


@dataclass(frozen=True, kw_only=True)
class ProfileFieldChanged(Fact):
    """A field of every profile was added, changed, moved, retired or brought back."""

    field_id: int
    what: str


@dataclass(frozen=True, kw_only=True)
class CommonFieldsChanged(Fact):
    """It was said which fields of every profile come from where people sign in: now `sourced`."""

    sourced: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PersonForgotten(Fact):
    """A person was made anonymous: what others built on stays, nothing says who it was."""

    person_id: int
