"""Generated histories of a page in which the true author of every word is known.

A text is a list of paragraphs of written words; each knows who wrote it in which revision. Authors
insert, delete, replace and move; they revert to any earlier revision, restore single paragraphs of
it, blank the page, and merge what two of them did at the same time. A share of the words can be frequent ones, which occur again
and again, as the articles and prepositions of a real text do.
"""

import random
from dataclasses import dataclass, field
from typing import NamedTuple

from essp.core.text.passages import Credit


class Written(NamedTuple):
    word: str
    credit: Credit


Page = list[list[Written]]
FREQUENT = (
    "the",
    "of",
    "to",
    "and",
    "a",
    "in",
    "is",
    "for",
    "that",
    "on",
    "with",
    "as",
    "it",
    "by",
)


def text_of(page: Page) -> str:
    return "\n\n".join(" ".join(written.word for written in words) for words in page if words)


def truth_of(page: Page) -> list[Credit]:
    return [written.credit for words in page for written in words]


@dataclass
class History:
    """One page over many revisions; ``revisions[n - 1]`` is the page as saved in revision n.

    ``frequent`` is the share (0 to 1) of written words that are frequent ones.
    """

    chance: random.Random
    authors: int = 5
    frequent: float = 0
    revisions: list[Page] = field(default_factory=list)
    savers: list[int] = field(default_factory=list)

    def save(self, page: Page, author: int) -> None:
        self.revisions.append([words for words in page if words])
        self.savers.append(author)

    @property
    def present(self) -> Page:
        return self.revisions[-1] if self.revisions else []

    def fresh(self, author: int, count: int, revision: int | None = None) -> list[Written]:
        number = revision or len(self.revisions) + 1
        return [Written(self.word(), Credit(author, number)) for _ in range(count)]

    def word(self) -> str:
        if self.frequent and self.chance.random() < self.frequent:
            return self.chance.choice(FREQUENT)
        return f"w{self.chance.randrange(10**12):x}"

    def step(self) -> None:
        author = self.chance.randrange(self.authors)
        kinds = ["edit"] * 8 + ["move"] * 3 + ["revert"] * 2 + ["restore"] * 2 + ["merge"] * 2
        kind = self.chance.choice([*kinds, "blank"])
        if len(self.present) < 3:
            kind = self.chance.choice(["grow", "revert"]) if self.revisions else "grow"
        page = getattr(self, kind)(author)
        if text_of(page) != text_of(self.present) or not self.revisions:
            self.save(page, author)

    def grow(self, author: int) -> Page:
        page = [*self.present]
        for _ in range(self.chance.randrange(3, 7)):
            page.append(self.fresh(author, self.chance.randrange(8, 30)))
        return page

    def edit(self, author: int) -> Page:
        page = self.present
        for _ in range(self.chance.randrange(1, 4)):
            page = self.edited(page, author, self.chance.randrange(len(page)))
        return page

    def edited(self, page: Page, author: int, number: int, revision: int | None = None) -> Page:
        words = [*page[number]]
        kind = self.chance.choice(["insert", "delete", "replace", "paragraph", "drop"])
        if kind == "paragraph":
            new = self.fresh(author, self.chance.randrange(6, 25), revision)
            return [*page[:number], new, *page[number:]]
        if kind == "drop" and len(page) > 3:
            return [*page[:number], *page[number + 1 :]]
        at = self.chance.randrange(len(words) + 1)
        gone = 0 if kind == "insert" else self.chance.randrange(1, 4)
        count = 0 if kind == "delete" else self.chance.randrange(1, 4)
        words[at : at + gone] = self.fresh(author, count, revision)
        return [words if at == number else other for at, other in enumerate(page)]

    def move(self, author: int) -> Page:
        page = [*self.present]
        long = [at for at, words in enumerate(page) if len(words) > 4]
        if not long:
            return page
        moved = page.pop(self.chance.choice(long))
        page.insert(self.chance.randrange(len(page) + 1), moved)
        if self.chance.random() < 0.3:
            return self.edited(page, author, self.chance.randrange(len(page)))
        return page

    def revert(self, author: int) -> Page:
        return self.chance.choice(self.revisions)

    def restore(self, author: int) -> Page:
        """A paragraph of an earlier revision comes back, unless its words are present."""
        page = self.present
        present = {written for words in page for written in words}
        earlier = self.chance.choice(self.revisions)
        lost = [words for words in earlier if len(words) > 4 and present.isdisjoint(words)]
        if not lost:
            return page
        at = self.chance.randrange(len(page) + 1)
        return [*page[:at], self.chance.choice(lost), *page[at:]]

    def blank(self, author: int) -> Page:
        return []

    def merge(self, author: int) -> Page:
        """Another author saves an edit of one paragraph while this one edits another."""
        mine, theirs = self.chance.sample(range(len(self.present)), 2)
        other = (author + 1) % self.authors
        base = self.present
        merged = self.in_place(base, other, theirs)
        self.save(merged, other)
        return self.in_place(merged, author, mine)

    def in_place(self, page: Page, author: int, number: int) -> Page:
        words = [*page[number]]
        at = self.chance.randrange(len(words) + 1)
        words[at : at + self.chance.randrange(3)] = self.fresh(author, self.chance.randrange(1, 5))
        return [words if at == number else other for at, other in enumerate(page)]
