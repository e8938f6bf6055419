"""What tests of insight share."""

from __future__ import annotations

from tests.stats.history_meta import history_meta

__all__ = ["history_meta"]
