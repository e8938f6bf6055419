"""A large mail that is folded says what it says when it is parsed whole."""

from __future__ import annotations

import base64
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP, default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from essp.core import mail_folding
from essp.core.mail_folding import Folded
from essp.core.mail_reading import ReadMail

LINES = b"".join(b"Line %d -- of a table\n--- x\n--b\n" % number for number in range(400))
BODIES = (b"", b"short", LINES, bytes(range(256)) * 50, "Zoë – één\n".encode() * 900)
WAYS = ("base64", "quoted-printable", "x-uuencode")


@pytest.fixture(autouse=True)
def _nearly_everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_folding, "SMALL", 1_000)
    monkeypatch.setattr(mail_folding, "LONG", 500)


def leaves(mail: Message) -> list[Message]:
    return [part for part in mail.walk() if not part.is_multipart()]


def written(bodies: list[bytes], ends: bytes = b"\n") -> bytes:
    """A mail of these bodies: the first as text, then files, in a mail that is itself passed on."""
    inner = EmailMessage(policy=default)
    inner["Subject"] = "Inside"
    inner.set_content("The words.\n" * 200)
    for number, body in enumerate(bodies):
        inner.add_attachment(body, "application", "octet-stream", filename=f"{number}.bin")
    outer = EmailMessage(policy=default)
    outer["Subject"] = "Outside"
    outer.set_content(LINES.decode())
    outer.add_attachment(inner)
    return outer.as_bytes(policy=SMTP if ends == b"\r\n" else default)


@settings(max_examples=15)
@given(
    bodies=some.lists(some.sampled_from(BODIES), min_size=1, max_size=3),
    ends=some.sampled_from([b"\n", b"\r\n"]),
)
def test_every_part_has_the_same_bytes(bodies: list[bytes], ends: bytes) -> None:
    raw = written(bodies, ends)
    folded = Folded(raw)
    parsed, whole = message_from_bytes(folded.short), message_from_bytes(raw)
    assert len(folded.short) < len(raw) and len(folded.short) < 4_000 + 1_500 * len(bodies)
    found = [folded.content(part) for part in leaves(parsed)]
    assert found == [part.get_payload(decode=True) for part in leaves(whole)]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_is_read(way: str) -> None:
    body = {
        "base64": base64.encodebytes(LINES),
        "quoted-printable": LINES.replace(b"=", b"=3D"),
        "x-uuencode": b"begin 644 x\n" + b"#0V%T\n" * 300 + b"`\nend\n",
    }[way]
    raw = b"Content-Transfer-Encoding: %s\n\n%s" % (way.encode(), body)
    whole = message_from_bytes(raw).get_payload(decode=True)
    folded = Folded(raw)
    assert len(folded.short) < 200
    assert folded.content(message_from_bytes(folded.short)) == whole


@pytest.mark.parametrize("cut", [1_001, 1_502, 1_503, 5_555])
def test_what_is_cut_is_read_as_far_as_it_goes(cut: int) -> None:
    raw = b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(LINES)
    folded = Folded(raw[:cut])
    assert LINES.startswith(folded.content(message_from_bytes(folded.short)))


def test_a_mail_that_is_passed_on_comes_whole() -> None:
    mail = ReadMail(written([LINES, b"short"]))
    (passed_on,) = mail.files
    inner = message_from_bytes(passed_on.content, policy=default)
    assert inner["Subject"] == "Inside"
    assert [part.get_content() for part in inner.iter_attachments()] == [LINES, b"short"]
    assert mail.text.splitlines() == LINES.decode().splitlines()


def test_nobody_can_write_a_mark() -> None:
    raw = b"To: a@example.org\n\n" + b"folded0000000000000000x0\n" * 100
    folded = Folded(raw)
    assert folded.content(message_from_bytes(folded.short)) == raw.partition(b"\n\n")[2]
