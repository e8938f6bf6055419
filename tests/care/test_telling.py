"""What was decided is told through the centre: to whoever reported it, and to the author apart from them."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from essp.care import handling, queries
from essp.care.models import State
from essp.core import clock, jobs, worker
from essp.core.db import transaction
from essp.notifications import centre
from essp.notifications.telling import tell_of_case
from essp.notifications.wording import lines_of
from essp.wiki.editing import create_page, edit_page

TUESDAY = datetime(2026, 11, 17, 10, tzinfo=UTC)
HIDE = {"outcome": "hidden", "rule": "Be kind.", "words": "Say it about the question."}


def told(person):
    """What the centre says to somebody about reports: the sentence and where it leads."""
    worker.do_all()
    found = [group for group in centre.groups(person) if group.about.value == "case"]
    return [(line.text, group.thing.url) for group in found for line in lines_of(group.latest)]


def test_reporter_and_author_hear_of_a_decision_each_in_their_own_words(
    noor, ruben, sanne, decided
) -> None:
    case = decided(**HIDE)
    assert told(sanne) == [
        ("Femke de Boer decided on what you reported", f"/care/mine#r-{case.uid}")
    ]
    assert told(noor)[0] == (
        "Femke de Boer decided about something you wrote", f"/care/decisions/{case.uid}"
    )  # fmt: skip
    assert told(ruben) == [] and centre.unread_count(sanne) == 1


def test_where_nothing_is_wrong_only_the_reporter_hears(noor, sanne, decided) -> None:
    decided(outcome="nothing")
    assert len(told(sanne)) == 1 and told(noor) == []


@pytest.mark.parametrize(("verdict", "reporters"), [("stands", 1), ("taken back", 2)])
def test_an_answer_to_an_objection_is_told_to_those_for_whom_it_changes_something(
    carla, noor, sanne, decided, verdict, reporters
) -> None:
    case = decided(**HIDE)
    with transaction():
        handling.object_to(noor, case.uid, "A joke.")
        handling.take(carla, case.uid)
        handling.answer_objection(carla, case.uid, verdict=verdict, words="So it is.")
    worker.do_all()
    rows = [len(group.latest) for person in (sanne, noor) for group in centre.groups(person)
            if group.about.value == "case"]  # fmt: skip
    assert rows == [reporters, 2]


@pytest.mark.parametrize(
    ("outcome", "address"), [("talked", "/care/decisions/{}"), ("nothing", "/care/mine#r-{}")]
)
def test_who_asked_to_hide_their_own_version_hears_of_it_once(
    femke, noor, space, browser_of, outcome, address
) -> None:
    page = create_page(noor, space, title="Duty rota", text="Call Tim at home: 020 555.\n").page
    edit_page(noor, page, text="Call Tim.\n", based_on=1)
    browser, form = browser_of(noor), f"/p/{page.uid}/revisions/1/report"
    assert "You wrote this version." in browser.get(form).text
    assert form in browser.get(f"/p/{page.uid}/revisions/1").text
    assert browser.submit(form, {"reason": "private"}, seen_on=form).status_code == 303
    (row,) = queries.queue(femke, State.OPEN)
    assert queries.queue(noor, State.OPEN) == []
    with transaction():
        handling.take(femke, row.case.uid)
        handling.decide(femke, row.case.uid, outcome=outcome, rule="Keep numbers to yourself.")
    where = address.format(row.case.uid)
    assert told(noor) == [("Femke de Boer decided on what you reported", where)]
    assert browser.get(where).status_code == 200


def test_reading_what_became_of_it_clears_the_bell(sanne, noor, decided, browser_of) -> None:
    case = decided(**HIDE)
    worker.do_all()
    assert "decided on what you reported" in browser_of(sanne).get("/notifications").text
    browser_of(sanne).get("/care/mine")
    browser_of(noor).get(f"/care/decisions/{case.uid}")
    assert (centre.unread_count(sanne), centre.unread_count(noor)) == (0, 0)


def test_the_same_decision_is_told_once(sanne, decided) -> None:
    case = decided(**HIDE)
    worker.do_all()
    with transaction():
        jobs.enqueue(tell_of_case, case_id=case.id)
    assert len(told(sanne)) == 1


def test_the_mail_says_what_was_decided_and_not_who_reported(app, noor, sanne, decided) -> None:
    folder = app.config["SETTINGS"].data / "mail"
    for old in folder.glob("*.eml"):
        old.unlink()
    with clock.held_at(TUESDAY):
        decided(**HIDE)
        worker.do_all()
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in folder.glob("*.eml")]
    texts = {mail["To"]: mail.get_body(("plain",)).get_content() for mail in mails}
    reporter, author = (
        next(text for to, text in texts.items() if person.email in to) for person in (sanne, noor)
    )
    assert "Femke de Boer decided on what you reported" in reporter
    assert "Femke de Boer decided about something you wrote" in author and "Sanne" not in author
    assert "Only a fool" not in author + reporter
