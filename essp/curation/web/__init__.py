"""Curation in the browser: the desk of knowledge owners, and how the queues of a space stand."""

from __future__ import annotations

from essp.curation.web import (
    checking,
    claims,
    desk,
    desk_deciding,
    desk_measures,
    desk_several,
    doubts,
    grouping,
    handing,
    owning,
    releasing,
    reviews,
    rights,
    sentences,
    standing,
    trail,
)
from essp.curation.web.desk_nav import (
    LOOKS_AFTER,
    in_bar,
    in_menu,
    in_switcher,
    looks_after,
)
from essp.curation.web.edge import blueprint

__all__ = [
    "LOOKS_AFTER",
    "blueprint",
    "checking",
    "claims",
    "desk",
    "desk_deciding",
    "desk_measures",
    "desk_several",
    "doubts",
    "grouping",
    "handing",
    "in_bar",
    "in_menu",
    "in_switcher",
    "looks_after",
    "owning",
    "releasing",
    "reviews",
    "rights",
    "sentences",
    "standing",
    "trail",
]
