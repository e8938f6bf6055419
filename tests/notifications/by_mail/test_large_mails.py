"""Mails that are too much: cut, with a file that does not fit, with a signature without end, with a crowd."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from essp.attachments.models import Attachment
from essp.core.db import session, transaction
from essp.discussions.models import Thread
from essp.notifications import cli, receiving
from essp.notifications.reply_models import Fate, ReceivedMail
from essp.people.models import Person
from essp.spaces.membership import join_space
from essp.spaces.models import Space
from tests.notifications.by_mail.letters import answering, opening, receive, replies, text_of
from tests.notifications.test_calls import crowd


def test_of_a_mail_that_is_cut_everything_whole_is_placed_and_the_rest_named(
    app: Flask, ruben: Person, thread: Thread, mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "LARGEST", 20_000)
    message = answering(ruben, opening(thread), "See both.\n")
    message.add_attachment(b"whole", "text", "plain", filename="small.txt")
    message.add_attachment(b"x" * 40_000, "application", "zip", filename="huge.zip")
    message.add_attachment(b"never seen", "text", "plain", filename="behind.txt")
    before, taken = len(mails()), io.BytesIO(message.as_bytes()).read(receiving.LARGEST)
    row = receive(taken)
    assert row.fate == Fate.PLACED.value
    assert [each.name for each in session().query(Attachment)] == ["small.txt"]
    assert replies(thread)[0].startswith("See both.\n\n[small.txt](")
    answer = text_of(mails()[before])
    assert "- huge.zip: The mail was too large to come through whole." in answer


def test_a_pipe_is_read_no_further_than_that(
    app: Flask, ruben: Person, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "LARGEST", 5_000)
    endless = io.BytesIO(
        answering(ruben, opening(thread), "On Thursday.\n").as_bytes() + b"\n" * 9_000
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(endless))
    cli.receive.callback.__wrapped__()
    assert endless.tell() == 5_000
    assert session().query(ReceivedMail).one().fate == Fate.WAITING.value


def test_a_signature_of_a_thousand_lines_is_left_out(ruben: Person, thread: Thread) -> None:
    signature = "-- \n" + "".join(f"Line {number} of the disclaimer\n" for number in range(1000))
    assert (
        receive(answering(ruben, opening(thread), "On Thursday.\n\n" + signature)).fate == "placed"
    )
    assert replies(thread) == ["On Thursday."]


def test_one_that_nobody_can_tell_from_words_is_sent_back_with_what_to_do(
    ruben: Person, thread: Thread, mails
) -> None:
    words = "".join(f"Paragraph {number} {'of the disclaimer ' * 8}\n\n" for number in range(1000))
    before = len(mails())
    assert receive(answering(ruben, opening(thread), words)).fate == Fate.REFUSED.value
    answer = text_of(mails()[before])
    assert "a post may have 100 KB" in answer and "Paragraph 7 of the disclaimer" in answer


def test_a_crowd_is_not_called_by_mail(ruben: Person, thread: Thread, space: Space, mails) -> None:
    crowd(space, 12)
    with transaction():
        join_space(ruben, space)
    before = len(mails())
    row = receive(answering(ruben, opening(thread), f"@space:{space.slug}: tonight.\n"))
    assert row.fate == Fate.REFUSED.value
    assert "calls 13 people at once. Write it in the browser" in text_of(mails()[before])
    assert replies(thread) == []
