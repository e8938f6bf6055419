"""Who proposes again for a page adds to what waits there: one text for its owners, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from essp.core.db import session, transaction
from essp.people.models import Person
from essp.wiki.carrying import version_of
from essp.wiki.deciding import decline, send_back
from essp.wiki.editing import edit_page
from essp.wiki.guard_models import Level
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.protecting import Wish, protect
from essp.wiki.revising import bring_back, withdraw
from tests.hygiene import HygieneClient
from tests.wiki.test_deciding import seen
from tests.wiki.test_proposing import TEXT, edited, page, proposed

__all__ = ["page"]

FEWER = TEXT.replace("95%", "92%")
MORE = TEXT.replace("what you did", "what everybody did")
BOTH = FEWER.replace("what you did", "what everybody did")


def test_a_second_proposal_is_the_next_version_of_the_one_that_waits(
    page: Page, ruben: Person
) -> None:
    first = proposed(ruben, page, FEWER, reason="The rota")
    again = proposed(ruben, page, MORE, reason="The log")
    assert again.id == first.id
    assert version_of(again).text == BOTH
    assert version_of(again, 1).text == FEWER
    assert (again.reason, again.words_added) == ("The rota\nThe log", 2)


def test_where_both_changed_the_same_words_the_later_ones_count_and_the_first_are_kept(
    page: Page, ruben: Person
) -> None:
    proposed(ruben, page, FEWER)
    again = proposed(ruben, page, TEXT.replace("95%", "90%"), reason="Why not")
    assert version_of(again).text == TEXT.replace("95%", "90%")
    assert version_of(again, 1).text == FEWER
    assert again.reason == "Why not"


def test_a_save_that_waits_adds_to_what_waits_once_however_often_it_is_sent(
    page: Page, femke: Person, ruben: Person
) -> None:
    with transaction():
        protect(femke, page, Wish(Level.BEFORE))
    for text, key in ((FEWER, "k1"), (MORE, "k2"), (MORE, "k2"), (FEWER, "k1")):
        with transaction():
            saved = edit_page(ruben, page, text=text, based_on=1, save_key=key)
        assert saved.proposal is not None
    assert version_of(saved.proposal).text == BOTH
    assert (saved.proposal.version, page.revision_number) == (2, 1)


def test_what_is_added_to_moved_along_with_its_page(
    page: Page, femke: Person, ruben: Person
) -> None:
    first = proposed(ruben, page, FEWER)
    edited(femke, page, TEXT.replace("## After", "## Afterwards"))
    again = proposed(ruben, page, MORE, based_on=1)
    assert again.id == first.id
    assert version_of(again).text == BOTH.replace("## After", "## Afterwards")


@pytest.mark.parametrize("state", ["sent back", "stuck", "declined", "of another"])
def test_what_does_not_wait_is_left_alone(
    page: Page, femke: Person, ruben: Person, noor: Person, state: str
) -> None:
    first = proposed(noor if state == "of another" else ruben, page, FEWER)
    with transaction():
        if state == "sent back":
            send_back(femke, first, seen(first), reason="Why")
        if state == "declined":
            decline(femke, first, seen(first), reason="Why")
    if state == "stuck":
        edited(femke, page, TEXT.replace("95%", "90%"))
    again = proposed(ruben, page, TEXT.replace("95%", "90%") + "\nMore.\n")
    assert again.id != first.id
    assert version_of(first).text == FEWER


def test_a_bundle_holds_one_open_proposal_for_a_page(page: Page, ruben: Person) -> None:
    first = proposed(ruben, page, FEWER, bundle="b")
    with transaction():
        withdraw(ruben, first)
    second = proposed(ruben, page, MORE, bundle="b")
    assert second.id != first.id
    with transaction():
        bring_back(ruben, first)
    assert (first.bundle, second.bundle) == (None, "b")
    assert proposed(ruben, page, TEXT + "\nMore.\n", bundle="b").id == second.id


def test_the_screens_say_that_it_is_one_proposal_and_show_the_text_before(
    page: Page, ruben: Person, browser_of: Callable[[Person], HygieneClient]
) -> None:
    first = proposed(ruben, page, FEWER)
    browser, where = browser_of(ruben), f"/p/{page.uid}/propose"
    assert "What you propose now is added to it." in browser.get(where).text
    sent = {"text": MORE, "based_on": "1", "reason": "More", "save_key": "k1"}
    answer = browser.submit(where, sent, seen_on=where)
    assert answer.location.endswith(f"/proposals/{first.uid}")
    assert "added to your proposal" in browser.get(answer.location).text
    before = browser.get(f"/proposals/{first.uid}?version=1").text
    assert "This is what the proposal said before." in before
    assert "<ins>92</ins>" in before and "<ins>everybody" not in before
    waiting = select(Proposal.id).where(Proposal.state == State.WAITING.value)
    assert session().scalars(waiting).all() == [first.id]
