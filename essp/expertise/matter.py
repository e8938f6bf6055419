"""What was found about what was asked, and what each person has to do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Piece:
    """A page or a thread as a line of evidence names it; `weight` is how well it fits, 0 to 1."""

    id: int
    title: str
    path: str
    weight: float
    at: datetime


@dataclass(frozen=True)
class Matter:
    """The pages and threads about what was asked that the actor may open, by id.

    `sections` are those of the pages that say it, by the id of the work; a page without any counts
    as a whole. `topics` are the topics that the words name, those below and those merged into them.
    """

    pages: Mapping[int, Piece] = field(default_factory=dict)
    threads: Mapping[int, Piece] = field(default_factory=dict)
    topics: frozenset[int] = frozenset()
    sections: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Deed:
    """One thing that somebody did: on which piece, when, how much of it (words, people, times)."""

    piece: Piece
    at: datetime
    amount: int = 1
    path: str = ""

    @property
    def address(self) -> str:
        """Where it is seen."""
        return self.path or self.piece.path


@dataclass
class Facts:
    """What one person has to do with the matter; `total` words stand on all its pages."""

    wrote: list[Deed] = field(default_factory=list)
    changed: list[Deed] = field(default_factory=list)
    answered: list[Deed] = field(default_factory=list)
    accepted: list[Deed] = field(default_factory=list)
    helpful: list[Deed] = field(default_factory=list)
    became: list[Deed] = field(default_factory=list)
    endorsed: list[Deed] = field(default_factory=list)
    owns: list[Deed] = field(default_factory=list)
    verified: list[Deed] = field(default_factory=list)
    reviewed: list[Deed] = field(default_factory=list)
    named: list[Deed] = field(default_factory=list)
    thanked: list[Deed] = field(default_factory=list)
    declared: str = ""
    total: int = 0

    @property
    def words(self) -> int:
        """Words of theirs that stand on these pages."""
        return sum(deed.amount for deed in self.wrote)

    @property
    def share(self) -> float:
        """Their part of all words that stand there, 0 to 1."""
        return self.words / self.total if self.total else 0.0

    @property
    def deeds(self) -> list[Deed]:
        """All that they did, of every kind."""
        return [
            *self.wrote, *self.changed, *self.answered, *self.accepted, *self.helpful,
            *self.became, *self.endorsed, *self.owns, *self.verified, *self.reviewed,
            *self.named, *self.thanked,
        ]  # fmt: skip

    @property
    def shown(self) -> bool:
        """Whether any work shows it, so that it is more than said."""
        return any(
            (
                self.wrote, self.changed, self.answered, self.accepted, self.helpful, self.became,
                self.endorsed, self.owns, self.verified, self.reviewed, self.named, self.thanked,
            )
        )  # fmt: skip

    @property
    def last_at(self) -> datetime | None:
        """When they did something last."""
        own = (*self.changed, *self.answered, *self.accepted, *self.verified, *self.reviewed,
               *self.became)  # fmt: skip
        return max((deed.at for deed in own), default=None)
