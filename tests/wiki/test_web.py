"""The wiki in the browser."""

from __future__ import annotations

import re

import pytest

from essp.core.db import transaction
from essp.wiki import lifecycle
from essp.wiki.editing import create_page, edit_page
from essp.wiki.queries import find_page
from essp.wiki.texts import text_of

TEXT = "## When to start\n\nStart at 95% of the limit. See [[Rota]] and [[#After]].\n\n## After\n\nWrite it down.\n"


@pytest.fixture
def page(femke, space):
    """A page by Femke with two sections."""
    with transaction():
        return create_page(femke, space, title="Congestion playbook", text=TEXT).page


@pytest.fixture
def ruben_reads(browser_of, ruben):
    """Ruben's browser."""
    return browser_of(ruben)


def fields(html: str) -> dict[str, str]:
    """The hidden fields of the first form that has a save key."""
    found = dict(re.findall(r'name="(save_key|based_on)" value="([^"]*)"', html))
    assert "save_key" in found
    return found


def test_a_page_shows_its_text_its_authors_and_its_place(page, ruben_reads) -> None:
    answer = ruben_reads.get("/s/congestion-management/congestion-playbook")
    assert answer.status_code == 200
    assert "Start at 95% of the limit." in answer.text
    assert "Femke de Boer" in answer.text
    assert "wikilink--wanted" in answer.text


def test_an_edit_is_saved_and_answered_with_the_page(page, ruben, ruben_reads) -> None:
    form = fields(ruben_reads.get(f"/p/{page.uid}/edit").text)
    answer = ruben_reads.submit(
        f"/p/{page.uid}/edit", {**form, "text": TEXT.replace("95%", "92%"), "summary": "Review"}
    )
    assert answer.status_code == 303
    assert "92%" in ruben_reads.get(answer.location).text
    assert find_page(ruben, page.uid).updated_by_id == ruben.id


def test_both_texts_come_back_from_a_conflict_and_the_choice_is_saved(
    page, femke, ruben_reads
) -> None:
    form = fields(ruben_reads.get(f"/p/{page.uid}/edit").text)
    with transaction():
        edit_page(femke, page, text=TEXT.replace("95%", "90%"), based_on=1)
    mine = TEXT.replace("95%", "92%")
    answer = ruben_reads.submit(f"/p/{page.uid}/edit", {**form, "text": mine})
    assert answer.status_code == 409
    assert "<ins>90</ins>" in answer.text
    assert "<ins>92</ins>" in answer.text
    sent = {**fields(answer.text), "text": mine, "current": "2", "choice-0": "mine"}
    assert ruben_reads.submit(f"/p/{page.uid}/resolve", sent).status_code == 303
    assert text_of(find_page(femke, page.uid)) == mine


def test_text_that_is_too_large_comes_back_with_a_reason(page, ruben_reads) -> None:
    form = fields(ruben_reads.get(f"/p/{page.uid}/edit").text)
    answer = ruben_reads.submit(f"/p/{page.uid}/edit", {**form, "text": "word " * 400_000})
    assert answer.status_code == 422
    assert "2000 KB" in answer.text
    assert answer.text.count("word") > 399_000


@pytest.mark.parametrize(
    "where",
    [
        "history",
        "history?view=side",
        "compare?from=1&to=2",
        "compare?from=2&to=1&all=1",
        "authors",
        "revisions/1",
        "rename",
        "move",
        "archive",
        "restore/1",
        "undo/2",
        "edit",
    ],
)
def test_every_screen_of_a_page_opens(page, femke, ruben_reads, where: str) -> None:
    with transaction():
        edit_page(
            femke, page, text=TEXT + "\nMore.\n", based_on=1, summary="<script>alert(1)</script>"
        )
    answer = ruben_reads.get(f"/p/{page.uid}/{where}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_who_wants_to_edit_an_archived_page_comes_where_it_is_brought_back(
    page, femke, ruben_reads
) -> None:
    with transaction():
        lifecycle.archive_page(femke, page)
    told = ruben_reads.get(f"/p/{page.uid}/edit", follow_redirects=True)
    assert "Bring it back first" in told.text
    assert f'action="/p/{page.uid}/return"' in told.text


def test_a_save_onto_a_page_archived_meanwhile_brings_it_back_in_one_go(
    page, femke, ruben, ruben_reads
) -> None:
    where = f"/p/{page.uid}/edit"
    mine = {**fields(ruben_reads.get(where).text), "text": TEXT + "\nMine.\n"}
    with transaction():
        lifecycle.archive_page(femke, find_page(femke, page.uid))
    told = ruben_reads.submit(where, mine, seen_on="/new")
    assert told.status_code == 403
    assert "archived while you wrote" in told.text and "Mine." in told.text
    assert 'name="bring_back"' in told.text
    back = ruben_reads.submit(where, {**mine, "bring_back": "1"}, seen_on="/new")
    assert back.status_code == 303
    assert "your text is saved" in ruben_reads.get(back.location).text
    assert not find_page(ruben, page.uid).archived
    assert "Mine." in text_of(find_page(ruben, page.uid))


def test_a_page_whose_title_was_taken_meanwhile_gives_the_typed_text_back(
    page, femke, ruben_reads, space
) -> None:
    where = f"/p/{page.uid}/edit"
    mine = {**fields(ruben_reads.get(where).text), "text": "Mine.\n", "bring_back": "1"}
    with transaction():
        lifecycle.archive_page(femke, find_page(femke, page.uid))
        create_page(femke, space, title=page.title, text="Another.\n")
    told = ruben_reads.submit(where, mine, seen_on="/new")
    assert told.status_code == 422
    assert "Choose another title" in told.text and "Mine." in told.text


@pytest.mark.parametrize("where", ["move", "copy"])
def test_the_pages_of_another_space_are_shown_and_what_was_typed_stays(
    page, femke, make_space, ruben_reads, where: str
) -> None:
    other = make_space(femke, "Control room")
    form = f"/p/{page.uid}/{where}"
    typed = {"space": other.slug, "summary": "It belongs there", "title": "Mine", "look": "1"}
    answer = ruben_reads.submit(form, typed, seen_on=form)
    assert answer.status_code == 303 and "csrf_token" not in answer.location
    shown = ruben_reads.get(answer.location)
    assert 'value="It belongs there"' in shown.text
    assert re.search(rf'<option value="{other.slug}" selected', shown.text)


@pytest.mark.parametrize("where", ["edit", "move", "copy"])
def test_enter_in_a_line_does_what_the_form_is_for(page, ruben_reads, where: str) -> None:
    edit = f"/p/{page.uid}/edit"
    form = fields(ruben_reads.get(edit).text)
    ruben_reads.submit(f"/p/{page.uid}/draft", {**form, "text": "Mine.\n"}, seen_on=edit)
    shown = ruben_reads.get(f"/p/{page.uid}/{where}").text.split('method="post" action="/p/')[1]
    first = re.search(r'<button[^>]*type="submit"[^>]*>', shown)
    assert first and "discard" not in first[0] and "formaction" not in first[0]


@pytest.mark.parametrize(
    "where",
    [
        "/",
        "/?everywhere=1",
        "/changes",
        "/changes?minor=1",
        "/s/congestion-management/-/changes",
        "/people/femke-de-boer/contributions",
        "/new",
        "/s/congestion-management/-/new?title=Rota",
        "/patterns",
    ],
)
def test_every_list_opens(page, ruben_reads, where: str) -> None:
    assert ruben_reads.get(where).status_code == 200


def test_an_old_address_leads_to_the_present_one(page, ruben_reads) -> None:
    answer = ruben_reads.submit(f"/p/{page.uid}/rename", {"title": "Playbook"})
    assert answer.location == "/s/congestion-management/playbook"
    answer = ruben_reads.get("/s/congestion-management/congestion-playbook")
    assert (answer.status_code, answer.location) == (301, "/s/congestion-management/playbook")


def test_unsaved_text_is_offered_again(page, ruben_reads) -> None:
    answer = ruben_reads.submit(f"/p/{page.uid}/draft", {"text": "half a thought", "based_on": "1"})
    assert answer.status_code == 200
    assert "half a thought" in ruben_reads.get(f"/p/{page.uid}/edit").text
    assert "half a thought" not in ruben_reads.get(f"/p/{page.uid}/edit?fresh=1").text


def test_a_title_that_exists_gives_the_form_back(page, ruben_reads) -> None:
    answer = ruben_reads.submit(
        "/s/congestion-management/-/new",
        {"title": "congestion PLAYBOOK", "text": "my text", "save_key": "a"},
    )
    assert answer.status_code == 422
    assert "my text" in answer.text
    assert "already" in answer.text


def test_hidden_and_missing_pages_look_the_same(femke, noor, closed_space, browser_of) -> None:
    with transaction():
        hidden = create_page(femke, closed_space, title="Plan", text="x").page
    reader = browser_of(noor)
    for where in ("", "/edit", "/history", "/authors", "/revisions/1", "/compare", "/move"):
        mine, other = reader.get(f"/p/{hidden.uid}{where}"), reader.get(f"/p/0000000000{where}")
        assert mine.status_code == other.status_code == 404
        assert mine.data == other.data
