"""Who is named in a text: by handle, by the first part of an address, or by their full name.

A first name alone names nobody, and a passage with very many names is a list, which says nothing of
each of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from essp.search.words import words

MOST_IN_A_PASSAGE = 12
_HANDLE = re.compile(r"(?<![\w@])@([^\W_][\w.-]*[^\W_]|[^\W_])")
_PASSAGE = re.compile(r"\n[ \t]*\n+|\n(?=[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t])")
_SIGNED = re.compile(r"^\s*(?:co-authored-by|signed-off-by):.*$", re.IGNORECASE | re.MULTILINE)
_ROBOT = re.compile(
    r"\[bot\]|(?:^|[\s_-])bot$|^bot[\s_-]|github-actions|dependabot|rustbot|weblate", re.IGNORECASE
)


@dataclass(frozen=True)
class Called:
    """What somebody may be called by: id, name, handle, and the address of imported work or nothing."""

    id: int
    name: str
    handle: str
    address: str = ""

    @property
    def robot(self) -> bool:
        """Whether this is a program that writes under a name of its own."""
        local = self.address.partition("@")[0]
        return any(_ROBOT.search(each) for each in (self.name, self.handle, local))


class Names:
    """Everybody by what they are called. A name that two people have names neither."""

    def __init__(self, people: Iterable[Called], same: Mapping[int, int] | None = None) -> None:
        """`same` leads from an account to the one that is the same person."""
        self.same = same or {}
        self.robots: set[int] = set()
        self._handles: dict[str, int] = {}
        self._full: dict[tuple[str, ...], dict[tuple[str, ...], int | None]] = defaultdict(dict)
        for each in people:
            if each.robot:
                self.robots.add(each.id)
            else:
                self._take(each)

    def _take(self, each: Called) -> None:
        one = self.one(each.id)
        local = each.address.partition("@")[0].lower()
        for handle in (each.handle.lower(), local):
            if handle:
                self._handles.setdefault(handle, one)
        name = tuple(words(each.name))
        if len(name) >= 2:
            known = self._full[name[:2]]
            known[name] = one if known.get(name, one) == one else None

    def one(self, person: int) -> int:
        """The account by which somebody goes."""
        return self.same.get(person, person)

    def counts(self, person: int) -> bool:
        """Whether this is somebody, and no program."""
        return person not in self.robots

    def named_in(self, text: str) -> set[int]:
        """Everybody who is named in a text."""
        return {*self._by_handle(text), *self._by_name(text)}

    def thanked_in(self, reason: str) -> set[int]:
        """Everybody named in the reason of a change, but for who only signed it."""
        return self.named_in(_SIGNED.sub("", reason))

    def passages_naming(self, text: str) -> dict[int, str]:
        """By person the passages that name them; long lists of names count for nobody."""
        found: dict[int, list[str]] = defaultdict(list)
        if "@" not in text and not self._may_name(text):
            return {}
        for passage in _PASSAGE.split(text):
            named = self.named_in(passage)
            if len(named) <= MOST_IN_A_PASSAGE:
                for person in named:
                    found[person].append(passage.strip())
        return {person: "\n".join(passages) for person, passages in found.items()}

    def _may_name(self, text: str) -> bool:
        return any(True for _person in self._by_name(text))

    def _by_handle(self, text: str) -> Iterator[int]:
        if "@" not in text:
            return
        for match in _HANDLE.finditer(text):
            person = self._handles.get(match[1].lower())
            if person is not None:
                yield person

    def _by_name(self, text: str) -> Iterator[int]:
        parts = words(text)
        for at, beginning in enumerate(pairwise(parts)):
            if beginning not in self._full:
                continue
            for name, person in self._full[beginning].items():
                if person is not None and tuple(parts[at : at + len(name)]) == name:
                    yield person
