"""Fetching mails from an IMAP mailbox: each is kept here before it is marked there as seen."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from essp.notifications.receiving import LARGEST, keep

PATIENCE = 60  # seconds
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class MailboxError(RuntimeError):
    """The mailbox cannot be reached or read; the message is the server's."""


def fetch(mailbox: str, limit: int, connect: Callable[[str], Any] | None = None) -> int:
    """Take at most `limit` mails that are not seen yet, the oldest first; says how many.

    Of one that is too large as much is kept as is read of it. Raises MailboxError.
    """
    try:
        box = (connect or _connected)(mailbox)
        try:
            return _fetched(box, limit)
        finally:
            box.logout()
    except (imaplib.IMAP4.error, OSError) as fault:
        raise MailboxError(str(fault)) from fault


def _connected(mailbox: str) -> imaplib.IMAP4:
    parts = urlsplit(mailbox)
    host, context = parts.hostname or "localhost", ssl.create_default_context()
    box: imaplib.IMAP4
    if parts.scheme == "imaps":
        box = imaplib.IMAP4_SSL(host, parts.port or 993, ssl_context=context, timeout=PATIENCE)
    else:
        box = imaplib.IMAP4(host, parts.port or 143, timeout=PATIENCE)
        if host not in HERE:
            box.starttls(context)  # without it the password would be open to everybody on the way
    box.login(unquote(parts.username or ""), unquote(parts.password or ""))
    folder = unquote(parts.path.lstrip("/")) or "INBOX"
    _told(box.select(f'"{folder}"'))
    return box


def _fetched(box: imaplib.IMAP4, limit: int) -> int:
    found = b" ".join(_told(box.uid("search", "UNSEEN"))).split()[:limit]
    for uid in found:
        named = uid.decode("ascii")
        keep(_content(box, named))
        _told(box.uid("store", named, "+FLAGS.SILENT", r"(\Seen)"))
    return len(found)


def _content(box: imaplib.IMAP4, uid: str) -> bytes:
    """A mail as it is, up to what is read of any; asked for so that it does not become seen."""
    for part in _told(box.uid("fetch", uid, f"(BODY.PEEK[]<0.{LARGEST}>)")):
        if isinstance(part, tuple):
            return bytes(part[1])
    return b""


def _told(answer: tuple[str, list[Any]]) -> list[Any]:
    state, data = answer
    if state != "OK":
        raise imaplib.IMAP4.error(str(data))
    return [each for each in data if each is not None]
