"""All operations together, as the application registers them."""

from __future__ import annotations

from essp.api import (
    care,
    comments,
    experts,
    files,
    finding,
    history,
    links,
    openapi,
    owning,
    pages,
    people,
    posts,
    proposals,
    spaces,
    standing,
    stats,
    threads,
    topics,
)
from essp.api.operations import blueprint

__all__ = [
    "blueprint",
    "care",
    "comments",
    "experts",
    "files",
    "finding",
    "history",
    "links",
    "openapi",
    "owning",
    "pages",
    "people",
    "posts",
    "proposals",
    "spaces",
    "standing",
    "stats",
    "threads",
    "topics",
]
