"""An index of their own for the tests of finding people, and work for people to be found by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from essp.core.db import transaction
from essp.expertise.rebuilding import rebuild
from essp.people.models import Person
from essp.search import indexing, live, searching
from essp.spaces.models import Space
from essp.wiki.editing import create_page, edit_page, locked
from essp.wiki.models import Page
from tests.expertise.made import finds, topic  # noqa: F401 - fixtures

Write = Callable[..., Page]
Gathered = Callable[[], None]


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
def write(_index_of_the_test: None) -> Write:
    """Write a page, or write it anew: `write(femke, space, "Cables", "They lie under ...")`."""
    begun: dict[tuple[int, str], int] = {}

    def make(
        actor: Person,
        space: Space,
        title: str,
        text: str,
        at: datetime | None = None,
        **values: Any,
    ) -> Page:
        with transaction():
            if (space.id, title) not in begun:
                page = create_page(actor, space, title=title, text=text, at=at, **values).page
                begun[space.id, title] = page.id
                return page
            page = locked(Page(id=begun[space.id, title]))
            edit_page(actor, page, text=text, based_on=page.revision_number, at=at, **values)
            return page

    return make


@pytest.fixture
def gathered(_index_of_the_test: None) -> Gathered:
    """Bring all that people are found by up to date."""

    def gather() -> None:
        indexing.rebuild()
        rebuild()

    return gather
