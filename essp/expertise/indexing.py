"""The words of pieces of work, kept in step: the index holds them, the rows say who is in them.

Rights are those of the space: opening or closing one needs no new writing, moving a page does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from essp.search import live
from essp.search.work_texts import WorkText as Entry

__all__ = ["Entry", "held", "rebuild", "tidy", "write"]


def write(entries: Iterable[Entry], gone: Iterable[int] = ()) -> None:
    """Put entries in, in place of all that their works had, and take works out by id.

    Raises IndexBroken when there is no index or it cannot be written: building it anew heals that.
    """
    live.works().write(entries, gone)


def rebuild(entries: Iterable[Entry], again: Callable[[set[int]], Iterable[Entry]]) -> int:
    """Build all of it anew beside the live one and swap; the number of entries.

    `again` is asked for the entries of works that were written meanwhile. Raises IndexBusy when that
    is being done already.
    """
    return live.works().rebuild(entries, again)


def held() -> set[tuple[str, int, int]]:
    """Kind, id of the work and id of the person (or 0) of every entry. Raises IndexBroken."""
    parts = (key.split(":") for key in live.works().held())
    return {(kind, int(work), int(person)) for kind, work, person in parts}


def tidy() -> bool:
    """Put the index in good order while nothing else is to be done; True when there was something."""
    return live.works().tidy()
