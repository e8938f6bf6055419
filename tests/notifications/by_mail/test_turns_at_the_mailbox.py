"""The worker looks into the mailbox by itself: one at a time, and less often while it fails."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask

from config import ConfigurationError, load
from essp.app import worker_for
from essp.core import clock, worker
from essp.core.worker import Worker
from essp.discussions.models import Thread
from essp.notifications import cli, fetching_turns
from essp.notifications.fetching import MailboxError
from essp.notifications.fetching_turns import fetch_in_turn, state_of_turn, take_turn
from essp.people.models import Person
from tests.notifications.by_mail.letters import TUESDAY, answering, opening, replies
from tests.notifications.by_mail.test_mail_that_comes_in import Mailbox

NOWHERE = "imap://a:b@127.0.0.1:9"


@pytest.fixture
def site(app: Flask) -> Flask:
    """The site, which has a mailbox and looks into it every minute."""
    mailbox = replace(app.config["SETTINGS"], mailbox=NOWHERE, mailbox_seconds=60)
    app.config["SETTINGS"] = mailbox
    return app


def test_what_waits_in_the_mailbox_is_placed_without_being_asked(
    site: Flask, ruben: Person, thread: Thread
) -> None:
    mail = answering(ruben, opening(thread), "By itself.\n", **{"Message-ID": "<1@x>"})
    box = Mailbox({"1": mail.as_bytes()})
    box.start()
    fetch_in_turn(box.address, 60)
    box.join(timeout=10)
    worker.do_all()
    assert replies(thread) == ["By itself."]
    assert (state_of_turn().failures, state_of_turn().held_until) == (0, None)


def test_of_several_workers_one_looks_and_a_dead_one_loses_its_turn(site: Flask) -> None:
    with clock.held_at(TUESDAY):
        assert take_turn()
        assert not take_turn()
    with clock.held_at(TUESDAY + timedelta(minutes=14)):
        assert not take_turn()
    with clock.held_at(TUESDAY + timedelta(minutes=16)):
        assert take_turn()


def test_a_mailbox_that_fails_is_asked_less_and_less_often_and_then_as_before(
    site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[int | None] = [None] * 9 + [0]

    def look(_mailbox: str, _limit: int) -> int:
        answer = answers.pop(0)
        if answer is None:
            raise MailboxError("LOGIN failed")
        return answer

    monkeypatch.setattr(fetching_turns, "fetch", look)
    moment, waits = TUESDAY, []
    while answers:
        with clock.held_at(moment):
            fetch_in_turn(NOWHERE, 60)
            waits.append(round((state_of_turn().due_at - moment).total_seconds()))
            assert state_of_turn().said == ("LOGIN failed" if answers else "")
        moment = state_of_turn().due_at
    assert waits == [120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600, 60]


def test_a_full_mailbox_is_read_on_at_once(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching_turns, "fetch", lambda _mailbox, limit: limit)
    with clock.held_at(TUESDAY):
        assert fetch_in_turn(NOWHERE, 60) == 0
        assert take_turn()


def test_the_worker_looks_in_a_thread_of_its_own_and_goes_on_after_a_fault() -> None:
    looked = threading.Semaphore(0)

    def look() -> float:
        looked.release()
        raise OSError("no line")

    running = Worker(nullcontext, [look])
    running.do_next = lambda: False  # type: ignore[method-assign]
    running.start()
    assert looked.acquire(timeout=10)
    running.stop()
    assert running.thread is not None and not running.thread.is_alive()


def test_only_a_site_with_a_mailbox_looks_into_one(app: Flask, site: Flask) -> None:
    *usual, mailbox = worker_for(site).watches
    assert mailbox.args == (NOWHERE, 60)
    for values in ({"mailbox": ""}, {"mailbox_seconds": 0}):
        app.config["SETTINGS"] = replace(site.config["SETTINGS"], **values)
        assert len(worker_for(app).watches) == len(usual)


@pytest.mark.parametrize("value", ["5", "-1", "often", "4000"])
def test_a_period_that_cannot_be_is_said_clearly(value: str) -> None:
    with pytest.raises(ConfigurationError, match="0 or a whole number of seconds from 10 to 3600"):
        load({"ESSP_MAILBOX_SECONDS": value})


def test_it_can_be_asked_how_that_went(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = CliRunner()
    assert "not looked" in asked.invoke(cli.mail, ["state"], obj=site).output
    fetch_in_turn(NOWHERE, 60)
    said = asked.invoke(cli.mail, ["state"], obj=site).output
    assert "Read last: never." in said and "failed 1 times" in said
