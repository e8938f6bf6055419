"""What happens to what owners and readers say of a page. Facts hold ids and no words."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class PageVerified(Fact):
    """An owner vouched for a revision of a page, or saw it."""

    page_id: int
    space_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class OwnerReminded(Fact):
    """A reader asked the owners of an overdue page to look at it."""

    page_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class SentenceClaimed(Fact):
    """An owner marked a sentence as true until a day or as long as something stays as it is.

    It is recorded again when they looked at it, and when they took the mark off.
    """

    claim_id: int
    page_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class ClaimFlagged(Fact):
    """What a marked sentence depends on changed, or the sentence is gone."""

    claim_id: int
    page_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class SentenceDoubted(Fact):
    """A reader doubts a sentence."""

    doubt_id: int
    page_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class DoubtAnswered(Fact):
    """An owner said what became of a doubt."""

    doubt_id: int
    page_id: int
    space_id: int


@dataclass(frozen=True, kw_only=True)
class GuardStepped(Fact):
    """A guard took a step because of its queue: announce, call off, down or up."""

    protection_id: int
    page_id: int
    space_id: int
    step: str


@dataclass(frozen=True, kw_only=True)
class HandoverOpened(Fact):
    """What somebody owns is to go to somebody else: `to_id`, or whoever fits."""

    space_id: int
    handover_id: int
    to_id: int | None


@dataclass(frozen=True, kw_only=True)
class HandoverDecided(Fact):
    """It was accepted, declined, withdrawn, or left to the owners of the space."""

    space_id: int
    handover_id: int


@dataclass(frozen=True, kw_only=True)
class TrustEarned(Fact):
    """Somebody earned the right to publish on a topic."""

    right_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class TrustRevoked(Fact):
    """The right to publish on a topic was taken back."""

    right_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class LeftWithoutOwner(Fact):
    """Nobody owns a page or a space any more, not even the owners of the space: they are all gone."""

    space_id: int
    page_id: int | None
    handover_id: int


@dataclass(frozen=True, kw_only=True)
class CheckAsked(Fact):
    """Who decides on a proposal asked a colleague to check it."""

    proposal_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class CheckAnswered(Fact):
    """Who was asked to check a proposal answered."""

    proposal_id: int
    person_id: int
