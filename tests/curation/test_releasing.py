"""What waits past the promise is released by two who know, and good work earns the right to publish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from essp.core import clock
from essp.core.db import transaction
from essp.core.decision import Invalid, Refused
from essp.core.ids import new_uid
from essp.curation import knowing, releasing, trusting
from essp.curation.models import PublishingRight
from essp.wiki.deciding import Overtaken, Seen, approve, decline
from essp.wiki.editing import create_page, edit_page, locked
from essp.wiki.guard_models import Level, Protection
from essp.wiki.models import Revision
from essp.wiki.proposal_models import State
from essp.wiki.proposing import propose
from essp.wiki.retagging import TopicWish
from essp.wiki.texts import text_of

MONDAY = datetime(2026, 11, 16, 9, tzinfo=UTC)
LATE = MONDAY + timedelta(days=2, hours=1)
TEXT = "Call the shift lead.\n"


@pytest.fixture
def others(make_person):
    return [make_person(name) for name in ("Ilse van den Berg", "Joost Wiersma", "Priya Ramautar")]


def much_by(person):
    """Words enough to show that this person knows, and nobody else's."""
    return " ".join(f"{person.handle}{number}" for number in range(knowing.HERE + 9))


@pytest.fixture
def page(app, session, space, femke, others):
    """A guarded page on which Ilse and Joost wrote enough to know, and Priya did not."""
    with clock.held_at(MONDAY - timedelta(days=9)), transaction():
        page = create_page(femke, space, title="Playbook", text=TEXT,
                           topics=TopicWish(("Redispatch",))).page  # fmt: skip
        for person in others[:2]:
            text = text_of(page) + f"\n{much_by(person)}\n"
            edit_page(person, page, text=text, based_on=page.revision_number)
        session.add(
            Protection(uid=new_uid(), space_id=space.id, page_id=page.id, by_id=femke.id,
                       level=Level.BEFORE.value, at=clock.now())
        )  # fmt: skip
    return page


def proposed(person, page, words="And write it down."):
    with transaction():
        found = locked(page)
        text = text_of(found) + f"\n{words}\n"
        return propose(person, found, text=text, based_on=found.revision_number, reason="Why")


@pytest.fixture
def proposal(page, ruben):
    with clock.held_at(MONDAY):
        return proposed(ruben, page)


def seen(proposal, page):
    return Seen(proposal.version, page.revision_number)


def release(person, proposal, page, at=LATE):
    with clock.held_at(at), transaction():
        return releasing.release(person, proposal, seen(proposal, page))


def test_two_who_know_release_what_waits_too_long(session, page, proposal, others, ruben) -> None:
    assert release(others[0], proposal, page).approved is None
    assert proposal.state == State.WAITING.value
    found = release(others[1], proposal, page)
    assert found.approved is not None and proposal.state == State.APPROVED.value
    assert "write it down" in text_of(page)
    last = session.scalars(select(Revision).order_by(Revision.id.desc())).first()
    assert last.author_id == ruben.id


def test_one_alone_does_not_count_twice(page, proposal, others) -> None:
    release(others[0], proposal, page)
    assert release(others[0], proposal, page).approved is None


def test_not_before_the_promise_ran_out(page, proposal, others) -> None:
    with pytest.raises(Refused):
        release(others[0], proposal, page, at=MONDAY + timedelta(days=1))


def test_who_shows_no_knowledge_does_not(page, proposal, others) -> None:
    with pytest.raises(Refused):
        release(others[2], proposal, page)


def test_nobody_releases_their_own(page, others) -> None:
    with clock.held_at(MONDAY):
        own = proposed(others[0], page)
    with pytest.raises(Refused):
        release(others[0], own, page)


def test_a_word_for_an_older_version_does_not_count(page, proposal, others, femke) -> None:
    release(others[0], proposal, page)
    with clock.held_at(LATE), transaction():
        edit_page(
            femke, page, text="New on top.\n\n" + text_of(page), based_on=page.revision_number
        )
    assert release(others[1], proposal, page).approved is None


def test_what_changed_since_it_was_shown_is_not_released(page, proposal, others) -> None:
    shown = Seen(proposal.version, page.revision_number - 1)
    with pytest.raises(Overtaken), clock.held_at(LATE), transaction():
        releasing.release(others[0], proposal, shown)


def decided(person, page, owner, *, accepted=True):
    proposal = proposed(person, page, words=f"Fact {new_uid()}.")
    with transaction():
        if accepted:
            approve(owner, proposal, seen(proposal, page))
        else:
            decline(owner, proposal, seen(proposal, page), reason="No source")
    trusting.consider.run(proposal.id)
    return proposal


def test_accepted_again_and_again_earns_the_right(session, page, ruben, femke) -> None:
    for _number in range(trusting.ENOUGH - 1):
        decided(ruben, page, femke)
    assert not trusting.is_trusted(ruben, page)
    last = decided(ruben, page, femke)
    assert trusting.is_trusted(ruben, page)
    right = session.scalars(select(PublishingRight)).one()
    assert last.uid in right.because["proposals"]


def test_who_is_declined_often_earns_none(page, ruben, femke) -> None:
    for _number in range(2):
        decided(ruben, page, femke, accepted=False)
    for _number in range(trusting.ENOUGH):
        decided(ruben, page, femke)
    assert not trusting.is_trusted(ruben, page)


def test_a_right_is_taken_back_with_a_reason_and_earned_anew_by_new_work(
    session, page, ruben, femke
) -> None:
    for _number in range(trusting.ENOUGH):
        decided(ruben, page, femke)
    right = session.scalars(select(PublishingRight)).one()
    with pytest.raises(Invalid), transaction():
        trusting.revoke(femke, right.id, reason=" ")
    with transaction():
        trusting.revoke(femke, right.id, reason="Two texts without a source")
    assert not trusting.is_trusted(ruben, page)
    decided(ruben, page, femke)
    assert not trusting.is_trusted(ruben, page)


def test_work_in_closed_places_earns_nothing_that_all_would_see(
    session, closed_space, femke, ruben
) -> None:
    with transaction():
        page = create_page(femke, closed_space, title="Hidden", text=TEXT,
                           topics=TopicWish(("Redispatch",))).page  # fmt: skip
    for _number in range(trusting.ENOUGH):
        decided(ruben, page, femke)
    assert session.scalars(select(PublishingRight)).all() == []


def test_the_button_stands_beside_what_waits_too_long(page, proposal, others, browser_of) -> None:
    where = f"/proposals/{proposal.uid}"
    with clock.held_at(MONDAY + timedelta(hours=2)):
        assert "The owners promised to decide before" in browser_of(others[0]).get(where).text
    with clock.held_at(LATE):
        for person in others[:2]:
            answer = browser_of(person).submit(
                f"{where}/release",
                {"version": str(proposal.version), "number": str(page.revision_number)},
                seen_on=where,
            )
            assert answer.status_code == 303
        assert "Why" in browser_of(others[2]).get(where).text
    assert proposal.state == State.APPROVED.value


def test_rights_are_seen_by_everybody_and_taken_back_on_the_spot(
    session, page, ruben, femke, noor, browser_of
) -> None:
    reader = browser_of(noor)
    assert "Nobody yet" in reader.get("/curation/rights").text
    for _number in range(trusting.ENOUGH):
        decided(ruben, page, femke)
    assert "Redispatch" in reader.get("/curation/rights").text
    assert 'href="/curation/rights">Why' in reader.get(f"/people/{ruben.handle}").text
    owner, where = browser_of(femke), "/curation/rights"
    taken = f"{where}/{session.scalars(select(PublishingRight.id)).one()}/revoke"
    assert owner.submit(taken, {"reason": " "}, seen_on=where).status_code == 422
    assert owner.submit(taken, {"reason": "No"}, seen_on=where).status_code == 303
    assert "Nobody yet" in reader.get(where).text
