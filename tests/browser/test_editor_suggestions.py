"""Whoever writes in plain text is offered pages, sections, people and commands at the caret."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

OPTION = ".suggest [role=option]"


@pytest.fixture
def writes(site, visit, start_page):
    """Open the plain editor of a new page, with the caret behind its text."""

    def open_page(text: str = "First line.\n", title: str = "Suggestions", **options):
        uid = start_page(title, text)
        page = visit("ruben", **options)
        page.goto(f"{site.url}/p/{uid}/edit")
        page.locator("#text").press("Control+End")
        return page

    return open_page


CHOSEN = """(words) => {
    const id = document.activeElement.getAttribute("aria-activedescendant");
    const option = document.getElementById(id);
    return option?.getAttribute("aria-selected") === "true" && option.innerText.includes(words);
}"""


def offered(page, words: str) -> None:
    """Wait until the option that is told to screen readers holds the words."""
    page.wait_for_function(CHOSEN, arg=words)


def stands(area, pattern: str) -> None:
    """Wait for the text: what was picked before the answer came is written when it comes."""
    expect(area).to_have_value(re.compile(pattern))


def test_a_page_is_linked_by_a_part_of_its_title(site, writes, start_page) -> None:
    start_page("Winter rota of operators", "## Who is on call\n\nSomebody.\n")
    page = writes(title="Linking")
    area = page.locator("#text")
    area.type("See [[rota win")
    offered(page, "Winter rota of operators")
    area.press("Enter")
    stands(area, re.escape("See [[Winter rota of operators]]") + "$")
    expect(page.locator(".suggest")).to_be_hidden()
    assert area.get_attribute("aria-activedescendant") is None


def test_tab_leads_on_to_the_sections_of_the_page(writes, start_page) -> None:
    start_page("Winter rota of Zwolle", "## Who is on call\n\nSomebody.\n\n## Swapping\n\nAsk.\n")
    page = writes(title="Linking sections")
    area = page.locator("#text")
    area.type("[[rota of zwo")
    offered(page, "Winter rota of Zwolle")
    area.press("Tab")
    page.wait_for_selector(f"{OPTION}:has-text('Swapping')")
    area.press("ArrowDown")
    offered(page, "Swapping")
    area.press("Enter")
    stands(area, re.escape("[[Winter rota of Zwolle#Swapping]]") + "$")


def test_a_page_that_is_not_there_can_be_linked_all_the_same(writes) -> None:
    page = writes(title="Wanted links")
    area = page.locator("#text")
    area.type("[[Nowhere to be found")
    page.wait_for_selector(f"{OPTION}:has-text('Start a page')")
    area.press("Enter")
    stands(area, re.escape("[[Nowhere to be found]]") + "$")


def test_the_sections_of_the_page_itself_are_offered_as_they_stand(writes) -> None:
    page = writes("## When to start\n\n## Not saved [yet]\n\n", title="Own sections")
    area = page.locator("#text")
    area.type("[[#not")
    offered(page, "Not saved")
    area.press("Enter")
    stands(area, re.escape("[[#Not saved yet]]") + "$")


def test_a_colleague_is_mentioned_by_any_part_of_the_name(writes) -> None:
    page = writes(title="Mentions")
    area = page.locator("#text")
    area.type("Call @de boer")
    offered(page, "Femke de Boer")
    area.press("Enter")
    stands(area, r"Call @femke\S* $")
    area.type("first")
    stands(area, r"Call @femke\S* first$")


def test_escape_leaves_the_list_and_typing_on_does_not_bring_it_back(writes) -> None:
    page = writes(title="Leaving")
    area = page.locator("#text")
    area.type("@fem")
    offered(page, "Femke")
    area.press("Escape")
    assert page.locator(".suggest").is_hidden()
    area.type("k")
    assert page.locator(".suggest").is_hidden()
    stands(area, re.escape("@femk") + "$")


def test_the_slash_menu_writes_markdown_and_is_quiet_in_a_sentence(writes) -> None:
    page = writes(title="Slash")
    area = page.locator("#text")
    area.type("Yes and/or no\n\n/warn")
    offered(page, "Warning")
    area.press("Enter")
    area.type("Mind the step.")
    stands(area, re.escape("no\n\n> [!WARNING]\n> Mind the step.") + r"\s*$")


def test_the_list_opens_at_the_caret_and_stays_on_the_screen(writes) -> None:
    page = writes("Line.\n" * 60, title="Places", viewport={"width": 390, "height": 700})
    page.locator("#text").type("[[")
    page.wait_for_selector(OPTION)
    box = page.locator(".suggest").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert box["y"] >= 0 and box["y"] + box["height"] <= 700


def test_nothing_is_offered_inside_code(writes) -> None:
    page = writes(title="Code", text="```\n")
    area = page.locator("#text")
    area.type("@fem")
    area.type(" `@fem")
    page.wait_for_selector("[data-save-state]:has-text('saved')")
    assert page.locator(".suggest").is_hidden()
