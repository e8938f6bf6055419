"""What time it is: one place, so that tests can hold the clock still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_held: list[datetime] = []


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _held[-1] if _held else datetime.now(UTC)


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment; for tests and for replaying dated content."""
    _held.append(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.pop()
