"""One mail a day at most: when it comes, what it tells, and how it is stopped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import delete

from essp.core import clock, worker
from essp.core import mail as mails
from essp.core.db import session, transaction
from essp.core.text.anchors import Anchor
from essp.curation.doubts import doubt
from essp.curation.sentences import Pointed
from essp.curation.verifying import Looked, verify
from essp.notifications.mailing import choice_of
from essp.spaces.models import Membership
from essp.wiki.editing import create_page
from essp.wiki.proposing import propose

THURSDAY = datetime(2026, 11, 19, 13, tzinfo=UTC)
FRIDAY, SATURDAY, MONDAY = (THURSDAY + timedelta(days=days) for days in (1, 2, 4))


@pytest.fixture
def page(femke, space):
    with clock.held_at(THURSDAY - timedelta(days=9)), transaction():
        return create_page(femke, space, title="Plan", text="Call at 95% of the limit.\n").page


def suggest(person, page, text, at) -> None:
    with clock.held_at(at), transaction():
        propose(person, page, text=text, based_on=page.revision_number, reason="After the review")


def sent(to) -> list[EmailMessage]:
    """The mails about desks that somebody got, the first first."""
    found = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(mails.folder("mail").glob("*.eml"))
    ]
    return [each for each in found if to.email in each["To"] and "<desk-" in each["Message-ID"]]


def body(mail: EmailMessage) -> str:
    """The words of a mail."""
    found = mail.get_body(("plain",))
    assert found is not None
    return found.get_content()


@pytest.fixture
def work_until():
    """Let the worker do all that is due, hour after hour, up to a moment."""
    for path in mails.folder("mail").glob("*.eml"):
        path.unlink()

    def run(begin: datetime, end: datetime) -> None:
        moment = begin
        while moment <= end:
            with clock.held_at(moment):
                worker.do_all()
            moment += timedelta(hours=1)

    return run


def test_an_owner_is_mailed_on_the_next_working_morning_what_changed(
    femke, noor, page, work_until
) -> None:
    suggest(noor, page, "Call at 92% of the limit.\n", THURSDAY)
    work_until(THURSDAY, THURSDAY + timedelta(hours=10))
    assert sent(femke) == []
    work_until(THURSDAY + timedelta(hours=11), FRIDAY)
    (mail,) = sent(femke)
    assert mail["Subject"] == "1 proposal waits for you"
    words = body(mail)
    assert "Noor Jansen proposes: “After the review”" in words
    assert "Call at [-95-]{+92+}% of the limit." in words
    assert "/curation?proposal=" in words and "one-click" in mail["List-Unsubscribe-Post"].lower()


def test_no_second_mail_comes_while_nothing_is_new_and_none_at_the_weekend(
    femke, noor, ruben, page, work_until
) -> None:
    suggest(noor, page, "Call at 92% of the limit.\n", THURSDAY)
    work_until(THURSDAY, FRIDAY)
    suggest(ruben, page, "Call at 90% of the limit.\n", FRIDAY)
    work_until(FRIDAY, SATURDAY + timedelta(hours=20))
    assert len(sent(femke)) == 1, "Saturday is no working day"
    work_until(SATURDAY + timedelta(hours=21), MONDAY)
    assert len(sent(femke)) == 2
    assert sent(femke)[1]["Subject"] == "2 proposals wait for you"
    work_until(MONDAY, MONDAY + timedelta(days=1))
    told = sent(femke)
    assert len(told) == 3 and "1 of them waits for longer than you promised." in body(told[2])
    work_until(MONDAY + timedelta(days=1), MONDAY + timedelta(days=2, hours=6))
    assert len({each["Message-ID"] for each in sent(femke)}) == len(sent(femke))


def test_who_stopped_it_gets_none_and_the_link_stops_it(
    client, femke, noor, page, work_until
) -> None:
    suggest(noor, page, "Call at 92% of the limit.\n", THURSDAY)
    work_until(THURSDAY, FRIDAY)
    path = sent(femke)[0]["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    asked = client.get(f"/{path}").text
    assert "Stop this kind of mail?" in asked and "what waits on the curation desk." in asked
    assert "Stopped" in client.post(f"/{path}").text
    assert client.get("/mail/desk/made-up").status_code == 404
    session().expire_all()
    assert choice_of(femke).desk is False
    suggest(noor, page, "Call at 90% of the limit.\n", FRIDAY)
    work_until(FRIDAY, MONDAY)
    assert len(sent(femke)) == 1


def test_it_can_be_chosen_in_the_settings(browser_of, femke) -> None:
    browser, path = browser_of(femke), "/settings/notifications"
    browser.submit(f"{path}/desk", {}, seen_on=path)
    assert choice_of(femke).desk is False
    browser.submit(f"{path}/desk", {"desk": "1"}, seen_on=path)
    session().expire_all()
    assert choice_of(femke).desk is True


def test_nothing_is_mailed_of_a_space_that_one_may_no_longer_read(
    femke, ruben, closed_space, work_until
) -> None:
    with clock.held_at(THURSDAY - timedelta(days=9)), transaction():
        secret = create_page(femke, closed_space, title="Plan", text="Secret.\n").page
    suggest(ruben, secret, "More secret.\n", THURSDAY)
    session().execute(delete(Membership).where(Membership.person_id == femke.id))
    session().commit()
    work_until(THURSDAY, FRIDAY)
    assert sent(femke) == []


def test_what_is_due_soon_comes_bundled_and_at_most_once_a_week(
    femke, noor, space, work_until
) -> None:
    with clock.held_at(THURSDAY - timedelta(days=9)), transaction():
        made = [
            create_page(femke, space, title=each, text="One.\n").page for each in ("A", "B", "C")
        ]
    for page, days in zip(made, (17, 18, 20), strict=True):
        with clock.held_at(THURSDAY), transaction():
            verify(femke, page.uid, Looked(1), THURSDAY.date() + timedelta(days=days))
    work_until(THURSDAY, MONDAY - timedelta(hours=7))
    assert sent(femke) == []
    work_until(MONDAY - timedelta(hours=6), MONDAY + timedelta(days=3))
    (mail,) = sent(femke)
    assert mail["Subject"] == "2 pages are due soon"
    assert f"/p/{made[0].uid}/review" in body(mail) and "Due within two weeks:" in body(mail)
    work_until(MONDAY + timedelta(days=4), MONDAY + timedelta(days=8))
    assert [each["Subject"] for each in sent(femke)][1:] == ["1 page is due soon"]


def test_a_doubt_alone_brings_a_mail_the_next_working_morning(
    femke, noor, page, work_until
) -> None:
    with clock.held_at(THURSDAY), transaction():
        doubt(noor, page.uid, Pointed(Anchor("Call at 95%")), "wrong", "It is 92.")
    work_until(THURSDAY, FRIDAY)
    (mail,) = sent(femke)
    assert mail["Subject"] == "1 sentence on your pages is disputed"
