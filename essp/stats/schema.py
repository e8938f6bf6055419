"""All tables of insight: importing this makes them part of the schema."""

from __future__ import annotations

from essp.stats import figure_models, models, place_models, privacy_models

__all__ = ["figure_models", "models", "place_models", "privacy_models"]
