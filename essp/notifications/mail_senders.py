"""Mails that no person wrote: automatic answers, mailing lists, our own, and mails that came back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message

from essp.core import mail
from essp.core.ids import clean_line
from essp.core.mail_reading import ReadMail

AWAY = re.compile(
    r"^\s*(\[?(out of office|automatic reply|auto[- ]?reply|automatisch(e)? (antwoord|reply|beantwoording)"
    r"|afwezig(heid\w*)?|niet aanwezig|buiten kantoor|vakantiemelding)\b)",
    re.I,
)
NEWS = re.compile(r"<news-([0-9a-z]{10})@[^<>\s]{1,255}>")
# Codes (RFC 3463) that speak of the mail and not of the address: too large, or unwanted for what is in it.
OF_THE_MAIL = ("5.3.4", "5.7.", "5.6.")


@dataclass(frozen=True)
class Returned:
    """A mail of ours came back: the `uid` of its mailing, and what was said of the address."""

    uid: str
    said: str


def automatic(found: ReadMail) -> str:
    """Why a mail is no person's answer, for an administrator; empty when it may be one (RFC 3834)."""
    marked = found.header("auto-submitted").split(";")[0].strip().lower()
    own = mail.own_addresses()
    reasons = {
        "Auto-Submitted": marked not in {"", "no"},
        "Precedence": found.header("precedence").lower() in {"bulk", "list", "junk", "auto_reply"},
        "X-Loop": any(value.lower() in own for value in found.headers("x-loop")),
        "List-Id": any(found.header(name) for name in ("list-id", "list-post", "list-unsubscribe")),
        "automatic": any(found.header(name) for name in ("x-autoreply", "x-autorespond", "x-auto-reply")),
        "Return-Path": found.header("return-path") == "<>",
        "own": found.sender in own or bool(NEWS.search(found.header("message-id"))),
        "Subject": bool(AWAY.match(found.header("subject"))),
        "postmaster": found.sender.startswith(("mailer-daemon@", "postmaster@")),
    }  # fmt: skip
    return ", ".join(name for name, holds in reasons.items() if holds)


def returned(found: ReadMail) -> Returned | None:
    """What a delivery report (RFC 3464) says of an address for good; None for any other mail.

    It must name a mail of ours by an identity that only its recipient's mail server knows.
    """
    message = found.message
    if message.get_content_type() != "multipart/report":
        return None
    parts = list(message.walk())[:60]
    groups = [group for part in parts for group in _groups(part)]
    named = NEWS.search(" ".join(_original_ids(parts)))
    for group in groups:
        status = clean_line(str(group.get("status", "")))
        failed = str(group.get("action", "")).strip().lower() == "failed"
        if named and failed and status.startswith("5.") and not status.startswith(OF_THE_MAIL):
            said = clean_line(str(group.get("diagnostic-code", "")))
            return Returned(named[1], f"{status} {said}".strip()[:300])
    return None


def _groups(part: Message) -> Iterator[Message]:
    """The groups of fields of a delivery report: one of the mail, then one of each address."""
    payload = part.get_payload()
    if part.get_content_type() == "message/delivery-status" and isinstance(payload, list):
        yield from (each for each in payload if isinstance(each, Message))


def _original_ids(parts: Sequence[Message]) -> Iterator[str]:
    """What the mail that came back was called, of the whole of it or of its head alone."""
    for part in parts:
        if part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            inner = payload[0] if isinstance(payload, list) and payload else None
            yield str(inner.get("message-id", "")) if isinstance(inner, Message) else ""
        elif part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            yield content.decode("ascii", "replace")[:20_000] if isinstance(content, bytes) else ""
