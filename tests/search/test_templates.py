"""Templates are found by who asks for them, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from essp.core.db import transaction
from essp.people.models import Person
from essp.search import indexing
from essp.search.query import parse
from essp.search.searching import jumps, search
from essp.spaces.models import Space
from essp.wiki import page_templates
from essp.wiki.models import Page

Make = Callable[..., Page]


@pytest.fixture
def visits(
    library: dict[str, Page], write: Make, femke: Person, space: Space, closed_space: Space
) -> Page:
    """A page about station visits, a template of one, and a closed template."""
    page = write(femke, space, "Station visit", "What we saw at the station.")
    with transaction():
        for where, title in ((space, "Visit report"), (closed_space, "Zebra report")):
            source = write(femke, where, f"{title} of May", f"{title}: what the station needs.")
            page_templates.make_template_of(femke, source, title=title)
    indexing.rebuild()
    return page


def titles(actor: Person, text: str) -> list[str]:
    return [result.row.title for result in search(actor, text).results]


@pytest.mark.parametrize(
    "typed", ["is:template", "in:template", "kind:template", "is:sjabloon", "soort:sjabloon"]
)
def test_templates_are_asked_for_in_both_languages(typed: str) -> None:
    query = parse(f"{typed} visit")
    assert query.templates and [word.text for word in query.words] == ["visit"]


def test_who_asks_for_templates_finds_them_alone(visits: Page, noor: Person) -> None:
    assert titles(noor, "is:template") == ["Visit report"]
    assert titles(noor, "is:template station") == ["Visit report"]
    assert titles(noor, "is:template headroom") == []


def test_nothing_else_finds_a_template(visits: Page, noor: Person) -> None:
    assert "Visit report" not in titles(noor, "visit report")
    assert "Visit report" not in [jump.entry.title for jump in jumps(noor, "visit rep")]


def test_a_template_of_a_closed_space_is_for_its_readers(
    visits: Page, femke: Person, noor: Person
) -> None:
    assert "Zebra report" in titles(femke, "is:template report")
    assert titles(noor, "is:template zebra") == []


def test_a_page_made_a_template_of_nothing_else_stays_what_it_is(
    visits: Page, noor: Person, browser_of: Callable[[Person], FlaskClient]
) -> None:
    assert "Station visit" in titles(noor, "visit")
    page = browser_of(noor).get("/search?q=is:template").get_data(as_text=True)
    assert "Visit report" in page and "Template. " in page and "1" in page


def test_a_question_of_nothing_finds_nothing(visits: Page, noor: Person) -> None:
    assert titles(noor, '""') == []
