"""What the head of a mail says: who wrote it, when, what it answers; in whatever shape that is written."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from typing import TypeAlias

from essp.core import clock
from essp.core.ids import clean_line
from essp.importers.people import ADDRESS, LONGEST_ADDRESS, LONGEST_NAME, NOBODY
from essp.importers.records import SourcePerson

MESSAGE_ID = re.compile(r"<([^<>\s]{1,900})>")
BARE_ID = re.compile(r"[^\s<>\"(),;]{1,400}@[^\s<>\"(),;]{1,400}")
HIDDEN = re.compile(r"\s+(?:at|_at_|\(at\)|\[at\])\s+", re.IGNORECASE)
IN_BRACKETS = re.compile(r"(.*?)\(([^()]*)\)\s*")
EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
MOST_NAMES = 200
Mail: TypeAlias = "Message[str, str]"


def head_of(written: bytes) -> Mail:
    """The fields of a head."""
    return BytesHeaderParser().parsebytes(written)


def field(mail: Mail, name: str) -> str:
    """A field as one line, its RFC 2047 words decoded as far as they can be."""
    said = mail.get(name)
    return clean_line(_decoded(str(said))) if said is not None else ""


def _decoded(written: str) -> str:
    raw = written.encode("ascii", "surrogateescape")
    if any(byte > 127 for byte in raw):  # not even encoded: letters as they were sent
        written = text_of_bytes(raw)[0]
    try:
        parts = decode_header(written)
    except (HeaderParseError, ValueError):
        return written
    return "".join(
        part if isinstance(part, str) else text_of_bytes(part, charset or "")[0]
        for part, charset in parts
    )


def text_of_bytes(raw: bytes, charset: str = "") -> tuple[str, bool]:
    """Bytes as text, and whether they were what they claim to be."""
    claimed = charset.strip("\"' ").lower()
    for name in filter(None, (claimed, "utf-8")):
        try:
            return raw.decode(name), name == claimed or not claimed
        except (LookupError, UnicodeError, ValueError):
            continue
    return raw.decode("cp1252", "replace"), False


def key_of_id(message_id: str) -> str:
    """How a Message-ID is kept: a hash, since it may hold an address."""
    return sha256(message_id.strip().encode("utf-8", "replace")).hexdigest()


def own_id(mail: Mail) -> str:
    """The Message-ID; empty where there is none."""
    said = str(mail.get("Message-ID") or "")
    found = MESSAGE_ID.search(said) or BARE_ID.search(said)
    return found[found.lastindex or 0] if found else ""


def named_ids(mail: Mail) -> list[str]:
    """What a mail says that it answers, the nearest last."""
    references = MESSAGE_ID.findall(str(mail.get("References") or ""))
    answered = str(mail.get("In-Reply-To") or "")
    direct = MESSAGE_ID.findall(answered) or BARE_ID.findall(answered)[:1]
    named = [*references, *(each for each in direct[:1] if each not in references)]
    return named[-MOST_NAMES:]


def sender(mail: Mail) -> SourcePerson:
    """Who wrote a mail; lists that hide addresses write `name at example.org (Full Name)`."""
    written = field(mail, "From")
    name, address = parseaddr(HIDDEN.sub("@", written))
    if hidden := IN_BRACKETS.fullmatch(HIDDEN.sub("@", written)):
        name, address = hidden[2], hidden[1]
    address = address.strip().strip("<>").lower()
    name = clean_line(name.strip("\"' "))[:LONGEST_NAME]
    if ADDRESS.fullmatch(name.lower()):
        name = name.partition("@")[0]
    if len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address):
        said = name or clean_line(written)[:LONGEST_NAME] or NOBODY
        return SourcePerson(f"name:{key_of_id(said)[:60]}", said, "")
    return SourcePerson(address, name or address.partition("@")[0], address)


def moment(mail: Mail, begins: bytes) -> datetime | None:
    """When a mail was written, or else arrived; None where nothing possible is said."""
    line = begins.decode("ascii", "replace").partition(" ")[2].strip()
    arrived = line.partition(" ")[2].strip() or line
    received = str(mail.get("Received") or "").rpartition(";")[2]
    for said in (str(mail.get("Date") or ""), received, arrived):
        found = _moment(said)
        if found is not None:
            return found
    return None


def _moment(said: str) -> datetime | None:
    said = re.sub(r"^.* at \S+\s+|^\S+@\S+\s+", "", said.strip())
    try:
        found = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        try:
            found = datetime.strptime(said, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
        except ValueError:
            return None
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        told = aware.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return told if EARLIEST < told <= clock.now() else None
