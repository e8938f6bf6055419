"""A question to one person: read by the two alone, answered, closed, made public by both."""

from __future__ import annotations

from datetime import timedelta

import pytest

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Invalid, Refused
from essp.expertise import private
from essp.expertise.asking_models import Reply
from essp.expertise.queries import not_me_of
from essp.notifications.models import Notification
from essp.spaces.models import Access
from tests.expertise.asked import MONDAY, ask_alone, do_due, let_know

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _nobody_is_found(monkeypatch):
    let_know(monkeypatch)


def test_the_two_read_it_and_nobody_else(browser_of, noor, ruben, femke, administrator) -> None:
    question = ask_alone(noor, ruben)
    where = f"/asked/{question.uid}"
    for one in (noor, ruben):
        page = browser_of(one).get(where)
        assert page.status_code == 200 and "It is for Lochem." in page.text
    for other in (femke, administrator):
        answer = browser_of(other).get(where)
        missing = browser_of(other).get("/asked/zzzzzzzzzz")
        assert answer.status_code == missing.status_code == 404
        assert browser_of(other).submit(where, {"text": "x"}, seen_on="/talk").status_code == 404


def test_who_is_asked_is_told_without_a_word_of_it(browser_of, noor, ruben) -> None:
    ask_alone(noor, ruben)
    with clock.held_at(MONDAY):
        do_due()
    told = browser_of(ruben).get("/notifications").text
    assert "Noor Jansen asks you alone" in told and "Lochem" not in told
    assert session().query(Notification).filter_by(person_id=noor.id).count() == 0


def test_an_answer_is_told_and_the_asker_closes_it(browser_of, noor, ruben) -> None:
    question = ask_alone(noor, ruben)
    where = f"/asked/{question.uid}"
    sent = browser_of(ruben).submit(where, {"text": "Yes, see the folder."}, seen_on=where)
    assert sent.status_code == 303
    do_due()
    assert "wrote in a question between you two" in browser_of(noor).get("/notifications").text
    browser = browser_of(noor)
    assert "Yes, see the folder." in browser.get(where).text
    browser.submit(f"{where}/said/closed", {}, seen_on=where)
    late = browser_of(ruben).submit(where, {"text": "One more thing."}, seen_on="/talk")
    assert late.status_code == 409 and "One more thing." in late.text


@pytest.mark.parametrize("said", [Reply.NOT_ME, Reply.NOT_NOW])
def test_the_asker_never_learns_that_somebody_said_no(browser_of, noor, ruben, said) -> None:
    question = ask_alone(noor, ruben)
    browser, doors = browser_of(noor), (f"/asked/{question.uid}", "/who-knows/questions")
    with clock.held_at(MONDAY + HOUR):
        before = [seen(browser, door) for door in doors]
        before = [seen(browser, door) for door in doors]
        with transaction():
            private.say(ruben, question.uid, said)
        assert [seen(browser, door) for door in doors] == before
    with clock.held_at(MONDAY + 49 * HOUR):
        assert "Ask it in the open" in browser.get(doors[0]).text
    learnt = not_me_of([ruben.id], words="the contract, may I see it")
    assert learnt == ({ruben.id} if said is Reply.NOT_ME else set())
    assert not_me_of([ruben.id], words="the contract, may I see it", seen_by=noor) == set()


def seen(browser, door: str) -> str:
    page = browser.get(door).text
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)


def test_both_agree_before_it_becomes_public_with_both_named(
    browser_of, noor, ruben, space
) -> None:
    question = ask_alone(noor, ruben)
    where = f"/asked/{question.uid}"
    with transaction():
        private.write(ruben, question.uid, "Yes, see the folder.")
        private.agree(noor, question.uid, opens=True)
    with pytest.raises(Refused), transaction():
        private.make_public(noor, question.uid, space)
    browser = browser_of(ruben)
    assert "Noor Jansen would make it public." in browser.get(where).text
    browser.submit(f"{where}/said/public", {}, seen_on=where)
    sent = browser.submit(f"{where}/public", {"space": space.slug}, seen_on=where)
    assert sent.status_code == 303
    page = browser.get(sent.location).text
    assert "It is for Lochem." in page and "Yes, see the folder." in page
    assert "Noor Jansen" in page and "Ruben Haak" in page
    again = private.make_public(noor, question.uid, space)
    assert sent.location == f"/t/{again.uid}"


def test_it_never_becomes_public_where_one_of_them_may_not_read(make_space, noor, ruben) -> None:
    hidden = make_space(ruben, "Hidden", access=Access.CLOSED)
    question = ask_alone(noor, ruben)
    with transaction():
        private.agree(noor, question.uid, opens=True)
        private.agree(ruben, question.uid, opens=True)
    assert hidden not in private.places(private.find(ruben, question.uid))
    with pytest.raises(Refused), transaction():
        private.make_public(ruben, question.uid, hidden)


def test_nobody_asks_ten_people_alone_within_an_hour(noor, ruben) -> None:
    for number in range(10):
        ask_alone(noor, ruben, title=f"Question {number}?")
    with pytest.raises(Invalid):
        ask_alone(noor, ruben, title="One more?")
    ask_alone(noor, ruben, MONDAY + 2 * HOUR, title="Later?")
    with pytest.raises(Invalid):
        ask_alone(noor, noor)


def test_sent_twice_it_is_asked_once(noor, ruben) -> None:
    assert ask_alone(noor, ruben, save_key="k").id == ask_alone(noor, ruben, save_key="k").id
