"""Where siblings meet on the screen: a place in a page that a part further up fills.

A space's page shows the tree of its pages, and a person's page shows their work, though spaces and
people know nothing of a wiki. The lower template leaves a place open, the upper edge says what
stands there, both on the server and in the same answer:

    {{ slot("space.pages", space=space) }}          in the template of the lower part
    fill("space.pages", tree_of_pages)              where the upper edge is put on the application

A slot that nobody fills shows nothing. What fills one asks its own policy, like any view: it gets
the things the template names and finds out by itself who is reading. What shows nothing but what it is
given may be kept for all who are given the same: see `lasting`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from markupsafe import Markup, escape

Filling = Callable[..., str]
Lasting = TypeVar("Lasting", bound=Filling)
_fillings: dict[str, Filling] = {}
_lasting: set[Filling] = set()


class SlotTakenError(RuntimeError):
    """Two parts want to fill the same slot."""


def fill(name: str, function: Filling) -> None:
    """Let this function say what stands in the slot.

    It is called with the values that the template names and returns HTML as Markup; a plain string
    is escaped. Filling a slot again with the same function changes nothing; with another one raises
    SlotTakenError.
    """
    if _fillings.setdefault(name, function) is not function:
        raise SlotTakenError(f"the slot {name} is filled by {_fillings[name].__qualname__} already")


def lasting(function: Lasting) -> Lasting:
    """Mark what fills a slot as drawn from the values alone that the template names, whoever reads:
    on a page `page` and what was `told` of it. It asks the database nothing about the reader. What it
    shows is then kept beside the piece that it stands in (`shelf.settled`)."""
    _lasting.add(function)
    return function


def is_lasting(name: str) -> bool:
    """Whether what stands in the slot is the same for all who are told the same."""
    return _fillings.get(name) in _lasting


def is_filled(name: str) -> bool:
    """Whether something may stand in the slot."""
    return name in _fillings


def slot(name: str, /, **values: Any) -> Markup:
    """What stands in the slot for these values; nothing where nobody fills it."""
    function = _fillings.get(name)
    return Markup() if function is None else escape(function(**values))
