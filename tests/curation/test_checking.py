"""Asking a colleague to check a proposal: who may, whom, what they answer and who hears of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from essp.core import clock
from essp.core.db import transaction
from essp.core.decision import Invalid, Refused
from essp.core.worker import do_all
from essp.curation import checking
from essp.notifications import settings
from essp.people.models import Person
from essp.wiki.editing import create_page
from essp.wiki.looking import remarks_on
from essp.wiki.proposal_models import Proposal
from essp.wiki.proposing import propose
from tests.notifications.test_curation_news import heard
from tests.notifications.test_mailing import ALL_AT_ONCE, TUESDAY, mails, text_of

__all__ = ["mails"]


@pytest.fixture
def proposal(femke: Person, noor: Person, space) -> Proposal:
    """What Noor proposes for a page of Femke."""
    with transaction():
        page = create_page(femke, space, title="Plan", text="One.\n\nTwo.\n").page
        return propose(noor, page, text="One.\n\nThree.\n", based_on=1, reason="It is three.")


def ask(actor: Person, proposal: Proposal, person: Person | None, why: str = "Is it three?"):
    with transaction():
        return checking.ask(actor, proposal, person, why)


def test_who_is_asked_hears_why_and_who_asked_hears_the_answer(proposal, femke, ruben) -> None:
    ask(femke, proposal, ruben)
    do_all()
    assert heard(ruben) == ["Femke de Boer asks you to check a proposal"]
    with transaction():
        checking.answer(ruben, proposal, "objects", "It is four.")
    do_all()
    assert "Ruben Haak checked a proposal for you" in heard(femke)
    (row,) = checking.checks_of(proposal)
    assert (row.answer, row.words) == ("objects", "It is four.")
    assert [each.text for each in remarks_on(proposal)] == ["It is four."]


def test_who_agrees_stands_with_the_proposal_as_having_checked_it(proposal, femke, ruben) -> None:
    ask(femke, proposal, ruben)
    with transaction():
        checking.answer(ruben, proposal, "agrees", "")
    assert [(each.by_id, each.kind) for each in remarks_on(proposal)] == [(ruben.id, "agrees")]
    with pytest.raises(Invalid), transaction():
        checking.answer(ruben, proposal, "agrees", "")


def test_only_who_decides_asks_and_only_somebody_else_who_reads_it(
    proposal, femke, ruben, noor, make_person
) -> None:
    with pytest.raises(Refused):
        ask(ruben, proposal, femke)
    for person in (femke, noor, None, make_person("Sanne Bakker", left_at=clock.now())):
        with pytest.raises(Invalid):
            ask(femke, proposal, person)
    with pytest.raises(Invalid):
        ask(femke, proposal, ruben, why=" ")


def test_asked_twice_is_asked_once_and_asked_anew_of_another_text(proposal, femke, ruben) -> None:
    first = ask(femke, proposal, ruben).at
    with clock.held_at(clock.now() + timedelta(hours=1)):
        assert ask(femke, proposal, ruben).at == first
        with transaction():
            checking.answer(ruben, proposal, "passes", "Ask Noor.")
        assert ask(femke, proposal, ruben).answered_at is None


def test_the_desk_shows_who_is_asked_and_keeps_what_was_typed(
    browser_of: Callable[[Person], FlaskClient], proposal, space, femke, ruben
) -> None:
    browser, path = browser_of(femke), f"/proposals/{proposal.uid}/check?desk=1&space={space.slug}"
    refused = browser.submit(path, {"person": "Nobody At All", "why": "Is it?"}, seen_on=path)
    assert refused.status_code == 422
    assert "Nobody has this name" in refused.text and "Is it?" in refused.text
    done = browser.submit(path, {"person": "Ruben Haak", "why": "Is it?"}, seen_on=path)
    assert done.location == f"/curation?proposal={proposal.uid}&space={space.slug}"
    desk = browser.get(done.location).text
    assert "Ruben Haak is asked to check it." in desk and "waits for an answer" in desk
    end = f"/proposals/{proposal.uid}/check/{ruben.handle}/end?desk=1"
    browser.submit(end, {}, seen_on=done.location)
    assert checking.checks_of(proposal) == []


def test_who_was_asked_answers_beside_the_proposal(
    browser_of: Callable[[Person], FlaskClient], proposal, femke, ruben
) -> None:
    ask(femke, proposal, ruben)
    browser, seen = browser_of(ruben), f"/proposals/{proposal.uid}"
    assert "You are asked to check this" in browser.get(seen).text
    path = f"/proposals/{proposal.uid}/check/answer"
    refused = browser.submit(path, {"answer": "objects", "words": ""}, seen_on=seen)
    assert refused.status_code == 422 and "Say what is wrong" in refused.text
    browser.submit(path, {"answer": "objects", "words": "Four."}, seen_on=path)
    shown = browser.get(seen).text
    assert "You are asked to check this" not in shown and "objects" in shown
    assert browser.get(path).status_code == 404


def test_the_mail_to_who_is_asked_says_why(femke, ruben, noor, space, mails) -> None:
    with clock.held_at(TUESDAY), transaction():
        settings.choose(ruben, ALL_AT_ONCE)
        page = create_page(femke, space, title="Plan", text="One.\n").page
        made = propose(noor, page, text="Two.\n", based_on=1, reason="It is two.")
        checking.ask(femke, made, ruben, "Is it two or three?")
    with clock.held_at(TUESDAY):
        do_all()
    (found,) = [each for each in mails() if each["To"].startswith("Ruben")]
    assert "Is it two or three?" in text_of(found)
