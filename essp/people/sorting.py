"""Names in the order of a Dutch register: by the surname, whatever stands before it.

`Femke de Boer` stands under B as `boer, femke de`. What stands before a surname (the tussenvoegsel)
counts last. A name is one line here, so the surname is what follows the last run of such words, or the
last word; names like El Amrani keep their first part.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essp.core.ids import skeleton

LONGEST = 200
_BEFORE = frozenset(
    {
        "'s", "'t", "aan", "af", "bij", "d'", "da", "de", "del", "den", "der", "des", "di", "dos", "du",
        "het", "in", "la", "le", "les", "lo", "los", "op", "onder", "over", "te", "ten", "ter", "tot",
        "uit", "uijt", "uyt", "van", "vanden", "vander", "vom", "von", "voor", "vor", "zu", "zum", "zur",
    }
)  # fmt: skip
_PART_OF_NAME = frozenset(
    {"ait", "al", "bel", "ben", "bin", "el", "ibn", "mac", "mc", "o'", "san", "st", "st."}
)


def parts_of(name: str) -> tuple[str, str, str]:
    """Given names, what stands before the surname, and the surname: `Femke`, `de`, `Boer`."""
    words = name.split()
    if len(words) < 2:
        return "", "", name
    first = _surname_from(words)
    start = first
    while start > 1 and _plain(words[start - 1]) in _BEFORE:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:first]), " ".join(words[first:])


def sort_key(name: str) -> str:
    """What people are put in order by: `boer, femke de`; accents and case do not count."""
    given, before, surname = parts_of(name)
    rest = f"{given} {before}".strip()
    key = skeleton(surname) + (f", {skeleton(rest)}" if rest else "")
    return key[:LONGEST]


def sort_key_of_row(context: Any) -> str:
    """The key of a person that is being added."""
    return sort_key(context.get_current_parameters()["name"])


def languages_key(entries: object) -> str:
    """Languages as they are looked for: `|dutch|english|`; nothing for none."""
    found = [" ".join(str(entry).casefold().split()) for entry in entries or ()]  # type: ignore[attr-defined]
    return f"|{'|'.join(found)}|"[:300] if found else ""


def languages_key_of_row(context: Any) -> str:
    """The languages of a person that is being added."""
    given: Mapping[str, Any] = context.get_current_parameters()
    return languages_key(given.get("speaks"))


def _plain(word: str) -> str:
    return word.replace("’", "'").replace("‘", "'").casefold()


def _surname_from(words: list[str]) -> int:
    for place in range(len(words) - 2, 0, -1):
        plain = _plain(words[place])
        if plain in _PART_OF_NAME:
            return place
        if plain in _BEFORE:
            return place + 1
    return len(words) - 1
