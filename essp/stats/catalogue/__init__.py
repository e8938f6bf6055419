"""All that is measured, a module for each chapter. Importing this declares every measure."""

from __future__ import annotations

from essp.stats.catalogue import (
    adoption,
    conversation,
    curation,
    knowledge,
    relations,
    staying,
)

__all__ = [
    "adoption",
    "conversation",
    "curation",
    "knowledge",
    "relations",
    "staying",
]
