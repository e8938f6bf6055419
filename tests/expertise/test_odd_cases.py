"""What is seldom and must yet come out right: erased people, old words of others, small departments."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from essp.core import clock
from essp.core.db import transaction
from essp.core.ids import new_uid
from essp.core.text.anchors import Anchor
from essp.core.worker import do_all
from essp.curation.doubts import answer as decide
from essp.curation.doubts import doubt
from essp.curation.sentences import Pointed
from essp.expertise.believing import weigh_all
from essp.expertise.finding import find
from essp.expertise.models import Endorsement, FinderChoice, Knower
from essp.expertise.naming import Called, Names
from essp.expertise.shapes import Facet, Kind
from essp.expertise.sitting import hidden_where_few
from essp.topics.queries import find_topic
from essp.wiki.lifecycle import archive_page

TEXT = "Cables lie under the street and splices join them. #cables\n"


@pytest.fixture
def page(write, gathered, femke, space):
    page = write(femke, space, "Cables", TEXT)
    gathered()
    return page


@pytest.fixture
def endorse(session, page, noor):
    def give(person, by, on=None):
        with transaction():
            session.add(
                Endorsement(
                    uid=new_uid(), person_id=person.id, by_id=by.id, page_id=(on or page).id,
                    at=clock.now(), topic_id=find_topic(noor, "cables").id,
                )
            )  # fmt: skip

    return give


def names(answer):
    return [each.person.name for each in answer.people]


def test_an_erased_person_is_found_by_nothing(page, session, femke, noor) -> None:
    femke.anonymous_at = clock.now()
    session.commit()
    assert names(find(noor, "splices")) == []


def test_who_does_not_want_to_be_found_is_not(page, session, femke, noor) -> None:
    session.add(FinderChoice(person_id=femke.id, found=False, at=clock.now()))
    session.commit()
    assert names(find(noor, "splices")) == []


def test_an_endorsement_stands_when_its_giver_left_and_falls_with_its_work(
    page, endorse, session, write, gathered, space, femke, ruben, noor
) -> None:
    other = write(noor, space, "Joints", "Splices of joints, by Ruben. #cables")
    gathered()
    endorse(ruben, femke, other)
    femke.left_at = clock.now()
    session.commit()
    [found] = [each for each in find(noor, "cables").people if each.person is ruben]
    assert found.lines[0].kind is Kind.ENDORSED and found.lines[0].work == "Joints"
    with transaction():
        archive_page(noor, other)
    assert "Ruben Haak" not in names(find(noor, "cables"))


def test_an_endorsement_falls_when_its_page_was_wrong_and_stands_when_it_was_right_or_given_anew(
    page, endorse, session, write, gathered, space, femke, ruben, noor
) -> None:
    def vouched() -> list[str]:
        found = next(each for each in find(noor, "cables").people if each.person is ruben)
        return [line.work for line in found.lines if line.kind is Kind.ENDORSED]

    other = write(ruben, space, "Joints", "Splices hold 42 kV. Dry them first. #cables")
    gathered()
    endorse(ruben, femke, other)
    weigh_all()
    known = select(Knower.endorsed).where(Knower.person_id == ruben.id)
    assert session.scalars(known).all() == [1]
    with transaction():
        right = doubt(noor, other.uid, Pointed(Anchor("Dry them first")), "wrong", "Is that so?")
        decide(femke, right.uid, "right", "It is.")
    assert vouched() == ["Joints"]
    with transaction():
        wrong = doubt(noor, other.uid, Pointed(Anchor("hold 42 kV")), "wrong", "They hold 36.")
        decide(femke, wrong.uid, "mended", "")
    assert vouched() == []
    do_all()
    assert session.scalars(known).all() == [0]
    given = session.scalars(select(Endorsement)).one()
    given.at = clock.now()
    session.commit()
    assert vouched() == ["Joints"]


def test_an_old_word_counts_less_than_a_new_one(page, endorse, make_person, noor, femke) -> None:
    old, new = make_person("Oude Eer"), make_person("Nieuwe Eer")
    with clock.held_at(clock.now() - timedelta(days=700)):
        endorse(old, femke)
    endorse(new, femke)
    found = names(find(noor, "cables"))
    assert found.index("Nieuwe Eer") < found.index("Oude Eer")


def test_groups_under_five_are_hidden_and_never_one_alone() -> None:
    assert hidden_where_few(Counter(a=9, b=6, c=2)) == [
        Facet("a", 9), Facet("b", None), Facet("c", None),
    ]  # fmt: skip
    assert hidden_where_few(Counter(a=9, b=3, c=2)) == [
        Facet("a", 9), Facet("b", None), Facet("c", None),
    ]  # fmt: skip
    assert hidden_where_few(Counter(a=9, b=6)) == [Facet("a", 9), Facet("b", 6)]


def test_a_name_is_a_handle_or_a_full_name_and_a_list_names_nobody() -> None:
    people = [Called(n, f"First{n} Last{n}", f"first{n}") for n in range(20)]
    names = Names([*people, Called(30, "sync[bot]", "sync-bot")])
    assert names.named_in("Ask First3 Last3 or @first4, not First5.") == {3, 4}
    assert names.passages_naming(" ".join(f"@first{n}" for n in range(14))) == {}
    assert names.thanked_in("Fix it\nSigned-off-by: First2 Last2\nThanks First1 Last1") == {1}
    assert not names.counts(30)
