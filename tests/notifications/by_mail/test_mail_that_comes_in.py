"""Mails that come in: whatever they are, each is kept, taken once and ends in one way."""

from __future__ import annotations

import socket
from datetime import timedelta
from threading import Thread as Running
from types import SimpleNamespace

import pytest
from flask import Flask

from essp.core import clock, worker
from essp.core.db import session, transaction
from essp.discussions.models import Kind, Thread
from essp.discussions.posting import reply, start_thread
from essp.notifications import fetching
from essp.notifications.mail_models import MailChoice
from essp.notifications.reply_addresses import reply_address
from essp.notifications.reply_models import Fate
from essp.notifications.sweeping import sweep
from essp.people.models import Person
from essp.spaces import membership
from essp.spaces.models import Space
from tests.notifications.by_mail.letters import (
    TUESDAY,
    answering,
    opening,
    receive,
    replies,
    text_of,
)


def test_a_wrong_character_set_and_html_alone_are_read(ruben: Person, thread: Thread) -> None:
    head = (
        f"From: {ruben.email}\r\nTo: {reply_address(ruben.id, opening(thread).id)}\r\n"
        "MIME-Version: 1.0\r\nMessage-ID: <%s@x>\r\nContent-Type: %s\r\n\r\n"
    )
    for name, kind, body in [
        ("a", "text/plain; charset=us-ascii", "Één café.".encode()),
        ("b", "text/plain; charset=utf-8", "Één café.".encode("cp1252")),
        ("c", "text/plain; charset=nonsense", "Één café.".encode()),
        ("d", "text/html; charset=utf-8", "<p>Één café.</p><blockquote>x</blockquote>".encode()),
    ]:
        assert receive((head % (name, kind)).encode() + body).fate == Fate.PLACED.value
    assert replies(thread) == ["Één café."] * 4


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\0\xff" * 500, b"From: <<<>>>@@\r\nTo: reply+@example.org, \"\r\n\r\nx",
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n" * 400,
        b"From: a@b.c\r\nContent-Type: text/plain; charset=\"\xff\"\r\nSubject: =?x?q?=FF?=\r\n\r\n\xff",
    ],
)  # fmt: skip
def test_what_is_no_mail_at_all_is_kept_and_passed_over(app: Flask, raw: bytes) -> None:
    row = receive(raw)
    assert row.fate == Fate.IGNORED.value
    kept = app.config["SETTINGS"].data / "mail-in" / row.file
    assert kept.read_bytes() == raw
    sweep.run(day="2026-11-17")
    assert kept.exists()
    with clock.held_at(TUESDAY + timedelta(days=31)):
        sweep.run(day="2026-12-18")
    assert not kept.exists()


def test_a_mail_that_comes_back_marks_the_address_of_whoever_it_was_for(
    ruben: Person, thread: Thread, mails, monkeypatch: pytest.MonkeyPatch, femke: Person
) -> None:
    mails()
    with transaction():
        reply(femke, opening(thread).uid, text="Well, @ruben-haak?")
    worker.do_all()
    told = mails()[-1]

    def report(status: str, named: str) -> bytes:
        return (
            "From: MAILER-DAEMON@mx.example\r\nTo: reply@example.org\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
            "--b\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; x@example.org\r\n"
            f"Action: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 No such person\r\n\r\n"
            f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {named}\r\n\r\n--b--\r\n"
        ).encode()

    choice = session().get_one(MailChoice, ruben.id)
    for status, named in [("4.2.2", told["Message-ID"]), ("5.7.1", told["Message-ID"])]:
        assert receive(report(status, named)).fate == Fate.IGNORED.value
    assert receive(report("5.1.1", "<news-zzzzzzzzzz@127.0.0.1>")).fate == Fate.BOUNCE.value
    session().refresh(choice)
    assert choice.bounced_at is None
    assert receive(report("5.1.1", told["Message-ID"])).fate == Fate.BOUNCE.value
    session().refresh(choice)
    assert choice.bounce == "5.1.1 smtp; 550 No such person"


def test_somebody_who_left_or_writes_too_much_is_refused(
    ruben: Person, thread: Thread, mails, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("essp.notifications.mail_replies.MOST_AN_HOUR", 1)
    for number in range(2):
        row = receive(answering(ruben, opening(thread), **{"Message-ID": f"<{number}@x>"}))
    assert "Too many mails" in row.said
    assert len(replies(thread)) == 1
    ruben.left_at = clock.now()
    session().commit()
    row = receive(answering(ruben, opening(thread), **{"Message-ID": "<3@x>"}))
    assert row.said == "Your account here is closed."


def test_a_member_may_answer_in_a_closed_space_until_they_leave_it(
    femke: Person, ruben: Person, closed_space: Space, mails
) -> None:
    with transaction():
        thread = start_thread(femke, closed_space, Kind.DISCUSSION, title="Secret", text="One.")
    first = answering(ruben, opening(thread), **{"Message-ID": "<1@x>"})
    assert receive(first).fate == Fate.PLACED.value
    with transaction():
        membership.remove_member(femke, closed_space, ruben)
    row = receive(answering(ruben, opening(thread), **{"Message-ID": "<2@x>"}))
    assert row.fate == Fate.REFUSED.value
    assert "Secret" not in text_of(mails()[-1])


def test_a_mailbox_is_read_so_far_and_marked_once_a_mail_is_kept(
    ruben: Person, thread: Thread
) -> None:
    waiting = {
        str(number): answering(
            ruben, opening(thread), f"{number}.\n", **{"Message-ID": f"<{number}@x>"}
        )
        for number in range(3)
    }
    seen: list[str] = []

    def uid(verb: str, *words: str) -> tuple[str, list[object]]:
        if verb == "search":
            return "OK", [" ".join(each for each in waiting if each not in seen).encode()]
        if verb == "fetch":
            return "OK", [(b"1 (BODY[] {9}", waiting[words[0]].as_bytes()), b")"]
        seen.append(words[0])
        return "OK", [None]

    box = SimpleNamespace(uid=uid, logout=lambda: None)
    assert fetching.fetch("imaps://a:b@mail.example", 2, lambda _mailbox: box) == 2
    assert seen == ["0", "1"]
    assert fetching.fetch("imaps://a:b@mail.example", 2, lambda _mailbox: box) == 1
    worker.do_all()
    assert sorted(replies(thread)) == ["0.", "1.", "2."]


class Mailbox(Running):
    """A mail server that speaks as much IMAP as is asked of it, to one client."""

    def __init__(self, mails: dict[str, bytes]) -> None:
        super().__init__(daemon=True)
        self.mails, self.seen, self.said = mails, set[str](), list[bytes]()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"imap://name:w%20rd@127.0.0.1:{self.socket.getsockname()[1]}/Answers"

    def run(self) -> None:
        client, _address = self.socket.accept()
        with client, client.makefile("rwb") as line:
            line.write(b"* OK ready\r\n")
            line.flush()
            while (asked := line.readline()) and b"LOGOUT" not in asked:
                self.said.append(asked)
                line.write(self.answer(asked) + asked.split()[0] + b" OK done\r\n")
                line.flush()
            line.write(b"* BYE\r\n" + asked.split()[0] + b" OK done\r\n")
            line.flush()
        self.socket.close()

    def answer(self, asked: bytes) -> bytes:
        words = asked.decode().split()
        if words[1] == "CAPABILITY":
            return b"* CAPABILITY IMAP4REV1\r\n"
        if words[1] == "SELECT":
            return b"* 2 EXISTS\r\n"
        if words[2:3] == ["SEARCH"]:
            return f"* SEARCH {' '.join(sorted(self.mails.keys() - self.seen))}\r\n".encode()
        if words[2:3] == ["FETCH"]:
            mail = self.mails[words[3]]
            head = f"* 1 FETCH (UID {words[3]} BODY[]<0> {{{len(mail)}}}\r\n".encode()
            return head + mail + b")\r\n"
        if words[2:3] == ["STORE"]:
            self.seen.add(words[3])
        return b""


def test_a_mailbox_is_read_over_the_wire(ruben: Person, thread: Thread) -> None:
    waiting = {
        str(number): answering(
            ruben, opening(thread), f"{number}.\n", **{"Message-ID": f"<{number}@x>"}
        )
        for number in (11, 12)
    }
    box = Mailbox({uid: message.as_bytes() for uid, message in waiting.items()})
    box.start()
    assert fetching.fetch(box.address, 10) == 2
    box.join(timeout=10)
    assert box.seen == {"11", "12"}
    assert any(b'LOGIN name "w rd"' in said for said in box.said)
    worker.do_all()
    assert replies(thread) == ["11.", "12."]
    with pytest.raises(fetching.MailboxError):
        fetching.fetch(box.address, 10)
