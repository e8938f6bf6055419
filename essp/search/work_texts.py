"""The words of pieces of work: what an index by which people are found is told, and what it finds.

A piece of work is a row somewhere else, known here by its id. Its words come in one or several texts:
its own, and for each person who is named or thanked in it those around their name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from essp.search.documents import space_gate

WorkKind = Literal["edit", "section", "post", "named", "thanked"]
WORK_KINDS: tuple[WorkKind, ...] = ("edit", "section", "post", "named", "thanked")


@dataclass(frozen=True)
class WorkText:
    """One text of a piece of work. `person_id` is who is named or thanked in it, else 0.

    `title` says where it stands (page and headings, thread); only readers of `space_id` find it.
    `language` is `en`, `nl` or empty.
    """

    kind: WorkKind
    work_id: int
    space_id: int
    title: str
    text: str
    language: str = ""
    person_id: int = 0

    @property
    def key(self) -> str:
        """What tells it from all others."""
        return f"{self.kind}:{self.work_id}:{self.person_id}"

    @property
    def gate(self) -> str:
        """The one word in the index by which access is decided."""
        return space_gate(self.space_id)


@dataclass(frozen=True)
class Fitting:
    """A text that was found: of which piece of work, around which person (or 0), and how well it fits.

    `fit` is above 0, and only compares texts of one kind found by one question. `covers` is which part
    of what was asked it speaks of, 0 to 1: rare words are a larger part, one that occurs nowhere the largest.
    """

    work_id: int
    person_id: int
    fit: float
    covers: float = 1.0
