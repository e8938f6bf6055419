"""Long pages stay usable in the browser."""

from __future__ import annotations

import time

import pytest

from essp.core.db import transaction
from essp.wiki.editing import create_page, edit_page

PLACES = ("history", "compare?view=side", "authors", "edit")


def saved(person, page, text: str) -> None:
    """A next revision of the page."""
    with transaction():
        edit_page(person, page, text=text, based_on=page.revision_number)


@pytest.mark.slow
def test_a_page_of_ten_thousand_lines_is_usable(femke, space, browser_of) -> None:
    """Ten times as long costs at most thirty times as much, on every screen that reads it all."""
    with transaction():
        page = create_page(femke, space, title="Playbook", text="Short.").page
    browser = browser_of(femke)
    spent: dict[str, list[float]] = {place: [] for place in PLACES}
    for count in (1_000, 10_000):
        lines = [f"Line {n} says what happened at station {n % 97}." for n in range(count)]
        saved(femke, page, "\n".join(lines))
        saved(femke, page, "\n".join([*lines[:500], "Something new.", *lines[500:]]))
        for place in PLACES:
            started = time.process_time()
            assert browser.get(f"/p/{page.uid}/{place}").status_code == 200
            spent[place].append(time.process_time() - started)
    for place, (short, long) in spent.items():
        assert long < 30 * short + 0.5, place
