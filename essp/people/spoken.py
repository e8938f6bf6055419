"""Languages that people speak, under whichever name they wrote: Dutch and Nederlands are one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from babel import Locale

NAMED_IN = ("en", "nl")


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for code in ("en", "nl", "de", "fr", "es", "it", "tr", "pl", "pt"):
        found.setdefault((Locale(code).get_language_name(code) or code).casefold(), code)
    for locale in NAMED_IN:
        for code, name in Locale(locale).languages.items():
            if "_" not in code:
                found.setdefault(str(name).casefold(), code)
    return found


def meant(entry: str) -> str:
    """A language as one word for all its names: a code where it is known, else what was written."""
    folded = " ".join(entry.casefold().split())
    return _codes().get(folded, folded)


def name_of(key: str, reader: str) -> str:
    """A language as the reader calls it; what is not known stays as it was written."""
    name = Locale(reader).languages.get(key)
    if name is None:
        return key[:1].upper() + key[1:]
    return str(name)[:1].upper() + str(name)[1:]


def code_of(entry: str) -> str | None:
    """The language tag of what somebody wrote, or None where it is not known."""
    return _codes().get(" ".join(entry.casefold().split()))


def gathered(keys: Iterable[str]) -> dict[str, set[str]]:
    """From what people wrote (`|dutch|english|`) to each language and all the ways it is written."""
    found: dict[str, set[str]] = {}
    for key in keys:
        for entry in key.strip("|").split("|"):
            if entry:
                found.setdefault(meant(entry), set()).add(entry)
    return found
