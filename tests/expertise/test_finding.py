"""Who is found for what was asked, and what is said of them."""

from __future__ import annotations

import pytest

from essp.core import clock
from essp.core.db import transaction
from essp.discussions.answering import accept
from essp.expertise.finding import find, find_about
from essp.expertise.models import FinderSwitch, Stand, TopicStand
from essp.expertise.shapes import Kind, Level, Wanted
from essp.topics.asking import keep_topics_of
from essp.topics.queries import find_topic
from tests.discussions.talking import answer, ask

CABLES = "Cables lie under the street and splices join them. " * 12
WATER = "Pumps keep the water out of the cellar. " * 12


@pytest.fixture
def known(write, gathered, femke, ruben, space):
    """Femke wrote about cables, Ruben about pumps."""
    pages = write(femke, space, "Cables", CABLES + "#cables"), write(ruben, space, "Pumps", WATER)
    gathered()
    return pages


def names(answer) -> list[str]:
    return [each.person.name for each in answer.people]


def test_who_wrote_about_it_is_found_and_the_line_leads_to_the_page(known, noor) -> None:
    found = find(noor, "splices of cables")
    assert names(found) == ["Femke de Boer"]
    line = next(line for line in found.people[0].lines if line.kind is Kind.WROTE)
    assert (line.work, line.path) == ("Cables", "/s/congestion-management/cables")
    assert line.around[0].startswith("Wrote 100% of the words")


def test_an_accepted_answer_counts_more_than_words(
    known, gathered, femke, ruben, noor, space
) -> None:
    thread = ask(noor, space, "How do I splice a cable in the rain?", text="The cables are wet.")
    said = answer(ruben, thread, "Dry the cable first, then splice.")
    with transaction():
        accept(noor, said.uid)
    gathered()
    found = find(noor, "splice cable rain")
    assert names(found)[0] == "Ruben Haak"
    assert found.people[0].lines[0].kind is Kind.ACCEPTED
    assert found.people[0].lines[0].path == f"/posts/{said.uid}"


def test_an_accepted_answer_that_says_the_word_in_passing_is_not_about_it(
    write, gathered, femke, ruben, noor, space
) -> None:
    for title in ("Splicing cables", "Cables in winter", "Old cables"):
        write(femke, space, title, CABLES)
    thread = ask(noor, space, "Who has the key of the depot?", text="The gate is closed and " * 8)
    said = answer(ruben, thread, "It hangs behind the cables, on the hook beside the door. " * 3)
    with transaction():
        accept(noor, said.uid)
    gathered()
    assert names(find(noor, "splices of cables"))[0] == "Femke de Boer"


def test_who_asks_is_not_who_knows(known, gathered, noor, ruben, space) -> None:
    ask(noor, space, "Who clears the gutters?", text="The gutters of the depot are full of leaves.")
    gathered()
    assert "Noor Jansen" not in names(find(ruben, "gutters"))


def test_work_behind_a_closed_door_shows_nothing_outside(
    write, gathered, ruben, noor, closed_space
) -> None:
    write(ruben, closed_space, "Secret cables", CABLES)
    gathered()
    assert names(find(ruben, "splices of cables")) == ["Ruben Haak"]
    assert find(noor, "splices of cables").people == []


def test_who_left_is_asked_nothing_but_knew(known, gathered, session, femke, noor) -> None:
    femke.left_at = clock.now()
    session.commit()
    assert names(find(noor, "splices of cables")) == []
    assert names(find(noor, "splices of cables", Wanted(left=True))) == ["Femke de Boer"]


def test_a_topic_taken_off_removes_the_person_for_its_words(
    known, session, femke, ruben, noor
) -> None:
    topic = find_topic(noor, "cables")
    session.add(
        TopicStand(
            person_id=femke.id, topic_id=topic.id, stand=Stand.TAKEN_OFF.value, at=clock.now()
        )
    )
    session.commit()
    assert names(find(noor, "splices of cables")) == []


def test_a_word_with_a_wrong_letter_is_put_right(known, noor) -> None:
    found = find(noor, "splcies")
    assert found.meant == "splices"
    assert names(found) == ["Femke de Boer"]
    typed = find(noor, "splcies", Wanted(as_typed=True))
    assert (typed.meant, names(typed)) == ("", [])


@pytest.mark.parametrize("asked", ["", "   ", "the of and", "?!", "\0"])
def test_nothing_asked_finds_nobody(known, noor, asked) -> None:
    assert find(noor, asked).people == ()


def test_two_thousand_words_are_read_as_far_as_a_question_goes(known, noor) -> None:
    assert names(find(noor, "splices of cables " * 700)) == ["Femke de Boer"]


def test_the_name_of_a_person_is_told_as_one(known, femke, noor) -> None:
    assert list(find(noor, "Femke de Boer").people_named) == [femke]
    assert list(find(noor, "femke").people_named) == [femke]


def test_who_knows_about_a_page_and_a_topic(known, noor, femke) -> None:
    page = known[0]
    assert [each.person.id for each in find_about(noor, page=page)] == [femke.id]
    topic = find_topic(noor, "cables")
    assert [each.person.id for each in find_about(noor, topic=topic)] == [femke.id]


def test_an_organisation_may_do_without(known, session, noor, administrator) -> None:
    session.add(FinderSwitch(on=False, at=clock.now(), by_id=administrator.id))
    session.commit()
    assert find(noor, "splices of cables").off


def test_a_profile_alone_is_said_to_be_that(known, session, noor, ruben) -> None:
    with transaction():
        ruben.ask_me_about = ["cables"]
        keep_topics_of(ruben)
    found = find(noor, "cables")
    assert names(found) == ["Femke de Boer", "Ruben Haak"]
    assert found.people[1].level is Level.DECLARED
    assert (found.shown, found.declared) == (1, 1)


def test_who_wrote_of_a_part_of_it_alone_comes_close_and_shows_nothing(known, noor) -> None:
    found = find(noor, "zonnewende pelikanen cellar")
    assert found.close and {each.level for each in found.people} == {Level.SOME}
    assert not find(noor, "cellar").close
