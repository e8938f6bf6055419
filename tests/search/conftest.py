"""A Whoosh index of the small library, in a folder of the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from essp.search.backends.whoosh import WhooshIndex
from tests.search.library import LIBRARY


@pytest.fixture
def index(tmp_path: Path) -> Iterator[WhooshIndex]:
    built = WhooshIndex(tmp_path / "index")
    built.rebuild(LIBRARY, lambda keys: [])
    yield built
    built.close()
