"""Source that is compared or attributed reads like the page, and not a character of it is left out."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essp.core.db import transaction
from essp.core.markdown.lines import lines_of
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page
from essp.wiki.web.dressing import dressed

LINES = st.sampled_from(
    [
        "# One",
        "## Two",
        "| a | b\\| |",
        "|---|---|",
        "|c||",
        "```",
        "words | and words",
        "|",
        "",
        "a",
    ]
)
OPS = st.sampled_from(["same", "ins", "del"])


def shown(line) -> str:
    cells = line.cells or [line.parts]
    return "".join(part["text"] for cell in cells for part in cell)


@given(st.lists(st.tuples(LINES, OPS, st.integers(0, 9)), max_size=12))
def test_whatever_the_dress_the_text_is_all_there(written) -> None:
    text = "\n".join(line for line, _op, _cut in written)
    parts = [
        [{"text": piece, "op": op} for piece in (line[:cut], line[cut:]) if piece]
        for line, op, cut in written
    ]
    lines = dressed(zip(lines_of(text), parts, strict=False))
    assert "\n".join(map(shown, lines)) == text


@pytest.fixture
def changed(femke, space):
    """Write a page, and put some words of it in the place of others."""

    def change(text: str, words: str, others: str) -> Page:
        with transaction():
            page = create_page(femke, space, title="Rota", text=text).page
        with transaction():
            return edit_page(femke, page, based_on=1, text=text.replace(words, others)).page

    return change


def test_a_change_of_what_a_line_is_shows_the_marks_of_both(browser_of, femke, changed) -> None:
    text = "# Rota\n\nThe desk decides in office hours.\n"
    page = changed(text, "# Rota", "## Rota")
    told = browser_of(femke).get(f"/p/{page.uid}/history").text
    assert "src--plain" in told and "src--h" not in told
    assert re.search(r"<(ins|del)>#", told)


def test_a_comparison_shows_headings_and_tables_as_such(browser_of, femke, changed) -> None:
    text = "## Know your role\n| Role | Does |\n|---|---|\n| Desk | keeps the log |\n"
    page = changed(text, "the log", "a log")
    for path in ("history", "authors"):
        told = browser_of(femke).get(f"/p/{page.uid}/{path}").text
        assert '<span class="src src--h2"><span class="src__m">' in told
        assert told.count('class="src src--head"') == told.count('class="src src--row"') == 1
        assert told.count('class="src__c"') == 4
        words = unescape(re.sub(r"<[^>]+>", "", told.replace("<del>the</del>", "")))
        assert re.search(
            r"## Know your role\n\| Role \| Does \|\n\|---\|---\|\n.*\| Desk \|", words, re.S
        )


def test_the_sides_of_a_comparison_keep_the_rows_as_they_were_written(
    browser_of, femke, changed
) -> None:
    text = "| Role | Does |\n|---|---|\n| Desk | keeps the log |\n"
    page = changed(text, "the log", "a log")
    told = browser_of(femke).get(f"/p/{page.uid}/history?view=side").text
    assert "| Role | Does |" in told and "src__c" not in told
