"""All that is measured, a module for each chapter. Importing this declares every measure."""

from __future__ import annotations

from essp.stats.catalogue import (
    adoption,
    contribution,
    conversation,
    curation,
    knowledge,
    onboarding,
    order,
    relations,
    staying,
)

__all__ = [
    "adoption",
    "contribution",
    "conversation",
    "curation",
    "knowledge",
    "onboarding",
    "order",
    "relations",
    "staying",
]
