"""Who knows, beside what people look at: pages, conversations, files, topics, questions, the switcher."""

from __future__ import annotations

import pytest

from essp.core import clock
from essp.expertise import finding
from essp.expertise.governing import choose
from essp.expertise.queries import Choice
from essp.expertise.switching import switch
from essp.wiki.editing import create_page
from tests.discussions.talking import ask
from tests.expertise.made import found, knower


@pytest.fixture
def about(monkeypatch):
    """Let the finder name these beside whatever it is."""

    def answer(*people):
        monkeypatch.setattr(finding, "find_about", lambda _actor, **_about: people)

    return answer


@pytest.fixture
def page(femke, space, session):
    made = create_page(femke, space, title="Loads", text="Peaks come in winter. #winter-peak").page
    session.commit()
    return made


def test_a_page_has_a_fold_that_fetches_who_knows(about, browser_of, noor, ruben, page):
    about(found(ruben))
    browser = browser_of(noor)
    html = browser.get("/s/congestion-management/loads").text
    assert f'data-knows="/p/{page.uid}/knowers?part=1"' in html
    whole = browser.get(f"/p/{page.uid}/knowers").text
    assert "Ruben Haak" in whole
    assert "Wrote 46% of" in whole
    part = browser.get(f"/p/{page.uid}/knowers?part=1").text
    assert "Ruben Haak" in part
    assert "<html" not in part


def test_a_closed_page_does_not_say_who_knows_about_it(
    about, browser_of, session, noor, femke, closed_space
):
    about(found(femke))
    hidden = create_page(femke, closed_space, title="Secret", text="x").page
    session.commit()
    assert browser_of(noor).get(f"/p/{hidden.uid}/knowers?part=1").status_code == 404


def test_a_conversation_has_the_same_fold(about, browser_of, session, noor, ruben, space, femke):
    about()
    thread = ask(femke, space, "Why does the export stall?")
    session.commit()
    browser = browser_of(noor)
    assert f"/t/{thread.uid}/knowers" in browser.get(f"/t/{thread.uid}").text
    assert "Nobody has shown it yet." in browser.get(f"/t/{thread.uid}/knowers").text


def test_a_topic_on_which_one_person_stands_says_so_and_tells_who_knew(
    about, browser_of, session, noor, femke, ruben, topic
):
    about(found(femke))
    ruben.left_at = clock.now()
    session.add_all([knower(femke, topic), knower(ruben, topic)])
    session.commit()
    html = browser_of(noor).get(f"/topics/{topic.slug}").text
    assert "Only Femke de Boer has shown this." in html
    assert "1 person who left knew about it" in html


def test_while_a_question_is_typed_those_are_suggested_who_want_to_be(
    about, browser_of, session, noor, femke, ruben, space
):
    about(found(femke), found(ruben), found(noor))
    choose(femke, Choice(suggested=False))
    session.commit()
    sent = {"title": "Why does the export stall?", "space": ""}
    html = browser_of(noor).submit("/ask/near?anywhere=1", sent, seen_on="/ask").text
    assert "Who is likely to know" in html
    assert "Ruben Haak" in html
    assert "Femke de Boer" not in html
    assert "Noor Jansen" not in html


def test_the_switcher_names_who_knows_about_a_topic(
    browser_of, session, noor, femke, topic, administrator
):
    session.add(knower(femke, topic))
    session.commit()
    browser = browser_of(noor)
    told = [each for each in browser.get("/switch?q=winter").json["groups"]
            if each["label"] == "Who knows"]  # fmt: skip
    titles = [item["title"] for item in told[0]["items"]]
    assert titles == ["Femke de Boer", "Who knows about “winter”"]
    switch(administrator, on=False, why="Not yet")
    session.commit()
    labels = [each["label"] for each in browser.get("/switch?q=winter").json["groups"]]
    assert "Who knows" not in labels
