"""Two people write on the same page at the same time."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

LINES = "Call Zwolle first.\n\nThen write the case down.\n\nClose it the same day.\n"


@pytest.fixture
def both(site, visit, start_page, request):
    """Femke and Ruben with the same page open for editing."""
    uid = start_page(f"Case: {request.node.name[5:]}", LINES)
    windows = visit("femke"), visit("ruben")
    for page in windows:
        page.goto(f"{site.url}/p/{uid}/edit")
    return windows


def write(page, old: str, new: str) -> None:
    """Replace words in the text and save."""
    page.fill("#text", page.input_value("#text").replace(old, new))
    page.click(".pubbar button[type=submit]")


def test_edits_of_different_places_are_put_together(both) -> None:
    femke, ruben = both
    write(femke, "Call Zwolle first.", "Call the room in Zwolle first.")
    femke.wait_for_selector("main.doc")
    write(ruben, "the same day", "before midnight")
    ruben.wait_for_selector("main.doc")
    text = ruben.locator("main.doc .prose")
    expect(text).to_contain_text("Call the room in Zwolle first.")
    expect(text).to_contain_text("Close it before midnight.")
    expect(ruben.locator(".flash")).to_contain_text("both edits are in it")


@pytest.mark.parametrize(
    ("choice", "kept"), [("theirs", "in an hour"), ("mine", "by noon"), ("own", "at once")]
)
def test_edits_of_the_same_words_are_chosen_between(both, choice: str, kept: str) -> None:
    femke, ruben = both
    write(femke, "the same day", "in an hour")
    femke.wait_for_selector("main.doc")
    write(ruben, "the same day", "by noon")
    ruben.wait_for_selector("[data-conflict]")
    expect(ruben.locator("main")).to_contain_text("in an hour")
    expect(ruben.locator("main")).to_contain_text("by noon")
    if choice == "own":
        ruben.fill("[data-own]", "Close it at once.")
        expect(ruben.locator("[value=own]")).to_be_checked()
    else:
        ruben.check(f"[value={choice}]")
    ruben.click("main button.btn--primary")
    ruben.wait_for_selector("main.doc")
    expect(ruben.locator("main.doc .prose")).to_contain_text(kept)
    expect(ruben.locator("main.doc .prose")).to_contain_text("Then write the case down.")
