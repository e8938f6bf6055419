"""What tests of insight share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from essp.stats import recording
from tests.stats.history_meta import history_meta

__all__ = ["history_meta"]


@pytest.fixture(autouse=True)
def _nothing_waits() -> Iterator[None]:
    """What other tests opened in this process is not written down in this one."""
    recording._recorder.take()
    yield
    recording._recorder.take()
