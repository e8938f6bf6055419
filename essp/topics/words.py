"""Words that name topics: when two are the same, how one is written behind a #, which are alike."""

from __future__ import annotations

import re
import unicodedata

from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.core.ids import clean_line

LONGEST_NAME = 80
SHORTEST_STEM = 3
_OTHER = re.compile(r"[\W_]+")
_COLOUR = re.compile(r"[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8}")
_LONG_VOWEL = re.compile(r"(aa|ee|oo|uu)(?=[^aeiou]$)")


def key_of_name(name: str) -> str:
    """What two names share when they are the same word: case, accents, hyphens and blanks folded."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(_OTHER.sub(" ", bare).split())[:200]


def clean_name(text: str, field: str = "name") -> str:
    """A name fit to be shown; Invalid, under the name of its field, when it cannot be used."""
    name = clean_line(text).lstrip("#").strip(" ,;")
    if not any(char.isalpha() for char in key_of_name(name)):
        raise Invalid(**{field: _("Enter a name with at least one letter.")})
    if len(name) > LONGEST_NAME:
        raise Invalid(**{field: _("Use at most %(most)s characters.", most=LONGEST_NAME)})
    return name


def name_of_tag(tag: str) -> str:
    """A name from what stood behind a #: hyphens part words, except in `n-1` and `e-learning`."""
    parts = tag.split("-")
    return tag if any(len(part) < 3 for part in parts) else " ".join(parts)


def tag_of(name: str) -> str | None:
    """How a name is written behind a #; None for what would not be read as a topic there."""
    tag = _OTHER.sub("-", unicodedata.normalize("NFC", name)).strip("-")
    plain = tag.lower()
    if not any(char.isalpha() for char in plain) or _COLOUR.fullmatch(plain):
        return None
    return tag if len(tag.split("-")) <= 9 and max(map(len, tag.split("-"))) <= 64 else None


def stem(word: str) -> str:
    """A word of a key without the ending of its plural, English or Dutch: `kabels`, `moffen`."""
    if len(word) <= SHORTEST_STEM:
        return word
    for ending in ("s", "en", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word[: -len(ending)]
            if ending == "en":
                break
    if word.endswith("y"):
        word = f"{word[:-1]}i"
    if len(word) > SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return _LONG_VOWEL.sub(lambda match: match[1][0], word)


def stems(key: str) -> tuple[str, ...]:
    """The stems of the words of a key."""
    return tuple(map(stem, key.split()))
