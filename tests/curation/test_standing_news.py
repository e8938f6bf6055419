"""Who hears of a doubted sentence, of its answer, of a reminder and of a sentence to look at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from essp.core import clock
from essp.core.db import db, transaction
from essp.core.text.anchors import Anchor
from essp.core.worker import do_all
from essp.curation.claims import Holds, claim, look_again
from essp.curation.doubts import answer, doubt, take_back
from essp.curation.sentences import Pointed
from essp.curation.verifying import Looked, remind, verify
from essp.notifications import settings
from essp.notifications.models import Named, Notification
from essp.wiki.editing import create_page, edit_page
from tests.notifications.test_mailing import ALL_AT_ONCE, TUESDAY, mails, text_of

__all__ = ["mails"]

AT = Pointed(Anchor("limit is 42"))


@pytest.fixture
def page(femke, space):
    with transaction():
        return create_page(femke, space, title="Codes", text="The limit is 42 MW. Call.").page


def told(person):
    do_all()
    named = {each.value for each in Named}
    query = select(Notification.reason).where(Notification.person_id == person.id)
    return [
        each for each in db.session.scalars(query.order_by(Notification.notice_id)) if each in named
    ]


def test_owners_hear_of_a_doubt_and_the_reader_of_the_answer(femke, noor, page):
    with transaction():
        row = doubt(noor, page.uid, AT, "wrong", "It is 45.")
    assert told(femke) == ["doubted"]
    with transaction():
        answer(femke, row.uid, "mended", "Thank you.")
    assert told(noor) == ["outcome"]
    assert told(femke) == ["doubted"]


def test_the_mail_to_who_doubted_says_what_was_answered(femke, noor, space, mails):
    with clock.held_at(TUESDAY):
        with transaction():
            settings.choose(noor, ALL_AT_ONCE)
            made = create_page(femke, space, title="Limits", text="The limit is 42 MW. Call.").page
            row = doubt(noor, made.uid, AT, "wrong", "It is 45.")
        with transaction():
            answer(femke, row.uid, "right", "The station was measured again in May.")
        do_all()
    (found,) = [each for each in mails() if each["To"].startswith("Noor")]
    assert "The station was measured again in May." in text_of(found)
    assert f"/doubts/{row.uid}" in text_of(found)


def test_nobody_hears_of_a_doubt_that_was_taken_back(femke, noor, page):
    with transaction():
        row = doubt(noor, page.uid, AT, "asks", "Is it?")
    do_all()
    with transaction():
        take_back(noor, row.uid)
    assert told(noor) == []


def test_owners_hear_of_a_reminder_once(femke, noor, page):
    with transaction():
        verify(femke, page.uid, Looked(1))
    with clock.held_at(clock.now() + timedelta(days=400)):
        for _again in range(2):
            with transaction():
                remind(noor, page.uid)
        assert told(femke) == ["reminded"]


def test_who_marked_a_sentence_hears_that_it_is_gone(femke, ruben, page):
    day = clock.now().date() + timedelta(days=30)
    with transaction():
        claim(femke, page.uid, AT, Holds(until=day))
    with transaction():
        edit_page(ruben, page, text="Something else stands here now.", based_on=1)
    assert "flagged" in told(femke)


def test_who_marked_a_sentence_hears_when_its_day_is_past_and_not_before(femke, page):
    now, day = clock.now(), clock.now().date() + timedelta(days=30)
    with transaction():
        row = claim(femke, page.uid, AT, Holds(until=day))
    assert told(femke) == []
    with clock.held_at(now + timedelta(days=20)), transaction():
        look_again(femke, row.uid, Holds(until=day + timedelta(days=30)))
    with clock.held_at(now + timedelta(days=32)):
        assert told(femke) == []
    with clock.held_at(now + timedelta(days=62)):
        assert told(femke) == ["flagged"]
