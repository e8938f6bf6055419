"""Proposals: kept as typed, in no revision, and carried along when their page moves on."""

from __future__ import annotations

import pytest

from essp.core.db import transaction
from essp.core.decision import Invalid, Refused
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki import lifecycle
from essp.wiki.carrying import carry_along, version_of
from essp.wiki.editing import create_page, edit_page, locked
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from essp.wiki.proposing import propose
from essp.wiki.texts import text_of

TEXT = "## When to start\n\nStart at 95% of the limit.\n\n## After\n\nWrite down what you did.\n"


@pytest.fixture
def page(femke: Person, space: Space) -> Page:
    """A page by Femke with two sections."""
    with transaction():
        return create_page(femke, space, title="Congestion playbook", text=TEXT).page


def proposed(actor: Person, page: Page, text: str, **values: object) -> Proposal:
    """A proposal for the page."""
    values = {"based_on": page.revision_number, "reason": "Why not"} | values
    with transaction():
        return propose(actor, locked(page), text=text, **values)


def edited(actor: Person, page: Page, text: str) -> None:
    """An edit, with the proposals of the page carried along."""
    with transaction():
        edit_page(actor, page, text=text, based_on=page.revision_number)
        carry_along(page)


def test_a_proposal_waits_and_is_in_no_revision(page: Page, ruben: Person) -> None:
    proposal = proposed(ruben, page, TEXT.replace("95%", "92%"))
    assert proposal.state == State.WAITING.value
    assert (proposal.words_added, proposal.words_removed) == (1, 1)
    assert (page.revision_number, text_of(page)) == (1, TEXT)


def test_the_same_save_is_the_same_proposal(page: Page, ruben: Person) -> None:
    first = proposed(ruben, page, TEXT + "More.\n", save_key="k")
    assert proposed(ruben, page, TEXT + "More.\n", save_key="k").uid == first.uid


def test_a_proposal_that_changes_nothing_is_none(page: Page, ruben: Person) -> None:
    with pytest.raises(Invalid):
        proposed(ruben, page, TEXT)


def test_nothing_is_proposed_for_an_archived_page(page: Page, femke: Person, ruben: Person) -> None:
    with transaction():
        lifecycle.archive_page(femke, page)
    with pytest.raises(Refused):
        proposed(ruben, page, TEXT + "More.\n")


def test_a_proposal_is_carried_along_when_its_page_moves_on(
    page: Page, femke: Person, ruben: Person
) -> None:
    proposal = proposed(ruben, page, TEXT.replace("95%", "92%"))
    edited(femke, page, TEXT.replace("did.", "did and why."))
    version = version_of(proposal)
    assert version.carried and version.number == proposal.version == 2
    assert version.text == TEXT.replace("95%", "92%").replace("did.", "did and why.")
    assert (proposal.based_on, proposal.stuck) == (2, False)


def test_a_proposal_is_stuck_where_the_page_changed_the_same_words_and_comes_loose_again(
    page: Page, femke: Person, ruben: Person
) -> None:
    proposal = proposed(ruben, page, TEXT.replace("95%", "92%"))
    edited(femke, page, TEXT.replace("95%", "90%"))
    assert proposal.stuck and proposal.state == State.WAITING.value
    assert version_of(proposal).text == TEXT.replace("95%", "92%")
    edited(femke, page, TEXT)
    assert not proposal.stuck


def test_a_proposal_that_the_page_says_by_now_comes_to_its_end(
    page: Page, femke: Person, ruben: Person
) -> None:
    proposal = proposed(ruben, page, TEXT.replace("95%", "92%"))
    edited(femke, page, TEXT.replace("95%", "92%"))
    assert (proposal.state, proposal.became) == (State.LAPSED.value, 2)
