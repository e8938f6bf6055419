"""What the tests of news begin with: pages, edits, and the jobs that follow."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from essp.core import worker
from essp.core.db import transaction
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page

Edit = Callable[..., None]


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    """A page in an open space, of which nobody was told yet."""
    with transaction():
        made = create_page(femke, space, title="Switching plan", text="One.\n").page
    worker.do_all()
    return made


@pytest.fixture
def below(femke: Person, space: Space, page: Page) -> Page:
    """A page below that one."""
    with transaction():
        made = create_page(femke, space, title="Night plan", text="One.\n", parent=page.uid).page
    worker.do_all()
    return made


@pytest.fixture
def edit() -> Edit:
    """Change a page as somebody and do what follows: `edit(femke, page, "More words.")`."""

    def change(person: Person, page: Page, text: str = "", **values: object) -> None:
        text = text or f"By {person.name}, {page.revision_number}."
        with transaction():
            edit_page(person, page, text=f"{text}\n", based_on=page.revision_number, **values)
        worker.do_all()

    return change
