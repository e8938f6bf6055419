"""All that is measured, a module for each chapter. Importing this declares every measure."""

from __future__ import annotations

from essp.stats.catalogue import (
    adoption,
    contribution,
    conversation,
    curation,
    knowledge,
    migration,
    onboarding,
    order,
    relations,
    signals,
    staying,
    value,
)

__all__ = [
    "adoption",
    "contribution",
    "conversation",
    "curation",
    "knowledge",
    "migration",
    "onboarding",
    "order",
    "relations",
    "signals",
    "staying",
    "value",
]
