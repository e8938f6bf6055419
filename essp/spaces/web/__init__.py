"""Spaces in the browser: the list of all, a space's home, its settings, its members and its door."""

from __future__ import annotations

from essp.spaces.web import belonging, places
from essp.spaces.web.edge import blueprint

__all__ = ["belonging", "blueprint", "places"]
