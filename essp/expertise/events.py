"""What happened around finding and asking people."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class KnowledgeStood(Fact):
    """Somebody decided about a topic of theirs, or how they let themselves be found."""

    person_id: int
    topic_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Endorsed(Fact):
    """Somebody vouched for another with a piece of work, or took that back."""

    endorsement_id: int
    person_id: int
    topic_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionRouted(Fact):
    """A question was brought to somebody: now or in a later wave."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationAnswered(Fact):
    """Who was invited said: not me, not now, or somebody else. The asker is not told."""

    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class PrivatelyAsked(Fact):
    """A private question, or a further message of one."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class WishMet(Fact):
    """There is something about what somebody had looked for in vain: they are told once."""

    wish_id: int


@dataclass(frozen=True, kw_only=True)
class FinderSwitched(Fact):
    """The organisation switched finding people by their work on or off."""

    on: bool
