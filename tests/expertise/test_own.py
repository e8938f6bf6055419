"""Each person governs what the finder says of them; colleagues vouch with work; the organisation may end it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.decision import Invalid, NotFound, Refused
from essp.discussions.mark_models import Meaning
from essp.discussions.queries import opening_of
from essp.discussions.reacting import react
from essp.expertise import endorsing, governing, known, wishing
from essp.expertise.models import Endorsement, Knower, Stand
from essp.expertise.queries import Choice, choice_of, is_on, stands_of
from essp.expertise.switching import switch, switched
from essp.expertise.vouched import standing_for
from essp.wiki.editing import create_page, edit_page
from essp.wiki.lifecycle import archive_page
from tests.discussions.talking import ask
from tests.expertise.made import knower

HERE = "/account/knows"


@pytest.fixture
def page(femke, space, session):
    made = create_page(femke, space, title="Loads", text="Peaks come in winter. #winter-peak").page
    session.commit()
    return made


def test_a_topic_that_was_hidden_is_seen_by_its_person_alone(
    browser_of, session, femke, ruben, topic
):
    session.add(knower(femke, topic))
    session.commit()
    browser = browser_of(femke)
    assert "Winter peak" in browser_of(ruben).get("/people/femke-de-boer").text
    sent = {"topic": topic.slug, "stand": "hidden"}
    assert browser.submit(f"{HERE}/topic", sent, seen_on=HERE).status_code == 303
    assert "Winter peak" not in browser_of(ruben).get("/people/femke-de-boer").text
    assert "Winter peak" in browser.get(HERE).text
    assert known.behind([topic.id])[topic.id].here == 0


def test_a_topic_taken_off_leaves_the_profile_too_and_can_come_back(
    browser_of, session, femke, topic
):
    governing.say(femke, "winter peak")
    session.add(knower(femke, topic))
    session.commit()
    browser = browser_of(femke)
    browser.submit(f"{HERE}/topic", {"topic": topic.slug, "stand": "off"}, seen_on=HERE)
    assert femke.ask_me_about == []
    assert stands_of(femke) == {topic.id: Stand.TAKEN_OFF}
    assert "1 topic that is not yours" in browser.get(HERE).text
    browser.submit(f"{HERE}/topic", {"topic": topic.slug, "stand": "again"}, seen_on=HERE)
    assert stands_of(femke) == {}


def test_a_topic_that_was_inferred_lately_waits_for_its_person_first(
    browser_of, session, femke, ruben, topic
):
    now = clock.now()
    session.add(knower(femke, topic, since=now, shown_from=now + timedelta(days=14)))
    session.commit()
    html = browser_of(femke).get(HERE).text
    assert "1 topic to confirm." in html
    assert "Only me until" in html
    assert "Winter peak" not in browser_of(ruben).get("/people/femke-de-boer").text
    governing.decide(femke, topic, Stand.SHOWN)
    session.commit()
    assert "Winter peak" in browser_of(ruben).get("/people/femke-de-boer").text


def test_somebody_adds_a_topic_once_and_one_at_a_time(browser_of, femke):
    browser = browser_of(femke)
    assert browser.submit(f"{HERE}/add", {"topic": "Batteries"}, seen_on=HERE).status_code == 303
    assert femke.ask_me_about == ["Batteries"]
    for words in ("batteries", "", "one, two"):
        answer = browser.submit(f"{HERE}/add", {"topic": words}, seen_on=HERE)
        assert answer.status_code == 422
    assert "Write one topic at a time" in answer.text
    assert 'value="one, two"' in answer.text


def test_somebody_chooses_how_they_are_found(browser_of, femke):
    browser = browser_of(femke)
    browser.submit(f"{HERE}/choices", {"found": "1", "most": "0"}, seen_on=HERE)
    assert choice_of(femke) == Choice(found=True, suggested=False, speed=False, most=0)
    answer = browser.submit(f"{HERE}/choices", {"most": "99"}, seen_on=HERE)
    assert answer.status_code == 422
    assert "Choose from 0 to 20 questions a day." in answer.text


def test_who_does_not_want_to_be_found_stands_nowhere(browser_of, session, femke, ruben, topic):
    session.add(knower(femke, topic))
    governing.choose(femke, Choice(found=False))
    session.commit()
    assert "Winter peak" not in browser_of(ruben).get("/people/femke-de-boer").text
    assert known.knowers_of(topic.id) == []


def test_the_page_says_why_a_topic_is_seen(browser_of, session, femke, topic):
    session.add(knower(femke, topic, verified=1))
    session.commit()
    html = browser_of(femke).get(f"{HERE}/{topic.slug}").text
    assert "400 words that stand" in html
    assert "verified 1 page" in html


def test_an_endorsement_points_at_work_and_counts_once(
    browser_of, session, femke, ruben, topic, page
):
    browser = browser_of(ruben)
    form = f"/people/femke-de-boer/endorse?topic={topic.slug}"
    assert "Loads" in browser.get(form).text
    sent = {"topic": topic.slug, "work": f"page:{page.uid}", "note": "Wrote it all"}
    address = "/people/femke-de-boer/endorse"
    for _time in range(2):
        assert browser.submit(address, sent, seen_on=form).status_code == 303
    assert session.query(Endorsement).filter_by(ended_at=None).count() == 1
    assert "Wrote it all" in browser_of(femke).get(HERE).text
    without = browser.submit(address, {**sent, "work": ""}, seen_on=form)
    assert without.status_code == 422
    assert "Choose the work that shows it." in without.text


def test_nobody_endorses_themselves_somebody_who_left_or_with_work_of_others(
    session, femke, ruben, noor, topic, page
):
    key = f"page:{page.uid}"
    with pytest.raises(Refused):
        endorsing.endorse(femke, femke, topic, key=key)
    with pytest.raises(Invalid):
        endorsing.endorse(noor, ruben, topic, key=key)
    femke.left_at = clock.now()
    with pytest.raises(Refused):
        endorsing.endorse(ruben, femke, topic, key=key)


def test_nobody_endorses_with_work_that_they_may_not_read(
    session, femke, noor, topic, closed_space
):
    hidden = create_page(femke, closed_space, title="Secret", text="Peaks. #winter-peak").page
    session.commit()
    assert endorsing.pieces(noor, femke, topic) == []
    with pytest.raises(Invalid):
        endorsing.endorse(noor, femke, topic, key=f"page:{hidden.uid}")


def test_archived_work_shows_nothing_any_more(session, femke, ruben, topic, page):
    assert [each.title for each in endorsing.pieces(ruben, femke, topic)] == ["Loads"]
    edit_page(ruben, page, text="Peaks come in winter. #winter-peak And more.", based_on=1)
    archive_page(femke, page, summary="Over")
    session.commit()
    assert endorsing.pieces(ruben, femke, topic) == []


def test_an_endorsement_falls_when_its_post_is_marked_outdated_and_stands_again_after(
    session, femke, ruben, noor, topic, space
):
    post = opening_of(ask(femke, space, "When is the winter peak?"))
    endorsing.endorse(ruben, femke, topic, key=f"post:{post.uid}")
    assert len(list(standing_for(noor, [topic.id]))) == 1
    for on, left in ((True, 0), (False, 1)):
        react(noor, post.uid, Meaning.OUTDATED, on=on)
        session.commit()
        assert len(list(standing_for(noor, [topic.id]))) == left


def test_an_endorsement_falls_while_its_page_is_archived(session, femke, ruben, noor, topic, page):
    endorsing.endorse(ruben, femke, topic, key=f"page:{page.uid}")
    archive_page(femke, page, summary="Over")
    session.commit()
    assert list(standing_for(noor, [topic.id])) == []


def test_an_endorsement_is_taken_back_by_either_and_by_nobody_else(
    session, femke, ruben, noor, topic, page
):
    for who in (ruben, femke):
        uid = endorsing.endorse(ruben, femke, topic, key=f"page:{page.uid}")
        with pytest.raises(NotFound):
            endorsing.withdraw(noor, uid)
        endorsing.withdraw(who, uid)
        assert endorsing.given_by(ruben, femke) == {}


def test_the_organisation_switches_it_off_with_a_reason_by_an_administrator(
    browser_of, session, femke, administrator, topic
):
    session.add(knower(femke, topic))
    session.commit()
    browser = browser_of(administrator)
    here = "/who-knows/switch"
    assert browser_of(femke).get(here).status_code == 403
    assert browser.submit(here, {"on": "0", "why": " "}, seen_on=here).status_code == 422
    assert browser.submit(here, {"on": "0", "why": "Not yet"}, seen_on=here).status_code == 303
    assert not is_on()
    assert "Winter peak" not in browser.get("/people/femke-de-boer").text
    with pytest.raises(Refused):
        switch(femke, on=True, why="I want it")
    switch(administrator, on=True, why="Agreed")
    assert [each.why for each in switched()] == ["Agreed", "Not yet"]
    assert session.query(Knower).count() == 1


def test_what_one_waits_to_hear_of_is_listed_for_oneself_and_can_be_taken_back(
    browser_of, session, femke, ruben
):
    wishing.wish(femke, "cable pooling with electrolysers")
    session.commit()
    browser = browser_of(femke)
    assert "/who-knows?q=cable+pooling+with+electrolysers" in browser.get(HERE).text
    assert "electrolysers" not in browser_of(ruben).get(HERE).text
    sent = {"q": "cable pooling with electrolysers", "own": "1", "no": "1"}
    answer = browser.submit("/who-knows/wish", sent, seen_on=HERE)
    assert answer.headers["Location"].endswith(f"{HERE}#wishes")
    assert "Nothing now. When you look for something" in browser.get(HERE).text
    assert wishing.wishes_of(femke) == []
