"""Leaving others room to write while an import goes on.

SQLite has one writer at a time, and whoever waits looks for the lock now and then (`essp.core.sqlite`):
an import that takes it again at once keeps everybody else out until they give up.
"""

from __future__ import annotations

import time

from essp.core.db import db

LONGEST = 1.0  # seconds of writing between two pauses
PAUSE = 0.01  # seconds, more than whoever waits sleeps


class GivingWay:
    """To be called between transactions: pauses once in a while, where there is one writer at a time."""

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._needed = db.engine.dialect.name == "sqlite"

    def __call__(self) -> None:
        """Let others write, if none could for a while."""
        if self._needed and time.monotonic() - self._since > LONGEST:
            time.sleep(PAUSE)
            self._since = time.monotonic()
