"""Spaces in the browser: the list of all, a space's home, its settings, its members and its door."""

from __future__ import annotations

from essp.spaces.web import belonging, calling, places, rules
from essp.spaces.web.edge import blueprint
from essp.spaces.web.rules import before_writing

__all__ = ["before_writing", "belonging", "blueprint", "calling", "places", "rules"]
