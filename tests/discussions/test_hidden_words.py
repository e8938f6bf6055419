"""Comments on words of a version that moderators closed say these words to nobody."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.core.decision import Invalid
from essp.core.text.anchors import Anchor
from essp.discussions import anchoring
from essp.discussions.passages import Pointed, comment, comments_of
from essp.wiki.editing import create_page, edit_page
from essp.wiki.hiding import hide_version

NUMBER = "call Hilde privately on 0612345678"
BEFORE = f"## When to start\n\nIn an emergency {NUMBER} at night. Write it down.\n"


@pytest.fixture
def page(femke, space):
    """A page with a number on it that should not have been there."""
    with transaction():
        return create_page(femke, space, title="Playbook", text=BEFORE).page


def commented(actor, page, quote=NUMBER):
    with transaction():
        return comment(actor, page.uid, Pointed(1, Anchor(quote)), text="May this be here?")


def rewritten(actor, page, text):
    with transaction():
        edit_page(actor, page, text=text, based_on=page.revision_number)
    anchoring.bring_up(anchoring.pages().present(page.id))


def closed(actor, page, number=1):
    with transaction():
        hide_version(actor, page, number, note="A private number")


def screens(browser, page):
    listed = f"/p/{page.uid}/comments"
    return [listed, f"{listed}/marks", f"{listed}/{comments_of(None, page)[0].thread.uid}", "/"]


@pytest.mark.parametrize(
    "after",
    [
        "## When to start\n\nIn an emergency call Hilde at night. Write it down.\n",
        "## When to start\n\nStation and hour belong in the log of the desk.\n",
        "Nothing is left of it.\n",
    ],
)
def test_words_of_a_closed_version_are_on_no_screen(
    browser_of, femke, noor, ruben, page, after
) -> None:
    commented(noor, page)
    rewritten(femke, page, after)
    closed(femke, page)
    for person in (noor, ruben, femke):
        browser = browser_of(person)
        for path in screens(browser, page):
            assert "0612345678" not in browser.get(path).text, path
    shown = browser.get(f"/p/{page.uid}/comments").text
    assert "in a version that is hidden" in shown
    assert "May this be here?" in shown


def test_words_that_still_stand_in_the_page_are_shown(browser_of, femke, noor, page) -> None:
    commented(noor, page, "Write it down")
    rewritten(femke, page, "## When to start\n\nIn an emergency call Hilde. Write it down.\n")
    closed(femke, page)
    assert "Write it down" in browser_of(noor).get(f"/p/{page.uid}/comments").text


def test_between_an_edit_and_the_search_for_its_comments_nothing_is_shown(
    browser_of, femke, noor, page
) -> None:
    commented(noor, page)
    with transaction():
        edit_page(femke, page, text="Call the desk.", based_on=1)
    closed(femke, page)
    for path in screens(browser_of(noor), page):
        assert "0612345678" not in browser_of(noor).get(path).text, path


def test_a_comment_does_not_ask_a_closed_version_what_it_says(femke, noor, page) -> None:
    rewritten(femke, page, "Call the desk.")
    closed(femke, page)
    with pytest.raises(Invalid):
        commented(noor, page, "0612345678")
    assert commented(noor, page, "Call").made_in == 2
