"""What happens to spaces."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class SpaceCreated(Fact):
    """A space was started."""

    space_id: int


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(Fact):
    """Its name, purpose, rules, address or language changed."""

    space_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SpaceAccessChanged(Fact):
    """Who may know of it or read it changed; everything shown from it must be asked again."""

    space_id: int
    access: str


@dataclass(frozen=True, kw_only=True)
class MemberAdded(Fact):
    """A person became a member: joined, was added, or was let in."""

    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MemberRemoved(Fact):
    """A person is no longer a member: left or was taken off."""

    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class OwnerAppointed(Fact):
    """A person became knowledge owner of a space."""

    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class OwnerReleased(Fact):
    """A person is no longer knowledge owner of a space."""

    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class StewardAsked(Fact):
    """A person or a group was asked to own a page, a branch or a space, or to be its deputy."""

    space_id: int
    stewardship_id: int


@dataclass(frozen=True, kw_only=True)
class StewardAccepted(Fact):
    """They agreed: from now on it counts."""

    space_id: int
    stewardship_id: int


@dataclass(frozen=True, kw_only=True)
class StewardEnded(Fact):
    """They own it no longer, or never did: `why` as it is kept with the stewardship."""

    space_id: int
    stewardship_id: int
    why: str


@dataclass(frozen=True, kw_only=True)
class OwnerGroupChanged(Fact):
    """A group of owners was made, renamed or ended, or somebody came into it or went."""

    space_id: int
    group_id: int


@dataclass(frozen=True, kw_only=True)
class OwnerGroupAsked(Fact):
    """Somebody was asked to belong to a group of owners."""

    space_id: int
    group_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ChampionAppointed(Fact):
    """A person helps newcomers in a space."""

    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class ChampionReleased(Fact):
    """A person helps newcomers in a space no longer."""

    space_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class EntryRequested(Fact):
    """Somebody asked to be let into a space."""

    space_id: int
    request_id: int


@dataclass(frozen=True, kw_only=True)
class EntryDecided(Fact):
    """A request to be let in was accepted or declined."""

    space_id: int
    request_id: int
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class SiteRulesChanged(Fact):
    """The rules of the whole site have a new version, of this number."""

    number: int
