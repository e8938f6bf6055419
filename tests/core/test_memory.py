"""What a serving process is built of is not looked through while it answers."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from essp.core import memory


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_was_built_stays_and_what_comes_after_is_still_cleared_away() -> None:
    class Knot:
        """Holds itself, so that only the collector can clear it away."""

    memory.settle()
    assert gc.get_freeze_count() > 0
    knot = Knot()
    knot.itself = knot  # type: ignore[attr-defined]
    del knot
    assert gc.collect() > 0
    assert not any(isinstance(each, Knot) for each in gc.get_objects())
