"""Nothing found: what can be done about it, each offer with what it would find."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from essp.core.db import transaction
from essp.people.models import Person
from essp.search import indexing
from essp.spaces.models import Space
from essp.topics.asking import keep_topics_of
from essp.topics.naming import name_topic
from essp.topics.queries import find_topic
from essp.wiki.models import Page

Browser = Callable[[Person], FlaskClient]
Make = Callable[..., Page]


def test_a_filter_too_many_can_be_left_out(
    library: dict[str, Page], noor: Person, browser_of: Browser
) -> None:
    page = browser_of(noor).get("/search?q=kabels&kind=person&changed=week").get_data(as_text=True)
    assert "Nothing found for “kabels”" in page
    assert "Without the filter “Kind”" in page and "1 result" in page
    assert "Everywhere, without any filter" in page
    assert "Without the filter “Changed”" not in page


def test_another_spelling_is_offered_where_it_finds_something_without_filters(
    library: dict[str, Page], noor: Person, browser_of: Browser
) -> None:
    page = browser_of(noor).get("/search?q=trnasport&kind=space").get_data(as_text=True)
    assert "Did you mean <a" in page and "/search?q=transport" in page


def test_what_is_closed_is_not_offered(
    library: dict[str, Page], noor: Person, browser_of: Browser
) -> None:
    page = browser_of(noor).get("/search?q=zebravink&kind=person").get_data(as_text=True)
    assert "Without the filter" not in page and "Everywhere" not in page
    spelled = browser_of(noor).get("/search?q=zebravnik&kind=person").get_data(as_text=True)
    assert "Did you mean" not in spelled


def test_the_page_can_be_started_in_a_space(
    library: dict[str, Page], femke: Person, space: Space, browser_of: Browser
) -> None:
    page = browser_of(femke).get("/search?q=giraffe+houses").get_data(as_text=True)
    assert "Start the page “Giraffe houses”" in page
    assert f'href="/s/{space.slug}/-/new?title=Giraffe+houses"' in page
    assert 'href="/new?title=Giraffe+houses"' in page


def test_who_may_be_asked_about_it_is_named_in_either_language(
    library: dict[str, Page], femke: Person, ruben: Person, noor: Person, browser_of: Browser
) -> None:
    with transaction():
        ruben.ask_me_about = ["Giraffe"]
        keep_topics_of(ruben)
        name_topic(femke, find_topic(femke, "giraffe"), "langnek", "nl")
    page = browser_of(noor).get("/search?q=langnek&kind=space").get_data(as_text=True)
    assert "Who may know" in page and "Ruben Haak" in page and "“Giraffe”" in page


def test_conditions_in_the_text_can_be_left_out(
    library: dict[str, Page], noor: Person, browser_of: Browser
) -> None:
    page = browser_of(noor).get("/search?q=kabels+author:noor").get_data(as_text=True)
    assert "Only the words: kabels" in page


def test_nothing_at_all_is_said_plainly(write: Make, noor: Person, browser_of: Browser) -> None:
    indexing.rebuild()
    page = browser_of(noor).get("/search?q=-x").get_data(as_text=True)
    assert page.count("<h1") == 1
    assert "Nothing found" in browser_of(noor).get("/search?changed=week&kind=file").get_data(as_text=True)  # fmt: skip
