"""Talk in the browser: lists of threads, a thread as a tree or in time, and all that is done in it."""

from __future__ import annotations

from essp.discussions.web import (
    arranging,
    asking,
    becoming,
    comments,
    files,
    lists,
    marking,
    previewing,
    replying,
    said,
    threads,
)
from essp.discussions.web.edge import blueprint

__all__ = [
    "arranging",
    "asking",
    "becoming",
    "blueprint",
    "comments",
    "files",
    "lists",
    "marking",
    "previewing",
    "replying",
    "said",
    "threads",
]
