"""The gate: every view carries a mark that says who may come in; one without a mark lets nobody in.

    @public                      anyone, signed in or not
    @members                     anyone signed in
    @requires("administrator")   only people with that role

The finer question, whether this person may see this thing, is the policy's and is asked in the verbs
and queries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

V = TypeVar("V", bound=Callable[..., Any])
ATTRIBUTE = "__access__"


@dataclass(frozen=True)
class Mark:
    """Who may call a view: everyone, members, or people with a role."""

    public: bool = False
    role: str = ""


PUBLIC = Mark(public=True)
MEMBERS = Mark()


def public(view: V) -> V:
    """Anyone may call this view."""
    setattr(view, ATTRIBUTE, PUBLIC)
    return view


def members(view: V) -> V:
    """Anyone who is signed in may call this view."""
    setattr(view, ATTRIBUTE, MEMBERS)
    return view


def requires(role: str) -> Callable[[V], V]:
    """Only people with this role may call the view."""

    def mark(view: V) -> V:
        setattr(view, ATTRIBUTE, Mark(role=role))
        return view

    return mark


def mark_of(view: Callable[..., Any] | None) -> Mark | None:
    """The mark of a view, through decorators that keep `__wrapped__`; None when it carries none."""
    while view is not None:
        found = getattr(view, ATTRIBUTE, None)
        if isinstance(found, Mark):
            return found
        view = getattr(view, "__wrapped__", None)
    return None
