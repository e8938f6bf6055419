"""A mail that came in, read within bounds: who sent it to whom, its words, its files.

Whatever a program got wrong, such as a character set that is not the one it names, is put right
where that is certain and otherwise read as far as it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from functools import cached_property

from essp.core import mail_html
from essp.core.ids import clean_line
from essp.core.mail_folding import Folded

LONGEST = 400_000  # characters of words that are read
LONGEST_HEAD = 1_000_000  # bytes
HEAD = re.compile(rb".*?\r?\n\r?\n", re.DOTALL)
MOST_BYTES = 8 * LONGEST  # of one text that are decoded
MOST_PARTS = 200
SMALL = 24_000  # bytes of a picture that is rather a logo than something to show
ADDRESSED = (
    "to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "resent-to",
)  # fmt: skip
# Signatures and invitations that programs add unasked.
UNASKED = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
     "application/ms-tnef", "text/vcard", "text/x-vcard"}
)  # fmt: skip


def head_of(raw: bytes) -> bytes:
    """The head of a mail alone, for what is asked of that: a large mail need not be read for it."""
    beginning = raw[:LONGEST_HEAD]
    found = HEAD.match(beginning)
    return found[0] if found else beginning


@dataclass(frozen=True)
class SentFile:
    """A file of a mail: its name as the sender's program says it, and its bytes."""

    name: str
    content: bytes


class ReadMail:
    """A mail as it came in, and what is asked of it."""

    def __init__(self, raw: bytes) -> None:
        self._folded = Folded(raw)
        self.message: EmailMessage = message_from_bytes(self._folded.short, policy=default)

    def header(self, name: str) -> str:
        """A field of the head as one line; empty where it is absent or cannot be understood."""
        return next(iter(self.headers(name)), "")

    def headers(self, name: str) -> list[str]:
        """All fields of that name, each as one line."""
        try:
            return [clean_line(str(value)) for value in self.message.get_all(name, [])]
        except (MessageError, ValueError, IndexError, AttributeError, TypeError):
            raw = [value for key, value in self.message.raw_items() if key.lower() == name.lower()]
            return [clean_line(str(value)) for value in raw]

    @cached_property
    def sender(self) -> str:
        """The one address that the mail says it is from, in small letters; empty without one."""
        found = [address for _name, address in getaddresses(self.headers("from")) if "@" in address]
        return clean_line(found[0]).lower() if len(found) == 1 else ""

    @cached_property
    def addresses(self) -> list[str]:
        """Every address that the mail was sent to, as far as its head says."""
        values = [value for name in ADDRESSED for value in self.headers(name)]
        return [clean_line(address).lower() for _name, address in getaddresses(values) if address]

    @cached_property
    def text(self) -> str:
        """Its words with what it quotes; of HTML only where there is no plain text."""
        plain = "\n\n".join(
            _flowed(part, self._text(part)) for part in self._bodies("text/plain")
        ).strip("\n")
        if plain.strip():
            return plain[:LONGEST]
        shown = "\n".join(
            mail_html.text_of(self._text(p)[: 4 * LONGEST]) for p in self._bodies("text/html")
        )
        return shown[:LONGEST]

    @cached_property
    def files(self) -> Sequence[SentFile]:
        """The files that the sender put into it, without logos and signatures that programs add."""
        shown = " ".join(self._text(part) for part in self._bodies("text/html"))
        return [
            SentFile(_name_of(part), content)
            for part in self._parts()
            if _is_file(part)
            and (content := self._content(part))
            and not _is_logo(part, content, shown)
        ]

    def _content(self, part: EmailMessage) -> bytes:
        if part.get_content_type() != "message/rfc822":
            return self._folded.content(part)
        inner = b"".join(inner.as_bytes() for inner in part.iter_parts())
        return self._folded.unfolded(inner.lstrip(b"\r\n"))

    def _text(self, part: EmailMessage) -> str:
        content = self._content(part)
        if len(content) > MOST_BYTES:
            content = content[:MOST_BYTES].rpartition(b"\n")[0] or content[:MOST_BYTES]
        return _decoded(part, content)

    def _bodies(self, kind: str) -> Iterator[EmailMessage]:
        for part in self._parts():
            if part.get_content_type() == kind and not _is_file(part):
                yield part

    def _parts(self) -> Iterator[EmailMessage]:
        """The parts with content, in their order; a mail inside a mail is one."""
        waiting: list[EmailMessage] = [self.message]
        for _count in range(MOST_PARTS):
            if not waiting:
                return
            part = waiting.pop(0)
            if part.is_multipart() and part.get_content_maintype() == "multipart":
                waiting = [*part.iter_parts(), *waiting]  # type: ignore[list-item]
            else:
                yield part


def _is_file(part: EmailMessage) -> bool:
    if part.get_content_type() in UNASKED:
        return False
    told = part.get_content_disposition() == "attachment" or bool(part.get_filename())
    return told or part.get_content_maintype() not in {"text", "multipart"}


def _is_logo(part: EmailMessage, content: bytes, shown: str) -> bool:
    """Whether it is a small picture that the HTML shows in its place: most are of signatures."""
    name = str(part.get("content-id", "")).strip("<> ")
    return bool(name) and len(content) < SMALL and f"cid:{name}" in shown


def _name_of(part: EmailMessage) -> str:
    named = ""
    with suppress(MessageError, ValueError, LookupError):
        named = part.get_filename() or ""
    if named:
        return clean_line(named)
    return "mail.eml" if part.get_content_type() == "message/rfc822" else "file"


def _decoded(part: EmailMessage, content: bytes) -> str:
    """The text of a part. What is valid UTF-8 with other than ASCII letters is nothing else."""
    named = (part.get_content_charset() or "utf-8").replace("iso-8859-1", "cp1252")
    for charset in ("utf-8", named, "cp1252"):
        with suppress(LookupError, UnicodeError):
            if charset == "utf-8" and named.startswith(("iso-2022", "utf-7", "hz")):
                continue
            return content.decode(charset)
    return content.decode("utf-8", "replace")


def _flowed(part: EmailMessage, said: str) -> str:
    """Plain text with paragraphs that the program wrapped made whole again (RFC 3676)."""
    text = said.replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    spaced = str(part.get_param("delsp", "")).lower() != "yes"
    found: list[str] = []
    joins = False
    for line in text.split("\n"):
        said = line[1:] if line.startswith(" ") else line
        whole = joins and not QUOTED.match(said) and said != "-- "
        if whole:
            found[-1] += said
        else:
            found.append(said)
        joins = said.endswith(" ") and said != "-- " and not QUOTED.match(said)
        if joins and not spaced:
            found[-1] = found[-1][:-1]
    return "\n".join(found)


QUOTED = re.compile(r"^>")
