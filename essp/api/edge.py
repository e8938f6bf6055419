"""All operations together, as the application registers them."""

from __future__ import annotations

from essp.api import finding, history, openapi, pages, spaces
from essp.api.operations import blueprint

__all__ = ["blueprint", "finding", "history", "openapi", "pages", "spaces"]
