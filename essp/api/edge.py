"""All operations together, as the application registers them."""

from __future__ import annotations

from essp.api import files, finding, history, links, openapi, pages, people, spaces, topics
from essp.api.operations import blueprint

__all__ = [
    "blueprint",
    "files",
    "finding",
    "history",
    "links",
    "openapi",
    "pages",
    "people",
    "spaces",
    "topics",
]
