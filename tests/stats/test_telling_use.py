"""Whoever asked says in a line what the accepted answer was good for; all who read it see that."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from essp.core.db import db, transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.core.events import FactRow
from essp.discussions.answering import accept
from essp.discussions.models import Thread
from essp.discussions.queries import find_thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.stats.place_models import UseCase
from essp.stats.telling_use import tell_use, told_of
from tests.discussions.talking import answer, ask
from tests.people.conftest import send

BrowserOf = Callable[[Person], FlaskClient]


@pytest.fixture
def answered(femke: Person, ruben: Person, space: Space, session: Session) -> Thread:
    """A question of Ruben with an accepted answer of Femke."""
    thread = ask(ruben, space)
    said = answer(femke, thread)
    accept(ruben, said.uid, said.revision)
    session.commit()
    return find_thread(ruben, thread.uid)


def test_everybody_who_reads_the_conversation_sees_what_it_was_good_for(
    answered: Thread, ruben: Person, noor: Person, browser_of: BrowserOf, session: Session
) -> None:
    address, form = f"/t/{answered.uid}", f"/t/{answered.uid}/good-for"
    browser = browser_of(ruben)
    assert "Say what the answer was good for" in browser.get(address).text
    assert "good for" not in browser_of(noor).get(address).text
    sent = {"text": "Switched the same day", "minutes": "90"}
    assert send(browser, form, sent).status_code == 303
    told = browser_of(noor).get(address).text
    assert "Switched the same day" in told and "It saved 90 minutes." in told
    assert form not in told
    kinds = session.scalars(select(FactRow.kind).where(FactRow.kind == "UseTold")).all()
    assert len(kinds) == 1
    assert send(browser, form, {"text": "Better said", "minutes": ""}).status_code == 303
    assert [(row.text, row.minutes) for row in told_of(answered)] == [("Better said", None)]
    assert send(browser, form, {"text": ""}).status_code == 303
    assert not told_of(answered)


def test_only_who_asked_says_it_and_only_of_an_accepted_answer(
    answered: Thread, femke: Person, ruben: Person, space: Space, noor: Person,
    closed_space: Space, browser_of: BrowserOf, session: Session,
) -> None:  # fmt: skip
    with pytest.raises(Refused):
        tell_use(femke, answered.uid, "Mine")
    assert browser_of(femke).get(f"/t/{answered.uid}/good-for").status_code == 403
    with pytest.raises(Refused):
        tell_use(ruben, ask(ruben, space, title="Another").uid, "Too early")
    hidden = ask(ruben, closed_space, title="Hidden")
    session.commit()
    with pytest.raises(NotFound):
        tell_use(noor, hidden.uid, "What is there?")


@pytest.mark.parametrize("minutes", ["0", "-3", "1.5", "2401", "9" * 30, "²", "ten"])
def test_minutes_are_a_whole_number_up_to_a_week(
    minutes: str, answered: Thread, ruben: Person, browser_of: BrowserOf
) -> None:
    with pytest.raises(Invalid):
        tell_use(ruben, answered.uid, "Good", minutes)
    sent = {"text": "Good", "minutes": minutes}
    answer = send(browser_of(ruben), f"/t/{answered.uid}/good-for", sent)
    assert answer.status_code == 422 and "Good" in answer.text


def test_minutes_without_a_line_and_a_line_that_is_too_long_are_refused(
    answered: Thread, ruben: Person, session: Session
) -> None:
    for text, minutes in (("", "5"), ("x" * 301, "")):
        with pytest.raises(Invalid), transaction():
            tell_use(ruben, answered.uid, text, minutes)
    assert session.scalar(select(func.count()).select_from(UseCase)) == 0


def test_a_question_without_an_accepted_answer_is_not_asked_about(
    ruben: Person, space: Space, browser_of: BrowserOf, session: Session
) -> None:
    thread = ask(ruben, space)
    session.commit()
    asked: list[str] = []
    event.listen(
        db.engine, "before_cursor_execute",
        listener := lambda _c, _u, text, *_rest: asked.append(text),
    )  # fmt: skip
    try:
        browser_of(ruben).get(f"/t/{thread.uid}")
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    assert asked and not any("use_case" in text for text in asked)
