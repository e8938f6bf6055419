"""Narrowing down: facets counted over what the reader may read, and filters that stand in the address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from essp.core import clock
from essp.people.models import Person
from essp.search import facets, indexing
from essp.search.facets import Facets, Sample, facets_of
from essp.search.filters import Filters, filters_of
from essp.search.queries import ids_named
from essp.search.searching import search
from essp.spaces.models import Space
from essp.wiki.models import Page
from tests.hygiene import TOKEN

Make = Callable[..., Page]
Browser = Callable[[Person], FlaskClient]


@pytest.fixture
def stations(
    library: dict[str, Page], write: Make, femke: Person, ruben: Person, space: Space,
    closed_space: Space,
) -> None:  # fmt: skip
    with clock.held_at(clock.now() - timedelta(days=200)):
        write(ruben, space, "Station Borne", "Het station in Borne. #headroom")
    write(femke, closed_space, "Station Twello", "Het station in Twello. #zebratopic")
    indexing.rebuild()


def narrowed(actor: Person, text: str, **chosen: str) -> Facets:
    filters = Filters(**chosen)
    answer = search(actor, text, filters=filters, sample=facets.MOST)
    return facets_of(
        actor, Sample(answer.sample, answer.beyond), filters=filters,
        meant=ids_named(actor, filters), language="en",
    )  # fmt: skip


def told(found: Facets, name: str) -> dict[str, int]:
    return {value.value: value.count for value in found.values[name]}  # type: ignore[index]


def test_facets_count_what_was_found(stations: None, noor: Person, space: Space) -> None:
    found = narrowed(noor, "station")
    assert found.total == 2 and not found.beyond
    assert told(found, "kind") == {"page": 2}
    assert told(found, "space") == {space.slug: 2}
    assert told(found, "author") == {"femke-de-boer": 1, "ruben-haak": 1}
    assert told(found, "topic") == {"headroom": 2}
    assert told(found, "changed") == {"week": 1, "month": 1, "year": 2}


def test_facets_never_count_what_is_closed(
    stations: None, femke: Person, noor: Person, closed_space: Space
) -> None:
    assert told(narrowed(femke, "station"), "space")[closed_space.slug] == 2
    assert narrowed(noor, "zebravink").total == 0
    assert not narrowed(noor, "", space=closed_space.slug).total
    assert not narrowed(noor, "station", topic="zebratopic").total
    assert "zebratopic" not in told(narrowed(noor, "station"), "topic")


@pytest.mark.parametrize(
    "chosen",
    [{"author": "ruben-haak"}, {"kind": "page", "author": "ruben-haak"}, {"topic": "headroom"}],
)
def test_a_facet_finds_as_many_as_it_says(
    stations: None, noor: Person, chosen: dict[str, str]
) -> None:
    whole, part = narrowed(noor, "station"), narrowed(noor, "station", **chosen)
    least = min(told(whole, name)[value] for name, value in chosen.items())
    assert part.total == least == len(search(noor, "station", filters=Filters(**chosen)).results)


def test_a_chosen_time_leaves_out_what_is_older(stations: None, noor: Person) -> None:
    week = search(noor, "station", filters=Filters(changed="week")).results
    assert [result.row.id for result in week] == [
        result.row.id for result in search(noor, "station", filters=Filters(author="femke-de-boer")).results
    ]  # fmt: skip
    assert len(search(noor, "station", filters=Filters(changed="year")).results) == 2


def test_filters_alone_find_the_last_changed_first(stations: None, noor: Person) -> None:
    found = search(noor, "", filters=Filters(kind="page")).results
    assert len(found) == 3 and found[-1].row.title == "Station Borne"


def test_where_more_is_found_than_counted_it_says_so(
    stations: None, noor: Person, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "MOST", 1)
    page = browser_of(noor).get("/search?q=station").get_data(as_text=True)
    assert "Over 1 result" in page and '<span class="n">1+</span>' in page


def test_a_facet_is_a_link_that_toggles(stations: None, noor: Person, browser_of: Browser) -> None:
    browser = browser_of(noor)
    page = browser.get("/search?q=station").get_data(as_text=True)
    assert 'href="/search?q=station&amp;author=ruben-haak"' in page
    chosen = browser.get("/search?q=station&author=ruben-haak").get_data(as_text=True)
    assert "Written by: Ruben Haak" in chosen and 'href="/search?q=station"' in chosen
    assert '<input type="hidden" name="author" value="ruben-haak">' in chosen


def test_after_a_choice_one_can_change_over_to_another_value(
    stations: None, noor: Person, browser_of: Browser
) -> None:
    browser = browser_of(noor)
    page = browser.get("/search?q=station&author=ruben-haak").get_data(as_text=True)
    assert 'href="/search?q=station&amp;author=femke-de-boer"' in page
    assert page.count('href="/search?q=station"') >= 2  # the chip and the value, to take it away
    week = browser.get("/search?q=station&changed=week").get_data(as_text=True)
    assert 'href="/search?q=station&amp;changed=year"' in week
    both = browser.get("/search?q=station&author=ruben-haak&changed=year").get_data(as_text=True)
    assert "author=femke-de-boer&amp;changed=year" in both
    assert "author=ruben-haak&amp;changed=week" not in both  # nothing of his in the last week


def test_beside_a_choice_nothing_closed_is_counted(
    stations: None, femke: Person, noor: Person, browser_of: Browser, space: Space,
    closed_space: Space,
) -> None:  # fmt: skip
    address = f"/search?q=station&space={space.slug}"
    other = f"space={closed_space.slug}"
    assert other in browser_of(femke).get(address).get_data(as_text=True)
    assert other not in browser_of(noor).get(address).get_data(as_text=True)


def test_what_cannot_be_a_filter_is_left_out() -> None:
    assert filters_of({"kind": "elephant", "changed": "yesterday"}) == Filters()
    assert len(filters_of({"space": "x" * 999}).space) == 120


def test_a_filter_nobody_may_know_of_looks_like_one_that_is_not_there(
    stations: None, noor: Person, closed_space: Space, browser_of: Browser
) -> None:
    browser = browser_of(noor)
    for name, real in (("space", closed_space.slug), ("topic", "zebratopic")):
        seen = browser.get(f"/search?q=station&{name}={real}").get_data(as_text=True)
        missing = browser.get(f"/search?q=station&{name}=nothing-here").get_data(as_text=True)
        assert TOKEN.sub("", seen.replace(real, "nothing-here")) == TOKEN.sub("", missing)
