"""All that is measured, a module for each chapter. Importing this declares every measure."""

from __future__ import annotations

from essp.stats.catalogue import adoption

__all__ = ["adoption"]
