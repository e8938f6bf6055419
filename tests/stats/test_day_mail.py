"""The page of a day by mail: asked for by oneself, at 08:30 of a day one works, once, stopped with one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from essp.core import clock, worker
from essp.core import mail as mails
from essp.core.db import session, transaction
from essp.core.decision import Refused
from essp.people.models import Person, Role
from essp.stats import choosing, mailing
from essp.stats.asking import SITE
from tests.stats.figures import agreed, figure

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEDNESDAY, FRIDAY = date(2026, 3, 18), date(2026, 3, 20)
DAY = timedelta(days=1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), AMSTERDAM).astimezone(UTC)


@pytest.fixture(autouse=True)
def _no_mails(app) -> None:
    for path in mails.folder("mail").glob("*.eml"):
        path.unlink()


@pytest.fixture
def sanne(make_person: Callable[..., Person]) -> Person:
    person = make_person("Sanne Kuipers", role=Role.COMMUNITY_MANAGER.value, language="en")
    agreed("full", person)
    with transaction():
        mailing.choose(person, wanted=True)
    return person


def sent(to: Person) -> list[EmailMessage]:
    """The mails of days that somebody got, the first first."""
    found = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(mails.folder("mail").glob("*.eml"))
    ]
    return [
        each
        for each in found
        if (to.email or "-") in each["To"] and "<insight-" in each["Message-ID"]
    ]


def body(mail: EmailMessage, kind: str = "plain") -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return found.get_content()


def filled(day: date) -> None:
    """A day is filled in the night after it, and its mail is asked for."""
    with clock.held_at(at(day + DAY, 2)):
        figure(3, 40, SITE, day, measure="D1", n=9)
        with transaction():
            mailing.after_filling(day, AMSTERDAM)


def work(day: date, first: int = 2, last: int = 20) -> None:
    """Let the worker do all that is due, every half hour of a day."""
    for half in range(2 * first, 2 * last):
        with clock.held_at(at(day, half // 2, 30 * (half % 2))):
            worker.do_all()


def test_it_comes_at_half_past_eight_with_the_figures_in_text_and_hypertext(sanne: Person) -> None:
    filled(WEDNESDAY)
    work(WEDNESDAY + DAY, last=8)
    assert sent(sanne) == []
    work(WEDNESDAY + DAY, first=8, last=9)
    (mail,) = sent(sanne)
    assert mail["Subject"] == "Insights, Wednesday 18 March"
    text = body(mail)
    assert "Unanswered past the promise: 3 (of 9 open questions)" in text
    assert "/insight?day=2026-03-18" in text and "/mail/insight/" in text
    html = body(mail, "html")
    assert "Unanswered past the promise" in html and "<style" not in html and "style=" not in html
    assert "one-click" in mail["List-Unsubscribe-Post"].lower()


def test_what_is_as_it_always_was_is_not_said_to_be_chance(sanne: Person) -> None:
    for week in range(1, 5):
        figure(3, 40, SITE, WEDNESDAY - 7 * week * DAY, measure="D1", n=9)
    filled(WEDNESDAY)
    work(WEDNESDAY + DAY, first=8, last=9)
    (mail,) = sent(sanne)
    [line] = [each for each in body(mail).splitlines() if each.startswith("Unanswered")]
    assert line == "Unanswered past the promise: 3 (of 9 open questions), as usual"


def test_it_is_written_in_the_language_of_who_reads_it(sanne: Person) -> None:
    with transaction():
        sanne.language = "nl"
    filled(WEDNESDAY)
    work(WEDNESDAY + DAY)
    (mail,) = sent(sanne)
    assert mail["Subject"] == "Inzicht, woensdag 18 maart" and mail["Content-Language"] == "nl"
    assert "Onbeantwoord na de belofte: 3 (van 9 open vragen)" in body(mail)
    assert "Je krijgt dit omdat je erom vroeg" in body(mail)


def test_it_is_sent_once_however_often_it_is_asked_for(sanne: Person) -> None:
    filled(WEDNESDAY)
    with transaction():
        mailing.ask_for_round(WEDNESDAY + DAY)
    work(WEDNESDAY + DAY)
    filled(WEDNESDAY)
    work(WEDNESDAY + DAY)
    assert len(sent(sanne)) == 1


def test_a_worker_that_dies_after_noting_it_never_sends_it_twice(
    sanne: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        """As if the machine lost its power."""

    def die(_message: EmailMessage) -> None:
        raise Died

    monkeypatch.setattr(mails, "deliver", die)
    filled(WEDNESDAY)
    with clock.held_at(at(WEDNESDAY + DAY, 8, 30)), pytest.raises(Died):
        mailing.send.run(person_id=sanne.id, day=(WEDNESDAY + DAY).isoformat())
    monkeypatch.undo()
    work(WEDNESDAY + DAY, first=9)
    assert sent(sanne) == []
    filled(WEDNESDAY + DAY)
    work(WEDNESDAY + 2 * DAY)
    assert len(sent(sanne)) == 1, "the next day comes as always"


def test_a_mail_server_that_fails_is_tried_again(
    sanne: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_message: EmailMessage) -> None:
        raise OSError("no route")

    monkeypatch.setattr(mails, "deliver", fail)
    filled(WEDNESDAY)
    with clock.held_at(at(WEDNESDAY + DAY, 8, 30)), pytest.raises(OSError, match="no route"):
        mailing.send.run(person_id=sanne.id, day=(WEDNESDAY + DAY).isoformat())
    monkeypatch.undo()
    with clock.held_at(at(WEDNESDAY + DAY, 8, 45)):
        mailing.send.run(person_id=sanne.id, day=(WEDNESDAY + DAY).isoformat())
    assert len(sent(sanne)) == 1


def test_none_comes_on_days_off_nor_while_away(sanne: Person) -> None:
    filled(FRIDAY)
    work(FRIDAY + DAY)
    assert sent(sanne) == [], "Saturday is no working day"
    filled(FRIDAY + 2 * DAY)
    with transaction():
        sanne.away_from, sanne.away_until = FRIDAY, FRIDAY + 7 * DAY
    work(FRIDAY + 3 * DAY)
    assert sent(sanne) == []


def test_a_day_that_was_made_up_later_is_not_mailed(sanne: Person) -> None:
    figure(3, 40, SITE, WEDNESDAY - 30 * DAY, measure="D1", n=9)
    with clock.held_at(at(WEDNESDAY, 9)):
        with transaction():
            mailing.after_filling(WEDNESDAY - 30 * DAY, AMSTERDAM)
        worker.do_all()
    assert sent(sanne) == []


def test_who_is_no_community_manager_any_more_gets_none_and_cannot_ask_for_it(
    sanne: Person, femke: Person
) -> None:
    with transaction():
        sanne.role = Role.MEMBER.value
    filled(WEDNESDAY)
    work(WEDNESDAY + DAY)
    assert sent(sanne) == []
    with pytest.raises(Refused):
        mailing.choose(femke, wanted=True)


def test_it_is_chosen_on_the_page_and_in_the_settings(
    sanne: Person, browser_of: Callable[[Person], FlaskClient]
) -> None:
    filled(WEDNESDAY)
    browser = browser_of(sanne)
    browser.submit("/insight/mail", {"back": "day"}, seen_on="/insight")
    assert choosing.chosen(sanne).mail is False
    browser.submit("/insight/mail", {"mail": "1"}, seen_on="/settings/notifications")
    session().expire_all()
    assert choosing.chosen(sanne).mail is True


def test_one_press_stops_it_without_signing_in(client: FlaskClient, sanne: Person) -> None:
    filled(WEDNESDAY)
    work(WEDNESDAY + DAY)
    path = sent(sanne)[0]["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    asked = client.get(f"/{path}").text
    assert "Stop this kind of mail?" in asked and "Sanne" not in asked
    assert "Stopped" in client.post(f"/{path}").text
    assert client.get("/mail/insight/made-up").status_code == 404
    session().expire_all()
    assert choosing.chosen(sanne).mail is False
