"""Mails reach the right person, in their language, and carry no header that nobody meant."""

from __future__ import annotations

import socket
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from flask import Flask
from structlog.testing import capture_logs

from essp.core import jobs, mail, worker


@dataclass
class Addressee:
    """Somebody to write to."""

    name: str = "Femke de Boer"
    email: str | None = "femke@example.org"
    language: str | None = None


@pytest.fixture
def folder(app: Flask):
    """The folder into which mails are written, empty at first."""
    found = app.config["SETTINGS"].data / "mail"
    for old in found.glob("*.eml"):
        old.unlink()
    return found


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def written(folder) -> list[EmailMessage]:
    """The mails in the folder."""
    return [message_from_bytes(path.read_bytes(), policy=default) for path in folder.glob("*.eml")]


def test_without_a_server_a_mail_is_a_file(session, folder) -> None:
    mail.send(Addressee(), "password_changed")
    session.commit()
    worker.do_all()
    (found,) = written(folder)
    assert found["To"] == "Femke de Boer <femke@example.org>"
    assert found["Subject"] == "Your password for Kantlijn was changed"
    assert "/password/forgotten" in found.get_body(("plain",)).get_content()
    assert "<a href=" in found.get_body(("html",)).get_content()


def test_the_log_says_where_mails_are_written(session, folder) -> None:
    with capture_logs() as lines:
        mail.deliver(mail.compose("a@example.org", "A", "en", "password_changed", {}))
    assert lines[0]["folder"] == str(folder)


def test_a_mail_is_written_in_the_language_of_who_reads_it(session, folder) -> None:
    mail.send(Addressee(language="nl"), "password_changed")
    session.commit()
    worker.do_all()
    (found,) = written(folder)
    assert found["Content-Language"] == "nl"
    assert "wachtwoord" in found["Subject"]


def test_a_mail_is_not_sent_when_its_transaction_fails(session, folder) -> None:
    mail.send(Addressee(), "password_changed")
    session.rollback()
    worker.do_all()
    assert not written(folder)


def test_nobody_without_an_address_is_written_to(session) -> None:
    mail.send(Addressee(email=None), "password_changed")
    assert jobs.waiting() == 0


@pytest.mark.parametrize(
    "name",
    [
        "Femke\r\nBcc: all@example.org",
        "Femke\nSubject: gotcha",
        "Femke\x0b\x0cBcc: all@example.org",
        'Femke" <all@example.org>, "x',
        "Femke\u2028Bcc: all@example.org",
    ],
)
def test_a_name_never_becomes_a_header(app: Flask, name: str) -> None:
    with app.app_context():
        made = mail.compose("femke@example.org", name, "en", "password_changed", {})
    read = message_from_bytes(made.as_bytes(), policy=default)
    assert read["Bcc"] is None
    assert len(read.get_all("Subject")) == len(read.get_all("To")) == 1
    assert [one.addr_spec for one in read["To"].addresses] == ["femke@example.org"]


def test_what_names_a_mail_is_written_as_it_is_however_long(app: Flask) -> None:
    long = "x" * 90
    wanted = {
        "Message-ID": f"<{long}@example.org>",
        "References": f"<a@{long}.org> <b@{long}.org> <é@example.org> <{'c' * 999}@example.org>",
        "List-Unsubscribe": f"<https://example.org/{long}>",
        "Reply-To": f"reply+{long}@example.org",
        "In-Reply-To": "<é@example.org>",
    }
    with app.app_context():
        made = mail.compose("f@example.org", "F", "en", "password_changed", {}, headers=wanted)
    lines = made.as_bytes().split(b"\r\n\r\n")[0].decode("ascii").split("\r\n")
    assert f"Message-ID: <{long}@example.org>" in lines
    at = lines.index(f"References: <a@{long}.org>")
    assert lines[at + 1 : at + 3] == [
        f" <b@{long}.org>",
        f"List-Unsubscribe: <{wanted['List-Unsubscribe'][1:]}",
    ]
    assert f"Reply-To: reply+{long}@example.org" in lines
    assert not any(line.startswith("In-Reply-To") for line in lines)


def test_a_long_subject_begins_on_its_own_line(app: Flask) -> None:
    # Of this length the standard library leaves the first line empty.
    subject = "Who may lift a capacity limit outside office hours? (Congestion management)"
    with app.app_context():
        made = mail.compose(
            "f@example.org", "F", "en", "password_changed", {}, headers={"Subject": subject}
        )
    assert f"Subject: {subject}\r\n".encode() in made.as_bytes()
    assert f"Subject: {subject}\r\n" in made.as_string()


def test_an_address_with_a_line_break_is_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(ValueError, match=r".*"):
        mail.compose("femke@example.org\r\nBcc: x@example.org", "F", "en", "password_changed", {})


def test_names_stay_literal_in_text_and_hypertext(app: Flask) -> None:
    name = "{{7*7}} <script>alert(1)</script> %s%n {0.__class__}"
    with app.app_context():
        made = mail.compose("femke@example.org", name, "en", "password_changed", {})
    assert name in made.get_body(("plain",)).get_content().replace("\n", " ")
    assert "<script>" not in made.get_body(("html",)).get_content()


def test_a_mail_server_is_handed_the_mail(app: Flask, monkeypatch) -> None:
    got: list[EmailMessage] = []

    class Inbox(Message):
        def handle_message(self, message) -> None:
            got.append(message)

    port = free_port()
    server = Controller(Inbox(), hostname="127.0.0.1", port=port)
    server.start()
    try:
        settings = replace(app.config["SETTINGS"], mail_server=f"smtp://127.0.0.1:{port}")
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        with app.app_context():
            mail.deliver(mail.compose("femke@example.org", "Femke", "en", "password_changed", {}))
    finally:
        server.stop()
    assert [message["X-RcptTo"] for message in got] == ["femke@example.org"]


def test_a_mail_waits_while_the_server_cannot_be_reached(app, session, monkeypatch) -> None:
    settings = replace(app.config["SETTINGS"], mail_server="smtp://127.0.0.1:1")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    mail.send(Addressee(), "password_changed")
    session.commit()
    worker.do_next()
    assert jobs.waiting() == 1
