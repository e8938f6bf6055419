"""Writing a post: seen before it is sent, with and without script, and kept when one leaves."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.discussions.drafts import for_edit, own_draft
from essp.discussions.queries import opening_of
from essp.wiki.editing import create_page
from tests.discussions.talking import answer, ask

TYPED = "**Lift** it, @ruben-haak, as in [[Playbook]].\n\n![[Playbook]]\n\n> [!warning] Not at night\n> Ever."


@pytest.fixture
def playbook(femke, space):
    with transaction():
        return create_page(femke, space, title="Playbook", text="The words of the page.").page


@pytest.fixture
def thread(femke, space):
    return ask(femke, space)


@pytest.fixture
def post(thread):
    return opening_of(thread)


def test_script_shows_a_post_as_it_will_look(browser_of, playbook, ruben, space, post) -> None:
    browser, seen_on = browser_of(ruben), f"/posts/{post.uid}/reply"
    address = f"/talk/preview?for=reply&key={post.uid}"
    shown = browser.submit(address, {"text": TYPED}, seen_on=seen_on)
    assert shown.status_code == 200
    assert "<strong>Lift</strong>" in shown.text and "@Ruben Haak" in shown.text
    assert f'href="/s/{space.slug}/playbook"' in shown.text
    assert "The words of the page." not in shown.text and "callout" in shown.text
    assert "Nothing to show yet." in browser.submit(address, {"text": " "}, seen_on=seen_on).text
    crowd = " ".join(f"@nobody{each}" for each in range(3)) + "<script>alert(1)</script>"
    assert "<script>" not in browser.submit(address, {"text": crowd}, seen_on=seen_on).text
    large = browser.submit(address, {"text": "x" * 100_001}, seen_on=seen_on)
    assert large.status_code == 422 and "100 KB" in large.text


def test_a_preview_of_a_closed_space_is_for_its_readers(
    browser_of, noor, ruben, closed_space, space
) -> None:
    thread, mine = ask(ruben, closed_space), ask(noor, space)
    seen_on = f"/posts/{opening_of(mine).uid}/reply"
    for place in (f"reply&key={opening_of(thread).uid}", f"new&key={closed_space.slug}", "page"):
        sent = browser_of(noor).submit(f"/talk/preview?for={place}", {"text": "x"}, seen_on=seen_on)
        assert sent.status_code == 404


def test_without_script_every_form_shows_what_it_would_post(
    browser_of, femke, playbook, space, thread, post
) -> None:
    browser, mine = browser_of(femke), answer(femke, post, "Mine.")
    comments = f"/p/{playbook.uid}/comments"
    begun = browser.submit(
        f"{comments}/new", {"text": "Who says?", "quote": "The words"}, seen_on=f"{comments}/new"
    ).location
    sent = {"text": TYPED, "title": "Limits", "preview": "1", "quote": "The words"}
    for address, seen_on in (
        (f"/posts/{post.uid}/reply", f"/posts/{post.uid}/reply"),
        (f"/posts/{post.uid}/reply", f"/t/{thread.uid}"),
        (f"/posts/{mine.uid}/edit", f"/posts/{mine.uid}/edit"),
        (f"/s/{space.slug}/-/talk/new", f"/s/{space.slug}/-/talk/new"),
        ("/ask", "/ask"),
        (f"{comments}/new", f"{comments}/new"),
        (f"{begun}/reply", begun),
    ):
        shown = browser.submit(address, sent, seen_on=seen_on)
        assert shown.status_code == 200, address
        assert "<strong>Lift</strong>" in shown.text and "It is not sent yet." in shown.text
        assert "**Lift** it, @ruben-haak" in shown.text  # what was typed stands in the form again
    thread = browser.get(f"/t/{thread.uid}").text
    assert "Lift</strong>" not in thread and "Mine." in thread
    nothing = browser.submit("/ask", {"preview": "1", "text": ""}, seen_on="/ask")
    assert nothing.status_code == 200 and "Nothing to show yet." in nothing.text


def test_an_edit_that_was_not_saved_is_offered_until_it_is(browser_of, femke, thread, post) -> None:
    browser, page = browser_of(femke), f"/posts/{post.uid}/edit"
    typed = {"title": thread.title, "text": "It is late, and", "based_on": post.revision}
    keep = f"/talk/draft?for=edit&key={post.uid}"
    browser.submit(keep, typed, seen_on=page)
    again = browser.get(page).text
    assert "It is late, and" in again and "This is what you had not saved yet." in again
    browser.submit(keep, typed | {"text": post.text}, seen_on=page)
    assert own_draft(femke, for_edit(post)) is None  # what the post says already is no draft
    browser.submit(page, typed | {"text": "It is late, and dark."}, seen_on=page)
    browser.submit(keep, typed, seen_on=page)  # on its way when the edit was saved
    assert own_draft(femke, for_edit(post)) is None
    assert "not saved yet" not in browser.get(page).text
