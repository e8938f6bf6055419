"""Forms that cannot be saved: a clear page that gives back what was typed, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy.orm import Session

from essp.core.db import transaction
from essp.core.ids import clean_line
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import drafts, lifecycle
from essp.wiki.editing import create_page, edit_page
from essp.wiki.models import Page
from essp.wiki.texts import text_of

TEXT = "Start at 95% of the limit.\n"
TYPED = "Start at 90% of the limit, says whoever typed this.\n"


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    with transaction():
        return create_page(femke, space, title="Congestion playbook", text=TEXT).page


@pytest.fixture
def browser(browser_of: Callable[[Person], FlaskClient], ruben: Person) -> FlaskClient:
    return browser_of(ruben)


@pytest.mark.parametrize("base", [None, "", "0", "99", "-1", "x", "1.5", "9" * 30])
def test_a_save_without_a_usable_base_gives_the_text_back_and_can_be_saved_after_a_look(
    page: Page, browser, base: str | None
) -> None:
    form = {"text": TYPED} | ({} if base is None else {"based_on": base})
    answer = browser.submit(f"/p/{page.uid}/edit", form)
    assert answer.status_code == 422
    assert TYPED in answer.text and "started from" in answer.text
    assert 'name="based_on" value="1"' in answer.text
    assert text_of(page) == TEXT


def test_a_choice_between_two_texts_without_a_usable_base_gives_the_text_back(
    page: Page, browser
) -> None:
    for form in ({}, {"based_on": "1"}, {"based_on": "2", "current": "1"}):
        answer = browser.submit(f"/p/{page.uid}/resolve", {**form, "text": TYPED})
        assert answer.status_code == 422
        assert TYPED in answer.text


def test_what_was_chosen_is_kept_when_the_page_was_archived_meanwhile(
    page: Page, femke: Person, ruben: Person, browser
) -> None:
    with transaction():
        edit_page(femke, page, text="Start at 93% of the limit.\n", based_on=1)
        lifecycle.archive_page(femke, page)
    form = {
        "text": TYPED,
        "based_on": "1",
        "current": "2",
        "choice-0": "own",
        "own-0": "my words\n",
    }
    answer = browser.submit(f"/p/{page.uid}/resolve", form)
    assert answer.status_code == 403
    assert "archived" in answer.text
    kept = drafts.own_draft(ruben, page)
    assert kept is not None
    assert kept.text in answer.text


@pytest.mark.parametrize("text", [TYPED, "word " * 400_000], ids=["usual", "two megabytes"])
def test_text_for_a_page_that_was_archived_meanwhile_comes_back(
    page: Page, femke: Person, browser, text: str
) -> None:
    with transaction():
        lifecycle.archive_page(femke, page)
    answer = browser.submit(f"/p/{page.uid}/edit", {"text": text, "based_on": "1"})
    assert answer.status_code == 403
    assert text in answer.text
    assert "Bring back and save" in answer.text


def test_two_megabytes_pasted_come_back_with_the_reason(page: Page, space: Space, browser) -> None:
    text = "word " * 400_000
    edited = browser.submit(f"/p/{page.uid}/edit", {"text": text, "based_on": "1"})
    started = browser.submit(f"/s/{space.slug}/-/new", {"text": text, "title": "Paste"})
    for answer in (edited, started):
        assert answer.status_code == 422
        assert text in answer.text
        assert "divide it" in answer.text
    for path in (f"/p/{page.uid}/draft", f"/s/{space.slug}/-/draft", "/preview"):
        assert browser.submit(path, {"text": text, "title": "Paste"}).status_code == 422
    assert text_of(page) == TEXT


@pytest.mark.parametrize("path", ["/p/{uid}/edit", "/preview", "/sign-in", "/account/profile"])
def test_more_than_any_form_may_hold_is_answered_by_a_page_that_says_so(
    page: Page, browser, path: str
) -> None:
    answer = browser.submit(path.format(uid=page.uid), {"text": "x" * 26_000_000, "based_on": "1"})
    assert answer.status_code == 413
    assert "This is too large" in answer.text and "your text is still there" in answer.text
    assert answer.headers["Cache-Control"].startswith("no-store")


def test_bytes_that_are_no_utf8_are_saved_as_far_as_they_can_be_read(page: Page, browser) -> None:
    browser.submit("/preview", {"text": "for its token"})
    body = b"based_on=1&save_key=k&text=caf%E9+%FF%00+%ED%A0%80+ok&csrf_token="
    answer = browser.post(
        f"/p/{page.uid}/edit",
        data=body + browser.csrf_token.encode(),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 303
    kept = text_of(page)
    assert kept.startswith("caf") and kept.endswith("ok")
    assert "\0" not in kept


def test_a_new_page_below_one_that_has_moved_away_gives_the_text_back(
    page: Page, space: Space, make_space, femke: Person, browser, ruben: Person
) -> None:
    elsewhere = make_space(femke, "Elsewhere")
    with transaction():
        lifecycle.move_page(femke, page, elsewhere)
    form = {"title": "Rota", "text": TYPED, "parent": page.uid}
    answer = browser.submit(f"/s/{space.slug}/-/new", form)
    assert answer.status_code == 422
    assert TYPED in answer.text and "Choose another place" in answer.text
    kept = browser.submit(f"/s/{space.slug}/-/draft", form)
    assert kept.status_code == 200
    assert drafts.own_new_draft(ruben, space).text == TYPED


@pytest.mark.parametrize("title", ["x" * 400, "🔥" * 400, "é" * 256])
def test_a_title_of_four_hundred_characters_comes_back_with_the_text(
    space: Space, page: Page, browser, title: str
) -> None:
    started = browser.submit(f"/s/{space.slug}/-/new", {"title": title, "text": TYPED})
    renamed = browser.submit(f"/p/{page.uid}/rename", {"title": title})
    for answer in (started, renamed):
        assert answer.status_code == 422
        assert title in answer.text
        assert "at most 255" in answer.text
    assert TYPED in started.text


@pytest.mark.parametrize(
    "title", ["👩‍👩‍👧‍👦", "🔥" * 255, "-", "new", "\u202etfel\u202c", "١٢٣", "a/b?c#d%e"]
)
def test_a_title_of_anything_visible_makes_a_page_that_can_be_read(
    space: Space, browser, title: str
) -> None:
    answer = browser.submit(f"/s/{space.slug}/-/new", {"title": title, "text": TYPED})
    assert answer.status_code == 303
    read = browser.get(answer.location)
    assert read.status_code == 200
    assert str(escape(clean_line(title))) in read.text


def test_unknown_spaces_and_pages_are_not_found_by_any_form(browser) -> None:
    form = {"text": TYPED, "title": "Rota", "based_on": "1"}
    for path in (
        "/p/zzzzzzzzzz/edit", "/p/zzzzzzzzzz/resolve", "/p/zzzzzzzzzz/draft", "/p/zzzzzzzzzz/move",
        "/p/zzzzzzzzzz/rename", "/p/zzzzzzzzzz/archive", "/p/zzzzzzzzzz/return",
        "/p/zzzzzzzzzz/restore/1", "/p/zzzzzzzzzz/undo/1", "/s/no-such-space/-/new",
        "/s/no-such-space/-/draft", "/s/no-such-space/-/membership", "/s/no-such-space/-/settings",
    ):  # fmt: skip
        answer = browser.submit(path, form)
        assert answer.status_code == 404, path
        assert "There is nothing here" in answer.text


def test_a_page_is_not_moved_to_a_place_that_is_not_there(
    page: Page, space: Space, browser, session: Session
) -> None:
    for form in (
        {"space": "no-such-space"},
        {"space": space.slug, "parent": "zzzzzzzzzz"},
        {"space": space.slug, "parent": page.uid},
        {},
    ):
        assert browser.submit(f"/p/{page.uid}/move", form).status_code in {404, 422}
    assert (page.space_id, page.parent_id) == (space.id, None)
