"""All operations together, as the application registers them."""

from __future__ import annotations

from essp.api import files, finding, history, links, openapi, pages, spaces, topics
from essp.api import files, finding, history, openapi, pages, spaces
from essp.api.operations import blueprint
    "topics",

__all__ = ["blueprint", "files", "finding", "history", "openapi", "pages", "spaces"]
