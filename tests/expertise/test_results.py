"""The page of who knows, in all its states."""

from __future__ import annotations

import pytest

from essp.core import clock
from essp.expertise.models import FinderChoice, Knower, Stand, TopicStand
from essp.expertise.shapes import Facet, Kind, Level, Line, Room
from essp.expertise.switching import switch
from essp.topics.queries import named
from tests.expertise.made import found, knower


@pytest.fixture
def screen(browser_of, noor):
    return lambda path="/who-knows?q=peak": browser_of(noor).get(path).text


def test_everyone_found_stands_with_a_word_for_the_evidence_and_the_work_that_shows_it(
    finds, screen, femke
):
    finds(found(femke))
    html = screen()
    assert "Strong evidence" in html
    assert 'Wrote 46% of <a href="/s/peak/loads">Peak &lt;b&gt;</a>' in html
    assert "3 days ago" in html
    assert "usually answers in 5 hours" in html
    assert "Ask Femke" in html


def test_meters_are_drawn_against_the_strongest_and_carry_their_number(finds, screen, femke, ruben):
    weaker = found(ruben, figures=found(ruben).figures.__class__(0.23, 1, 0, ()))
    finds(found(femke), weaker)
    html = screen()
    assert '<rect class="ev__v" width="100%" height="100%"/>' in html
    assert '<rect class="ev__v" width="50%" height="100%"/>' in html
    assert "<b>23%</b>" in html


def test_a_year_is_drawn_as_a_picture_with_words_for_who_does_not_see_it(finds, screen, femke):
    finds(found(femke))
    assert 'aria-label="22 pieces of work in the last 12 months, 12 in the last three"' in screen()


def test_who_only_says_so_is_marked_as_self_declared_and_has_no_meters(finds, screen, femke):
    said = Line(Kind.DECLARED, "Lists “winter peak” on the profile. No pages or answers yet.")
    finds(found(femke, level=Level.DECLARED, lines=(said,)), shown=0, declared=1)
    html = screen()
    assert "Self-declared" in html
    assert "words that stand" not in html
    assert "nobody has shown it in their work yet" in html


def test_who_is_away_says_until_when_and_who_stands_in(finds, screen, femke, ruben):
    day = clock.now().date().replace(day=28)
    finds(found(femke, room=Room(away_until=day, deputy=ruben)))
    html = screen()
    assert "away until 28" in html
    assert "Meanwhile:" in html


def test_values_narrow_the_list_and_small_groups_are_not_counted(finds, screen, femke):
    facets = {"department": (Facet("Grid planning", 9), Facet("Assets", None))}
    finds(found(femke), facets=facets, sits=facets["department"])
    html = screen()
    assert "/who-knows?q=peak&amp;department=Grid+planning" in html
    assert "under 5" in html
    chosen = screen("/who-knows?q=peak&department=Assets&days=365&order=recent")
    assert "Take this filter away" in chosen
    assert "Without filters" in chosen


def test_more_people_are_one_press_away_up_to_fifty(finds, screen, femke):
    finds(found(femke), shown=30)
    assert "/who-knows?q=peak&amp;show=21" in screen()
    assert "morebtn" not in screen("/who-knows?q=peak&show=50")


def test_nobody_is_an_answer_with_a_next_step(finds, screen):
    finds()
    assert "Nobody has shown this yet" in screen()
    assert "Nobody within these filters" in screen("/who-knows?q=peak&location=Arnhem")


def test_a_name_leads_to_the_colleague_and_other_spelling_is_said(finds, screen, femke):
    finds(found(femke), people_named=(femke,), meant="peak load")
    html = screen("/who-knows?q=peek")
    assert "Are you looking for this colleague?" in html
    assert "This is for <b>peak load</b>." in html
    assert '"/who-knows?q=peek&amp;as_typed=1"' in html


def test_an_index_in_repair_is_said(finds, screen):
    finds(degraded=True)
    assert "is being put in order" in screen()


def test_what_cannot_be_asked_for_is_passed_over(finds, screen, femke):
    finds(found(femke))
    assert "Strong evidence" in screen("/who-knows?q=peak&days=abc&order=best&show=-3&left=x")


def test_an_empty_question_shows_what_can_be_asked_and_how_many_stand_behind_it(
    screen, session, femke, ruben, topic
):
    session.add_all([knower(femke, topic), knower(ruben, topic)])
    session.commit()
    html = screen("/who-knows")
    assert "How it works" in html
    assert 'Winter peak <span class="muted">2' in html


@pytest.mark.parametrize("why", ["hidden", "fresh", "unfound", "left"])
def test_nobody_counts_behind_a_topic_whom_others_may_not_see(screen, session, femke, topic, why):
    row = knower(femke, topic)
    now = clock.now()
    session.add(row)
    if why == "hidden":
        hides = {"stand": Stand.HIDDEN.value, "at": now}
        session.add(TopicStand(person_id=femke.id, topic_id=topic.id, **hides))
    elif why == "fresh":
        row.shown_from = now.replace(year=now.year + 1)
    elif why == "unfound":
        session.add(FinderChoice(person_id=femke.id, found=False, at=now))
    else:
        femke.left_at = now
    session.commit()
    assert named([topic.id])[topic.id].label("en") == "Winter peak"
    assert "Winter peak" not in screen("/who-knows")
    assert session.query(Knower).count() == 1


def test_an_organisation_that_does_without_names_nobody(
    screen, session, administrator, femke, topic
):
    session.add(knower(femke, topic))
    switch(administrator, on=False, why="The works council decides first")
    session.commit()
    for path in ("/who-knows", "/who-knows?q=peak"):
        html = screen(path)
        assert "does not find people by their work" in html
        assert "Winter peak" not in html
        assert "Femke" not in html


def test_words_that_stand_everywhere_are_no_question(screen):
    html = screen("/who-knows?q=who+is+the")
    assert "These words stand everywhere." in html
    assert 'value="who is the"' in html


def test_two_thousand_words_are_answered(screen):
    assert "Who knows about" in screen("/who-knows?q=" + "peak+" * 2000)
