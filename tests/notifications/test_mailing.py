"""Mail about news: what is in it, when it comes, and that it never comes twice or in vain."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import product

import pytest
from flask import Flask

from essp.core import clock, mail, worker
from essp.core.db import session, transaction
from essp.core.text.anchors import Anchor
from essp.discussions.passages import Pointed, comment
from essp.notifications import settings
from essp.notifications.mail_models import MailChoice, Mailing, Rhythm
from essp.notifications.mailing import send_mailing
from essp.notifications.marking import opened
from essp.notifications.models import Subject
from essp.notifications.settings import DEFAULT, Wanted, last_month
from essp.notifications.watching import watch
from essp.people.models import Person
from essp.spaces import membership
from essp.spaces.models import Space
from essp.wiki.editing import create_page
from essp.wiki.lifecycle import move_page
from essp.wiki.models import Page
from tests.hygiene import HygieneClient
from tests.notifications.conftest import Edit

TUESDAY = datetime(2026, 11, 17, 10, tzinfo=UTC)
ALL_AT_ONCE = Wanted(Rhythm.ONCE, Rhythm.ONCE, 0, 0, any_day=True)


@pytest.fixture(autouse=True)
def _on_a_working_day() -> Iterator[None]:
    with clock.held_at(TUESDAY):
        yield


@pytest.fixture
def mails(app: Flask) -> Callable[[], list[EmailMessage]]:
    """The mails that were written since the test began."""
    folder = app.config["SETTINGS"].data / "mail"
    for old in folder.glob("*.eml"):
        old.unlink()

    def read() -> list[EmailMessage]:
        files = sorted(folder.glob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=default) for path in files]

    return read


@pytest.fixture
def watcher(ruben: Person, page: Page) -> Person:
    """Somebody who watches the page and gets every mail at once."""
    with transaction():
        watch(ruben, Subject.PAGE, page.uid)
        settings.choose(ruben, ALL_AT_ONCE)
    return ruben


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def at(moment: datetime) -> None:
    with clock.held_at(moment):
        worker.do_all()


def test_a_mail_holds_the_words_that_changed_and_a_way_to_stop_it(
    femke: Person, watcher: Person, page: Page, edit: Edit, mails
) -> None:
    edit(femke, page, "Two <b>new</b> words.")
    (found,) = mails()
    assert found["To"] == "Ruben Haak <ruben-haak@example.org>"
    assert found["Subject"] == "Switching plan (Congestion management)"
    assert "Edited by Femke de Boer." in text_of(found)
    assert "{+Two" in text_of(found)
    assert "You watch the page “Switching plan”." in text_of(found)
    html = found.get_body(("html",)).get_content()
    assert "<ins>" in html and '<body bgcolor="#ffffff" text="#' in html
    assert "<b>new" not in html
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["Precedence"] == "bulk"


def test_a_mail_about_a_new_page_begins_to_tell_it(
    femke: Person, watcher: Person, space: Space, mails
) -> None:
    with transaction():
        watch(watcher, Subject.SPACE, space.slug)
        create_page(femke, space, title="Night plan", text="# At night\n\nF12 opens at 22:00.\n")
    worker.do_all()
    with clock.held_at(TUESDAY + timedelta(minutes=1)):
        worker.do_all()
    (found,) = mails()
    assert "New page by Femke de Boer." in text_of(found)
    assert "F12 opens at 22:00." in text_of(found)
    assert "You watch the space “Congestion management”." in text_of(found)


def test_a_comment_is_named_by_its_first_words_with_a_sign_where_they_end(
    femke: Person, watcher: Person, page: Page, mails
) -> None:
    said = "Ninety minutes is what we measured last winter, and that was on a quiet line at night."
    with transaction():
        comment(femke, page.uid, Pointed(None, Anchor("One")), text=said)
    worker.do_all()
    assert mails()[0]["Subject"].startswith(f"{said.removesuffix(' night.')}… (")


def test_mails_about_one_page_are_one_conversation(
    femke: Person, watcher: Person, page: Page, edit: Edit, mails
) -> None:
    edit(femke, page)
    edit(femke, page)
    first, second = mails()
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"] == second["In-Reply-To"]


def test_a_bundle_waits_for_rest_and_the_day_for_its_morning(
    femke: Person, watcher: Person, page: Page, edit: Edit, mails
) -> None:
    with transaction():
        settings.choose(watcher, Wanted(Rhythm.DAILY, Rhythm.BUNDLE, 19, 7, any_day=False))
    edit(femke, page)
    edit(femke, page, "For @ruben-haak.")
    assert mails() == []
    at(TUESDAY + timedelta(minutes=11))
    assert len(mails()) == 1
    at(TUESDAY + timedelta(days=1))
    assert ["Femke de Boer mentioned you" in text_of(each) for each in mails()] == [False, True]


@pytest.mark.parametrize(
    ("moment", "comes"),
    [
        (datetime(2026, 11, 17, 22, tzinfo=UTC), datetime(2026, 11, 18, 6, 1, tzinfo=UTC)),
        (datetime(2026, 11, 20, 22, tzinfo=UTC), datetime(2026, 11, 23, 6, 1, tzinfo=UTC)),
    ],
)
def test_quiet_hours_and_days_off_are_kept(
    femke: Person, watcher: Person, page: Page, edit: Edit, mails,
    moment: datetime, comes: datetime,
) -> None:  # fmt: skip
    with transaction():
        settings.choose(watcher, Wanted(Rhythm.ONCE, Rhythm.ONCE, 19, 7, any_day=False))
    with clock.held_at(moment):
        edit(femke, page)
    at(comes - timedelta(minutes=5))
    assert mails() == []
    at(comes)
    assert len(mails()) == 1


def test_what_waits_for_its_hour_goes_by_the_new_choice(
    femke: Person, watcher: Person, page: Page, edit: Edit, mails
) -> None:
    def change(**values: object) -> None:
        with transaction():
            settings.choose(watcher, replace(ALL_AT_ONCE, **values))
        worker.do_all()

    change(watched=Rhythm.WEEKLY)
    edit(femke, page)
    with clock.held_at(TUESDAY + timedelta(hours=1)):
        worker.do_all()
        change(watched=Rhythm.DAILY)
        assert mails() == []
        change()
        assert len(mails()) == 1


def test_what_was_read_meanwhile_is_not_mailed(
    femke: Person, watcher: Person, page: Page, edit: Edit, mails
) -> None:
    with transaction():
        settings.choose(watcher, DEFAULT)
    edit(femke, page)
    opened(watcher.id, Subject.PAGE, page.id)
    at(TUESDAY + timedelta(days=1))
    assert mails() == []


def test_who_may_no_longer_read_it_gets_no_mail(
    femke: Person, watcher: Person, page: Page, closed_space: Space, edit: Edit, mails
) -> None:
    with transaction():
        settings.choose(watcher, DEFAULT)
    edit(femke, page)
    with transaction():
        move_page(femke, page, closed_space)
        membership.remove_member(femke, closed_space, watcher)
    at(TUESDAY + timedelta(days=1))
    assert mails() == []


def test_a_worker_that_died_while_sending_never_sends_it_again(
    femke: Person, watcher: Person, page: Page, edit: Edit, mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_message: EmailMessage) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(mail, "deliver", die)
        with pytest.raises(SystemExit):
            edit(femke, page)
    made = session().query(Mailing).one()
    send_mailing.run(mailing_id=made.id)
    assert mails() == []


def test_a_mail_server_that_is_down_is_tried_again(
    femke: Person, watcher: Person, page: Page, edit: Edit, mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_message: EmailMessage) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(mail, "deliver", refuse)
        edit(femke, page)
    at(TUESDAY + timedelta(minutes=1))
    at(TUESDAY + timedelta(minutes=2))
    assert len(mails()) == 1


def test_an_address_that_mail_comes_back_from_gets_no_more(
    femke: Person, watcher: Person, page: Page, edit: Edit, mails, browser_of,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def bounce(_message: EmailMessage) -> None:
        raise smtplib.SMTPRecipientsRefused({"x@example.org": (550, b"No such person")})

    with monkeypatch.context() as patched:
        patched.setattr(mail, "deliver", bounce)
        edit(femke, page)
    edit(femke, page)
    assert mails() == []
    browser = browser_of(watcher)
    assert "550 No such person" in browser.get("/settings/notifications").text
    place = "/settings/notifications"
    browser.submit(f"{place}/address-works", {}, seen_on=place)
    edit(femke, page)
    assert len(mails()) == 1


def test_one_press_in_a_mail_program_stops_that_sort_and_tells_nothing(
    femke: Person, watcher: Person, page: Page, edit: Edit, mails, client: HygieneClient
) -> None:
    edit(femke, page)
    address = mails()[0]["List-Unsubscribe"].strip("<>").partition("://")[2].partition("/")[2]
    shown = client.get(f"/{address}")
    assert shown.status_code == 200
    assert "Mail about what is watched." in shown.text
    assert "Ruben" not in shown.text
    pressed = client.post(f"/{address}", data={"List-Unsubscribe": "One-Click"})
    assert pressed.status_code == 200
    choice = session().get_one(MailChoice, watcher.id, populate_existing=True)
    assert (choice.direct, choice.watched) == ("once", "never")
    edit(femke, page)
    assert len(mails()) == 1
    assert client.post(f"/{address}x").status_code == 404


def test_the_settings_show_what_last_month_would_have_been(
    femke: Person, watcher: Person, page: Page, edit: Edit, browser_of
) -> None:
    for day, hour in product(range(3), range(2)):
        with clock.held_at(TUESDAY - timedelta(days=7 - day, hours=-hour)):
            edit(femke, page)
    assert last_month(watcher, ALL_AT_ONCE).total == 6
    daily = Wanted(Rhythm.ONCE, Rhythm.DAILY, 19, 7, any_day=False)
    assert (last_month(watcher, daily).told, last_month(watcher, daily).total) == (6, 3)
    shown = browser_of(watcher).get(
        "/settings/notifications?direct=never&watched=weekly&quiet_from=19&quiet_until=7"
    )
    assert "That would have been 1 mail." in shown.text
    day = last_month(watcher, daily).days[0]
    assert (day.told, [at.hour for at in day.mails]) == (2, [7])
    assert "Day by day" in shown.text and "<td>08:00</td>" in shown.text


@pytest.mark.parametrize(
    "wrong", [{"direct": "hourly"}, {"quiet_from": "24"}, {"quiet_until": "x"}]
)
def test_a_choice_that_cannot_be_kept_is_told(browser_of, ruben: Person, wrong) -> None:
    sent = {"direct": "once", "watched": "daily", "quiet_from": "19", "quiet_until": "7"} | wrong
    place = "/settings/notifications"
    assert browser_of(ruben).submit(place, sent, seen_on=place).status_code == 422
