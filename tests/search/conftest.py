"""A Whoosh index of the small library, and a site with a few pages and an index of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from essp.core.db import transaction
from essp.people.models import Person
from essp.search import indexing, live, searching
from essp.search.backends.whoosh import WhooshIndex
from essp.spaces.models import Space
from essp.wiki import editing
from essp.wiki.models import Page
from tests.search.library import LIBRARY


@pytest.fixture
def index(tmp_path: Path) -> Iterator[WhooshIndex]:
    built = WhooshIndex(tmp_path / "index")
    built.rebuild(LIBRARY, lambda keys: [])
    yield built
    built.close()


Make = Callable[..., Page]


@pytest.fixture
def _index_of_the_test(app: Flask, tmp_path: Path) -> Iterator[None]:
    usual = list(live._folder)
    live.use_folder_of(lambda: tmp_path / "index")
    searching._repair_asked.clear()
    yield
    live.index().close()
    live._opened.clear()
    live._folder[:] = usual


@pytest.fixture
def write(_index_of_the_test: None) -> Make:
    """Write a page."""

    def make(actor: Person, space: Space, title: str, text: str = "", **values: Any) -> Page:
        with transaction():
            return editing.create_page(actor, space, title=title, text=text, **values).page

    return make


@pytest.fixture
def library(
    write: Make, femke: Person, noor: Person, space: Space, closed_space: Space
) -> dict[str, Page]:
    """A few pages, two of them closed, and an index of them."""
    pages = {
        "indicator": write(
            femke, space, "Transport indicator",
            "## What it says\n\nThe indicator says whether a *station* has room. #headroom",
        ),
        "kabels": write(femke, space, "Kabels", "De kabels liggen onder de straat bij Lochem."),
        "secret": write(femke, closed_space, "Zebravink", "Project zebravink sluit een station."),
    }  # fmt: skip
    indexing.rebuild()
    return pages
