"""What people hear of proposals: owners of new ones, their authors of what became of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Refused
from essp.core.worker import do_all
from essp.notifications import centre
from essp.notifications.models import Level, Notification, Subject
from essp.notifications.watching import set_level
from essp.notifications.wording import lines_of
from essp.people.models import Person
from essp.spaces.models import Space
from essp.wiki.deciding import Seen, approve, decline, send_back
from essp.wiki.editing import create_page
from essp.wiki.lapsing import remind_owners
from essp.wiki.looking import remark
from essp.wiki.models import Page
from essp.wiki.proposal_models import Proposal, State
from tests.wiki.test_deciding import TWO
from tests.wiki.test_proposing import TEXT, edited, page, proposed

__all__ = ["page"]


def heard(person: Person) -> list[str]:
    """The lines that somebody has in their centre, the newest first."""
    return [line.text for each in centre.groups(person) for line in lines_of(each.latest)]


@pytest.fixture
def proposal(page: Page, ruben: Person) -> Proposal:
    """A proposal by Ruben for Femke's page."""
    made = proposed(ruben, page, TWO)
    do_all()
    return made


def test_an_owner_hears_once_of_a_proposal_and_no_mail_tells_it(
    proposal: Proposal, femke: Person
) -> None:
    assert heard(femke) == ["Ruben Haak proposed a change"]
    assert session().scalars(select(Notification.mailing_id)).all() == [0]
    (group,) = centre.groups(femke)
    assert group.thing.url == f"/proposals/{proposal.uid}"


def test_its_author_hears_what_was_decided(
    proposal: Proposal, page: Page, femke: Person, ruben: Person
) -> None:
    with transaction():
        send_back(femke, proposal, Seen(1, 1), reason="Say which limit")
    do_all()
    assert heard(ruben) == ["Femke de Boer sent your proposal back"]
    with transaction():
        decline(femke, proposal, Seen(1, 1), reason="Not here")
    do_all()
    assert "Femke de Boer declined your proposal" in heard(ruben)


def test_its_author_hears_that_the_page_changed_the_same_words(
    page: Page, femke: Person, ruben: Person
) -> None:
    proposed(ruben, page, TEXT.replace("95%", "92%"))
    edited(femke, page, TEXT.replace("95%", "90%"))
    do_all()
    assert "Femke de Boer changed the words that you propose to change" in heard(ruben)


def test_who_approves_hears_nothing_of_the_revision_but_other_watchers_do(
    proposal: Proposal, page: Page, femke: Person, noor: Person
) -> None:
    for person in (femke, noor):
        with transaction():
            set_level(person, Subject.PAGE, page.uid, Level.NORMAL)
    with transaction():
        approve(femke, proposal, Seen(1, 1))
    do_all()
    assert not any(line.startswith("Edited by") for line in heard(femke))
    assert "Edited by Ruben Haak" in heard(noor)


def test_remarks_reach_the_author_and_those_who_spoke(
    proposal: Proposal, ruben: Person, noor: Person, femke: Person
) -> None:
    for person in (noor, femke):
        with transaction():
            remark(person, proposal, text="What of the night?")
    do_all()
    assert "Femke de Boer said something about a proposal" in heard(noor)
    assert any("said something about a proposal" in line for line in heard(ruben))


def test_past_the_promise_owners_are_reminded_once_and_after_long_silence_it_closes(
    page: Page, femke: Person, ruben: Person
) -> None:
    begun = clock.now()
    proposal = proposed(ruben, page, TWO)
    do_all()
    with clock.held_at(begun + timedelta(days=6)):
        do_all()
        assert proposal.reminded_at is not None
        assert "What Ruben Haak proposed still waits for you" in heard(femke)
    with clock.held_at(begun + timedelta(days=61)):
        do_all()
        assert proposal.state == State.LAPSED.value
        assert any("Your proposal closed" in line for line in heard(ruben))


def test_its_author_reminds_the_owners_once_a_day_while_it_waits(
    page: Page,
    femke: Person,
    ruben: Person,
    noor: Person,
    browser_of: Callable[[Person], FlaskClient],
) -> None:
    begun = clock.now()
    proposal = proposed(ruben, page, TWO)
    with pytest.raises(Refused), transaction():
        remind_owners(noor, proposal)
    where = f"/proposals/{proposal.uid}"
    with clock.held_at(begun + timedelta(hours=25)):
        browser = browser_of(ruben)
        assert "Remind them" in browser.get(where).text
        for status in (303, 422):
            answer = browser.submit(where + "/remind", {}, seen_on=where)
            assert answer.status_code == status
        assert "You can remind them from" in browser.get(where).text
        do_all()
        assert heard(femke).count("What Ruben Haak proposed still waits for you") == 1
    with transaction():
        send_back(femke, proposal, Seen(1, 1), reason="Why")
    with pytest.raises(Refused), transaction():
        remind_owners(ruben, proposal)


def test_nobody_hears_of_a_proposal_in_a_space_that_they_left(
    closed_space: Space, femke: Person, ruben: Person, noor: Person
) -> None:
    with transaction():
        hidden = create_page(femke, closed_space, title="Plan", text=TEXT).page
    proposed(ruben, hidden, TWO)
    do_all()
    assert heard(femke) and heard(noor) == []


def test_what_is_opened_is_read(
    proposal: Proposal, femke: Person, browser_of: Callable[[Person], FlaskClient]
) -> None:
    browser = browser_of(femke)
    assert centre.unread_count(femke) == 1
    assert browser.get(f"/proposals/{proposal.uid}").status_code == 200
    assert centre.unread_count(femke) == 0
