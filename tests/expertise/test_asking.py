"""Asking people on the screens: the form, the invitation with its buttons, and no trace for who asked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.i18n import language
from essp.discussions import drafts
from essp.discussions.models import Thread
from essp.expertise import answering, reasons
from essp.expertise.asking_models import Reply
from essp.expertise.queries import asked_lately, not_me_of, open_invitations
from essp.expertise.shapes import Kind, Line
from essp.expertise.wording import ngettext
from essp.notifications.models import Notification
from tests.expertise.asked import MONDAY, WORDS, ask, do_due, invited, let_know

HOUR = timedelta(hours=1)
FORM = "/who-knows/ask?q=transformer+limits"


@pytest.fixture
def knowers(monkeypatch, make_person):
    """Five people who know, the best first."""
    people = [make_person(f"Knower {name}") for name in ("Aa", "Bb", "Cc", "Dd", "Ee")]
    let_know(monkeypatch, *people)
    return people


def sent(form: str, **more: object) -> dict[str, object]:
    return {"title": "Which limits hold?", "space": "congestion-management", **more}


def test_the_form_offers_who_may_know_and_asks_in_the_open(
    browser_of, knowers, noor, space
) -> None:
    browser = browser_of(noor)
    page = browser.get(f"{FORM}&person={knowers[0].handle}").text
    assert "Ask Knower Aa" in page and "In the open, and tell Knower" in page
    assert page.count('name="also"') == 4 and page.count("checked") >= 3
    data = sent("", q=WORDS, person=knowers[0].handle, where="open", offered="1",
                also=[knowers[3].handle])  # fmt: skip
    answer = browser.submit("/who-knows/ask", data, seen_on=f"{FORM}&person={knowers[0].handle}")
    assert answer.status_code == 303
    thread = session().query(Thread).one()
    assert answer.location == f"/t/{thread.uid}"
    assert set(invited(thread)) == {"knower-aa", "knower-dd"}
    page = browser.get(answer.location).text
    assert "Told first: Knower Aa, Knower Dd." in page
    assert "two more people are told" in page


def test_a_dialog_shows_the_same_form_and_a_draft_is_kept(browser_of, knowers, noor, space) -> None:
    browser = browser_of(noor)
    assert '<dialog class="dialog dialog--ask"' in browser.get(f"{FORM}&beside=1").text
    browser.submit("/who-knows/ask", sent("", q=WORDS, person="knower-aa", keep="1"), seen_on=FORM)
    assert drafts.own_draft(noor, "ask:knower-aa").title == "Which limits hold?"
    assert 'value="Which limits hold?"' in browser.get(f"{FORM}&person=knower-aa").text
    assert 'value="Which limits hold?"' not in browser.get(f"{FORM}&person=knower-bb").text
    assert "/who-knows/ask?person=knower-aa" in browser.get("/").text, "it is offered at home"


def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    browser_of, knowers, noor, space
) -> None:
    browser = browser_of(noor)
    answer = browser.submit("/who-knows/ask", sent("", title="", text="Typed."), seen_on=FORM)
    assert answer.status_code == 422 and "Typed." in answer.text
    assert "Say in one line what it is about." in answer.text
    nowhere = browser.submit("/who-knows/ask", sent("", space="nowhere"), seen_on=FORM)
    assert nowhere.status_code == 422 and "Choose where it is asked" in nowhere.text


def test_who_is_asked_learns_why_and_says_not_me_at_one_press(
    browser_of, knowers, noor, space
) -> None:
    thread, browser = ask(noor, space), browser_of(knowers[0])
    with clock.held_at(MONDAY + HOUR):
        _says_not_me(browser, thread)


def _says_not_me(browser, thread: Thread) -> None:
    do_due()
    page = browser.get(f"/t/{thread.uid}").text
    assert "You may know this" in page and "Lists it on the profile" in page
    news = browser.get("/notifications").text
    assert "Noor Jansen asks, and you may know" in news and "Lists it on the profile" in news
    uid = invited(thread)["knower-aa"].uid
    where = f"/t/{thread.uid}"
    answer = browser.submit(f"/asked/of-me/{uid}/not-me", {}, seen_on=where)
    assert answer.status_code == 303 and answer.location == where
    assert invited(thread)["knower-aa"].reply == Reply.NOT_ME.value
    do_due()
    assert list(invited(thread)) == ["knower-aa", "knower-bb", "knower-cc", "knower-dd"]
    assert "You said not me." in browser.get(where).text
    browser.submit(f"/asked/of-me/{uid}/again", {}, seen_on=where)
    assert invited(thread)["knower-aa"].reply == Reply.WAITING.value


def test_a_question_is_passed_on_to_a_colleague_who_may_read_it(
    browser_of, knowers, noor, ruben, space
) -> None:
    thread = ask(noor, space)
    uid, where = invited(thread)["knower-aa"].uid, f"/t/{thread.uid}"
    browser = browser_of(knowers[0])
    wrong = browser.submit(f"/asked/of-me/{uid}/else", {"name": "Nobody Here"}, seen_on=where)
    assert wrong.status_code == 422 and "Name a colleague who is here." in wrong.text
    assert "Nobody Here" in wrong.text
    browser.submit(f"/asked/of-me/{uid}/else", {"name": "@ruben-haak"}, seen_on=where)
    found = invited(thread)
    assert found["ruben-haak"].from_id == knowers[0].id
    assert found["knower-aa"].reply == Reply.PASSED_ON.value
    assert "Knower Aa named you for it." in browser_of(ruben).get(where).text


def test_nobody_else_answers_an_invitation(browser_of, knowers, noor, ruben, space) -> None:
    thread = ask(noor, space)
    uid = invited(thread)["knower-aa"].uid
    for other in (noor, ruben):
        browser = browser_of(other)
        answer = browser.submit(f"/asked/of-me/{uid}/not-me", {}, seen_on="/notifications")
        assert answer.status_code == 404
    assert invited(thread)["knower-aa"].reply == ""


def test_a_signed_link_of_a_mail_says_it_without_signing_in(client, knowers, noor, space) -> None:
    thread = ask(noor, space)
    path = answering.link_to(invited(thread)["knower-aa"])
    page = client.get(f"{path}?said=not-now").text
    assert "Not now" in page and "Lists it on the profile" in page
    assert invited(thread)["knower-aa"].reply == "", "looking says nothing"
    answer = client.submit(path, {"said": "not-now"}, seen_on=path)
    assert "who asked does not learn of it" in answer.text
    assert invited(thread)["knower-aa"].reply == Reply.NOT_NOW.value
    assert client.get("/mail/asked/made-up").status_code == 404


def test_not_me_teaches_for_such_questions_and_no_others(knowers, noor, ruben, space) -> None:
    thread = ask(noor, space)
    with transaction():
        answering.say(knowers[0], invited(thread)["knower-aa"].uid, Reply.NOT_ME)
    ids = [each.id for each in knowers]
    assert not_me_of(ids, words="the limits of transformers") == {knowers[0].id}
    assert not_me_of(ids, words="heat pumps") == set()
    later = ask(ruben, space, "Again?", at=MONDAY + 30 * HOUR)
    assert "knower-aa" not in invited(later)


DOORS = ("/t/{uid}", "/who-knows/questions", "/who-knows/ask?q=transformer+limits",
         "/who-knows/ask?q=transformer+limits&person=knower-aa", "/notifications",
         "/who-knows/ask?q=transformer+limits&person=knower-dd")  # fmt: skip


def seen_by_asker(browser, thread: Thread) -> list[str]:
    """What each door shows the asker, without what differs at every look."""
    pages = [browser.get(door.format(uid=thread.uid)).text for door in DOORS]
    return [re.sub(r'name="(csrf_token|save_key)" value="[^"]*"', "", page) for page in pages]


@pytest.mark.parametrize("said", ["not me", "not now", "passed on"])
def test_through_no_door_does_the_asker_see_what_was_said(
    browser_of, knowers, noor, femke, space, said
) -> None:
    thread = ask(noor, space)
    browser = browser_of(noor)
    with clock.held_at(MONDAY + HOUR):
        do_due()
        seen_by_asker(browser, thread)
        before = seen_by_asker(browser, thread)
        with transaction():
            if said == "passed on":
                answering.pass_on(knowers[0], invited(thread)["knower-aa"].uid, femke.handle)
            else:
                answering.say(knowers[0], invited(thread)["knower-aa"].uid, Reply(said))
        do_due()
        assert len(invited(thread)) == 4, "somebody else is asked"
        assert seen_by_asker(browser, thread) == before


def test_naming_somebody_who_said_not_me_looks_the_same_to_the_asker(
    browser_of, knowers, noor, ruben, space
) -> None:
    first = ask(noor, space)
    with transaction():
        answering.say(knowers[0], invited(first)["knower-aa"].uid, Reply.NOT_ME)
    again = ask(ruben, space, "And mine?", at=MONDAY + 30 * HOUR, people=[knowers[0]])
    assert "knower-aa" not in invited(again) and "knower-aa" in invited(again, silent=True)
    assert "Told first: Knower Aa." in browser_of(ruben).get(f"/t/{again.uid}").text
    with clock.held_at(MONDAY + 30 * HOUR):
        do_due()
        told = session().query(Notification).filter_by(person_id=knowers[0].id, reason="invited")
        assert {row.about_id for row in told} <= {first.id}
        assert asked_lately([knowers[0].id]) == {}
        assert asked_lately([knowers[0].id], seen_by=ruben) == {knowers[0].id: 1}
        assert open_invitations([knowers[0].id], seen_by=ruben) == {knowers[0].id: 1}
    assert "And mine?" not in browser_of(knowers[0]).get("/who-knows/questions").text


def test_the_lists_say_how_far_each_question_is(browser_of, knowers, noor, space) -> None:
    thread = ask(noor, space)
    mine = browser_of(noor).get("/who-knows/questions").text
    assert thread.title in mine and "No answer yet" in mine
    asked = browser_of(knowers[0]).get("/who-knows/questions").text
    assert thread.title in asked and "Waits for you" in asked


def test_why_is_kept_in_both_languages_while_a_page_is_answered_in_one(app) -> None:
    said = ngettext(
        "%(num)s accepted answer, on %(work)s",
        "%(num)s accepted answers, the last one on %(work)s",
        2,
        work="%(work)s",
    )
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert language() == "en"
        [line] = reasons.kept([Line(Kind.ACCEPTED, said, "Loads", "")])
        assert language() == "en"
    assert line["text"]["en"] == "2 accepted answers, the last one on %(work)s"
    assert line["text"]["nl"].startswith("2 geaccepteerde antwoorden")
