"""Curation in the browser: the desk of knowledge owners, and how the queues of a space stand."""

from __future__ import annotations

from essp.curation.web.edge import blueprint

__all__ = ["blueprint"]
