"""Accounts that are one person are found as one, with the work of both; taken back they part again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from essp.core import clock
from essp.core.db import transaction
from essp.core.worker import do_all
from essp.discussions.answering import accept
from essp.discussions.mark_models import Meaning
from essp.discussions.reacting import react
from essp.expertise.finding import find
from essp.expertise.known import knowers_of
from essp.expertise.models import Knower, Share, Stand, TopicStand
from essp.expertise.rebuilding import check, rebuild
from essp.expertise.shapes import Kind, Wanted
from essp.people import same
from essp.topics.queries import find_topic
from tests.discussions.talking import answer, ask

CABLES = "Cables lie under the street and splices join them. " * 12
WINTER = "A splice of cables in winter wants a warm tent. " * 12


@pytest.fixture
def other(make_person):
    """A second account of Femke, with which she once signed in."""
    return make_person("F. Boer")


@pytest.fixture
def known(write, gathered, femke, other, space):
    """One wrote of cables with the one account, and of their winter with the other."""
    gathered()
    pages = (
        write(femke, space, "Cables", CABLES + "#cables\n\nAsk @f-boer.\n"),
        write(other, space, "Winter", WINTER + "#cables\n"),
    )
    do_all()
    return pages


@pytest.fixture
def joined(known, administrator, femke, other):
    with transaction():
        same.join_accounts(administrator, other, femke, asked=True)
    return other


def names(found) -> list[str]:
    return [each.person.name for each in found.people]


def works(found) -> set[str]:
    return {line.work for each in found.people for line in each.lines if line.kind is Kind.WROTE}


def shared(session) -> set[int]:
    return set(session.scalars(select(Share.person_id)))


def test_before_it_is_said_they_are_two(known, noor, femke, other) -> None:
    assert set(names(find(noor, "splices of cables"))) == {femke.name, other.name}


@pytest.mark.parametrize("done", [False, True], ids=["at once", "gathered"])
def test_evidence_joins_for_the_kept_person(joined, done, noor, femke, session) -> None:
    if done:
        do_all()
    found = find(noor, "splices of cables")
    assert names(found) == [femke.name]
    assert found.shown == 1
    wrote = next(line for line in found.people[0].lines if line.kind is Kind.WROTE)
    assert wrote.around[0].startswith("Wrote 100% of the words")
    assert found.people[0].figures.share == pytest.approx(1.0)
    assert not find(noor, "splices of cables", Wanted(left=True)).people
    if done:
        assert shared(session) == {femke.id}


def test_gathered_anew_it_is_as_if_all_had_been_gathered_so(joined, femke) -> None:
    do_all()
    assert not check().found
    rebuild()
    assert not check().found


def test_taken_back_they_are_two_again(joined, administrator, noor, femke, other, session) -> None:
    do_all()
    with transaction():
        same.part_accounts(administrator, joined)
    do_all()
    assert set(names(find(noor, "splices of cables"))) == {femke.name, other.name}
    assert shared(session) == {femke.id, other.id}
    assert not check().found


def test_a_topic_is_weighed_for_the_kept_person(joined, noor, femke, other, session) -> None:
    topic = find_topic(noor, "cables")
    do_all()
    rows = session.scalars(select(Knower).where(Knower.topic_id == topic.id)).all()
    assert [(row.person_id, row.pages) for row in rows] == [(femke.id, 2)]
    assert [row.person for row in knowers_of(topic.id)] == [femke]


def test_what_was_hidden_with_the_one_account_stays_hidden(
    known, administrator, noor, femke, other, session
) -> None:
    topic = find_topic(noor, "cables")
    with transaction():
        session.add(
            TopicStand(
                person_id=other.id, topic_id=topic.id, stand=Stand.HIDDEN.value, at=clock.now()
            )
        )
        same.join_accounts(administrator, other, femke, asked=True)
    do_all()
    assert session.get(TopicStand, (femke.id, topic.id)).stand == Stand.HIDDEN.value
    assert not find(noor, "cables").people


def test_what_somebody_confirms_of_their_own_other_account_counts_for_nothing(
    known, administrator, femke, other, ruben, noor, space
) -> None:
    thread = ask(other, space, "How do I splice a cable in the rain?", text="The cables are wet.")
    said = answer(femke, thread, "Dry the cable first, then splice.")
    with transaction():
        accept(other, said.uid)
        react(other, said.uid, Meaning.HELPFUL, on=True)
        react(ruben, said.uid, Meaning.HELPFUL, on=True)
    do_all()

    def kinds() -> set[Kind]:
        people = find(noor, "splice cable rain").people
        return {line.kind for each in people if each.person.id == femke.id for line in each.lines}

    assert Kind.ACCEPTED in kinds()
    with transaction():
        same.join_accounts(administrator, other, femke, asked=True)
    do_all()
    assert Kind.ACCEPTED not in kinds()
    assert Kind.HELPFUL in kinds()


def test_a_page_written_with_the_other_account_still_names_it(
    known, joined, noor, browser_of
) -> None:
    do_all()
    browser = browser_of(noor)
    history = browser.get(f"/p/{known[1].uid}/history").text
    assert "F. Boer" in history
    assert "F. Boer" not in browser.get("/who-knows?q=splices+of+cables").text
