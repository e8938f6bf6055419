"""Headings keep who they are: what led to one leads to it when its words have changed."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.wiki import linked
from essp.wiki.alike import Here, matched, sketch_of
from essp.wiki.editing import create_page, edit_page
from essp.wiki.linked import Fault
from essp.wiki.sections import sections_of

NIGHTS = "Who is on duty between ten in the evening and six in the morning calls the control room."
DAYS = "During the day the planner on call answers questions of the regional teams first."
OTHER = "Batteries are tested every spring by the workshop, and the results are kept for ten years."


@pytest.fixture
def rota(femke, space):
    """A page with three sections."""
    text = f"## Nights\n\n{NIGHTS}\n\n## Days\n\n{DAYS}\n\n## Tests\n\n{OTHER}\n"
    with transaction():
        return create_page(femke, space, title="Rota", text=text).page


@pytest.fixture
def handbook(femke, space, rota):
    """A page that links to two of them."""
    with transaction():
        text = "[[Rota#Nights]] and [[Rota#Days]]"
        return create_page(femke, space, title="Handbook", text=text).page


def saved(actor, page, text) -> None:
    with transaction():
        edit_page(actor, page, text=text, based_on=page.revision_number)


def led(actor, page) -> list[tuple[str, Fault]]:
    return [(each.fragment, each.fault) for each in linked.outgoing(actor, page)]


def here(*headings: tuple[str, str]) -> list[Here]:
    return [Here(2, f"h-{words}", words, sketch_of(text)) for words, text in headings]


def test_a_renamed_heading_is_found_by_its_place_and_its_text() -> None:
    old = here(("Nights", NIGHTS), ("Days", DAYS), ("Tests", OTHER))
    new = here(("After ten", NIGHTS), ("Days", DAYS), ("Tests", OTHER))
    assert matched(old, new) == {0: 0, 1: 1, 2: 2}


def test_a_heading_that_moved_and_was_renamed_is_found_by_its_text() -> None:
    old = here(("Nights", NIGHTS), ("Days", DAYS), ("Tests", OTHER))
    new = here(("Days", DAYS), ("Tests", OTHER), ("After ten", NIGHTS + " And nobody else."))
    assert matched(old, new) == {0: 1, 1: 2, 2: 0}


def test_a_new_section_in_the_place_of_another_is_another_section() -> None:
    old = here(("Nights", NIGHTS), ("Days", DAYS))
    new = here(("Workshop", OTHER), ("Days", DAYS))
    assert matched(old, new) == {1: 1}


def test_of_headings_with_the_same_words_the_one_that_stayed_is_the_same() -> None:
    old = here(("Notes", NIGHTS), ("Days", DAYS), ("Notes", OTHER))
    new = here(("Days", DAYS), ("Notes", OTHER))
    assert matched(old, new) == {0: 1, 1: 2}


def test_a_heading_without_text_is_known_by_its_place() -> None:
    assert matched(here(("One", ""), ("Two", "")), here(("One", ""), ("Zwei", ""))) == {0: 0, 1: 1}


def test_links_and_fragments_lead_to_a_heading_under_its_new_words(
    femke, noor, rota, handbook, browser_of
) -> None:
    nights = sections_of(rota)[0].id
    saved(femke, rota, f"## After ten\n\n{NIGHTS}\n\n## Days\n\n{DAYS}\n\n## Tests\n\n{OTHER}\n")
    assert sections_of(rota)[0].id == nights
    assert led(noor, handbook) == [("h-after-ten", Fault.NONE), ("h-days", Fault.NONE)]
    told = browser_of(noor).get("/s/congestion-management/rota").text
    assert '<h2 id="h-after-ten"><span id="h-nights"></span>After ten</h2>' in told
    saved(femke, rota, f"## Late\n\n{NIGHTS}\n\n## Days\n\n{DAYS}\n\n## Tests\n\n{OTHER}\n")
    told = browser_of(noor).get("/s/congestion-management/rota").text
    assert '<span id="h-after-ten"></span><span id="h-nights"></span>Late</h2>' in told


def test_a_heading_that_takes_old_words_takes_what_led_to_them(femke, noor, rota, handbook) -> None:
    saved(femke, rota, f"## Late\n\n{NIGHTS}\n\n## Days\n\n{DAYS}\n")
    saved(femke, rota, f"## Late\n\n{NIGHTS}\n\n## Days\n\n{DAYS}\n\n## Nights\n\n{OTHER}\n")
    assert led(noor, handbook)[0] == ("h-nights", Fault.NONE)
    assert sections_of(rota)[2].fragment == "h-nights"


def test_a_section_that_goes_breaks_its_links_and_mends_them_when_it_returns(
    femke, noor, rota, handbook
) -> None:
    nights = sections_of(rota)[0].id
    saved(femke, rota, f"## Days\n\n{DAYS}\n")
    assert led(noor, handbook) == [("", Fault.NO_SECTION), ("h-days", Fault.NONE)]
    saved(femke, rota, f"## Days\n\n{DAYS}\n\n## Nights\n\nNew words.\n")
    assert led(noor, handbook)[0] == ("h-nights", Fault.NONE)
    assert sections_of(rota)[1].id == nights
