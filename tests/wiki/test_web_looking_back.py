"""Comparing long and odd texts in the browser, and the lists of changes."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from essp.core.db import session, transaction
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Revision, RevisionCredit
from essp.wiki.texts import text_of


@pytest.fixture
def page(femke, space):
    """A page by Femke."""
    with transaction():
        return create_page(femke, space, title="Playbook", text="One line.\n").page


def saved(person, page, text: str, **values) -> None:
    """A next revision of the page."""
    with transaction():
        edit_page(person, page, text=text, based_on=page.revision_number, **values)


def test_a_change_of_one_huge_line_is_offered_as_two_texts(page, femke, ruben, browser_of) -> None:
    saved(femke, page, "word " * 40_000)
    answer = browser_of(ruben).get(f"/p/{page.uid}/compare?from=1&to=2")
    assert answer.status_code == 200
    assert "More than 150 KB of text differs" in answer.text
    assert f"/p/{page.uid}/revisions/1/text" in answer.text


def test_one_changed_line_of_a_long_page_is_compared(page, femke, ruben, browser_of) -> None:
    lines = [f"Line {number} of a long page" for number in range(10_000)]
    saved(femke, page, "\n".join(lines))
    lines[5_000] = "Line 5000 of a rather long page"
    saved(femke, page, "\n".join(lines))
    answer = browser_of(ruben).get(f"/p/{page.uid}/compare?from=2&to=3")
    assert "<ins>rather </ins>" in answer.text
    assert "differs between these versions" not in answer.text


def test_the_text_of_a_version_is_given_as_it_was_written(page, femke, ruben, browser_of) -> None:
    saved(femke, page, "<script>alert(1)</script>")
    answer = browser_of(ruben).get(f"/p/{page.uid}/revisions/2/text")
    assert answer.mimetype == "text/plain"
    assert answer.text.strip() == text_of(page, 2).strip() == "<script>alert(1)</script>"
    assert browser_of(ruben).get(f"/p/{page.uid}/revisions/9/text").status_code == 404


def test_passages_of_one_edit_stand_together_in_who_wrote_what(
    page, femke, ruben, browser_of
) -> None:
    text = "First passage here.\n\nSecond passage here.\n"
    saved(femke, page, text, summary="Both passages")
    saved(ruben, page, text + "\nThird by another.\n", summary="A third")
    answer = browser_of(ruben).get(f"/p/{page.uid}/authors")
    assert answer.text.count("“Both passages”") == 1
    assert answer.text.count("“A third”") == 1


def test_who_restores_over_an_edit_is_told_first(page, femke, ruben, browser_of) -> None:
    saved(femke, page, "Two lines.\n")
    reader = browser_of(ruben)
    form = f"/p/{page.uid}/restore/1"
    assert 'name="seen" value="2"' in reader.get(form).text
    saved(femke, page, "Three lines.\n")
    told = reader.submit(form, {"seen": "2", "summary": "It was better"})
    assert told.status_code == 409
    assert "Femke de Boer changed the page after you opened this" in told.text
    assert "It was better" in told.text and 'name="seen" value="3"' in told.text
    assert text_of(page) == "Three lines.\n"
    assert reader.submit(form, {"seen": "3"}).status_code == 303
    assert text_of(page) == "One line.\n"


def test_a_restored_text_that_would_show_itself_is_refused_on_its_form(
    page, femke, space, ruben, browser_of
) -> None:
    with transaction():
        other = create_page(femke, space, title="Other", text="![[Playbook]]\n").page
    saved(femke, other, "Nothing shown.\n")
    saved(femke, page, "![[Other]]\n")
    told = browser_of(ruben).submit(f"/p/{other.uid}/restore/1", {"seen": "2"})
    assert told.status_code == 422
    assert "would show itself" in told.text and "Restore as version 3" in told.text


def test_everything_is_said_in_dutch_to_who_reads_dutch(page, ruben, browser_of, session) -> None:
    ruben.language = "nl"
    session.commit()
    browser = browser_of(ruben)
    assert "Fijn dat je er bent, Ruben" in browser.get("/").text
    assert "De eerste versie" in browser.get(f"/p/{page.uid}/history").text


def test_who_worked_on_a_change_with_its_author_is_named_beside_them(
    page, femke, ruben, noor, browser_of
) -> None:
    saved(ruben, page, "Two lines.\n")
    revision = session().scalar(select(Revision).where(Revision.number == 2))
    with transaction():
        for person, proposed in ((femke, False), (noor, True)):
            credit = RevisionCredit(revision_id=revision.id, person_id=person.id, proposed=proposed)
            session().add(credit)
    for address in ("history", "compare?from=1&to=2", "revisions/2"):
        text = " ".join(unescape(browser_of(ruben).get(f"/p/{page.uid}/{address}").text).split())
        words = re.sub("<[^>]+>", "", text)
        assert f"{ruben.name}, with {femke.name}" in words, address
        assert f"with {noor.name}" not in words
